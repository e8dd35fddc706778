// What goes through the buffers: numbers that say who pushed them, and when.
#pragma once

#include <contend/load/workload.hpp>
#include <contend/subject/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace contend::suites {

/// Who pushed it, and as which of its pushes. By value, so that a buffer that tears or invents an
/// item is seen.
using item = std::uint64_t;

constexpr unsigned sequence_bits = 48;
constexpr item make_item(unsigned producer, std::uint64_t sequence) noexcept {
  return static_cast<item>(producer) << sequence_bits | sequence;
}
constexpr unsigned producer_of(item i) noexcept {
  return static_cast<unsigned>(i >> sequence_bits);
}
constexpr std::uint64_t sequence_of(item i) noexcept {
  return i & ((item{1} << sequence_bits) - 1);
}
/// More threads than an item can name.
inline constexpr unsigned too_many_producers = 1u << (64 - sequence_bits);

/// The integer parameter `name`. Throws std::invalid_argument if it is not within [least, most].
inline std::size_t parameter_within(const setting& s, std::string_view name, std::int64_t least,
                                    std::int64_t most) {
  const std::int64_t n = s.params.integer(name);
  if (n < least || n > most) {
    throw std::invalid_argument(std::string(name) + ": " + std::to_string(least) + " to " +
                                std::to_string(most));
  }
  return static_cast<std::size_t>(n);
}

/// Parameter `capacity` (1 to 2^24), and a handle for each worker and one for the audit.
inline buffer_size room_for(const setting& s) {
  return {.capacity = parameter_within(s, "capacity", 1, 1 << 24), .handles = s.threads + 1};
}

}  // namespace contend::suites
