// Numbers as a reader wants them.
#pragma once

#include <cstddef>
#include <string>

namespace contend {

/// Three significant digits with an SI prefix: "12.3 M", "950", "1.50 k", "0". "n/a" if not finite.
[[nodiscard]] std::string si(double value);

/// A share as a percentage: "97 %", below ten with a digit: "3.4 %".
[[nodiscard]] std::string percent(double share);

/// Seconds with a unit that suits: "1.20 ms".
[[nodiscard]] std::string duration(double seconds);

/// With this many digits after the point; "n/a" if not finite.
[[nodiscard]] std::string fixed(double value, int digits);

/// A ratio with three significant digits: "1.25×", "0.045×", "17.3×". "n/a" if not finite.
[[nodiscard]] std::string times(double ratio);

/// At most `length` characters: the middle of a longer text goes, because designs of one library
/// differ at the end.
[[nodiscard]] std::string clipped(const std::string& text, std::size_t length);

/// Bytes in powers of 1024: "1.5 MiB".
[[nodiscard]] std::string bytes(double value);

}  // namespace contend
