// What every subject says about itself.
#pragma once

#include <concepts>
#include <limits>
#include <string_view>

namespace contend {

/// Progress guarantee of a subject's operations, in the sense of Herlihy and Shavit.
enum class progress { wait_free, lock_free, obstruction_free, blocking };

constexpr std::string_view to_string(progress p) noexcept {
  switch (p) {
    case progress::wait_free: return "wait-free";
    case progress::lock_free: return "lock-free";
    case progress::obstruction_free: return "obstruction-free";
    case progress::blocking: return "blocking";
  }
  return "?";
}

inline constexpr unsigned any_threads = std::numeric_limits<unsigned>::max();

/// A subject is a type with a `static constexpr subject_info info`.
struct subject_info {
  std::string_view name;    ///< its part of a case's path: [a-z0-9_]+
  std::string_view title;   ///< what it is, for a reader
  std::string_view source;  ///< paper, header or library that it follows
  contend::progress progress = progress::blocking;
  unsigned max_threads = any_threads;  ///< more would be undefined behaviour, not just slow
  /// Why TSan cannot see inside it; empty if it can. Such a subject is listed as skipped in a
  /// TSan build, with this reason.
  std::string_view tsan_opaque = {};
  /// The subject is whatever malloc the process has: `--allocator` multiplies its cases.
  bool process_malloc = false;
  /// The subject does nothing: its rate is what the load itself can carry, and so the ceiling of
  /// every other subject's. It is no competitor and is never ranked.
  bool ceiling = false;
};

template <class S>
concept subject = requires {
  { S::info } -> std::convertible_to<const subject_info&>;
};

}  // namespace contend
