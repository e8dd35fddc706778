// "2m", "512M", "3%": durations, sizes and shares as people type them.
#pragma once

#include <cstdint>
#include <string>

namespace contend::driver {

/// Seconds. Takes a number with ms, s, m or h; a bare number is seconds. Throws bad_input that
/// names the option.
[[nodiscard]] double parse_duration(const std::string& option, const std::string& text);

/// Bytes. Takes a number with K, M, G (powers of 1024), with or without "B" or "iB". Throws
/// bad_input that names the option.
[[nodiscard]] std::uint64_t parse_bytes(const std::string& option, const std::string& text);

/// A share, from "3%", "3 %" or "0.03": more than 0, at most a half. Throws bad_input that names
/// the option.
[[nodiscard]] double parse_share(const std::string& option, const std::string& text);

/// 75 -> "1:15".
[[nodiscard]] std::string clock_time(double seconds);

}  // namespace contend::driver
