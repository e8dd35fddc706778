// The locks that guard weak references in CPython: few, shared by all objects, found by address.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/model/lock/byte_mutex.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace contend::model {

/// One byte after the other, as in CPython: 64 locks to a cache line.
struct packed_stripes {
  static constexpr std::string_view name = "weak_stripes_packed";
  static constexpr std::string_view title = "striped weak references, locks packed (CPython)";
  using lock = byte_mutex;
  static byte_mutex& mutex(lock& l) noexcept { return l; }
};

/// The same locks, each on lines of its own.
struct padded_stripes {
  static constexpr std::string_view name = "weak_stripes_padded";
  static constexpr std::string_view title = "striped weak references, locks padded";
  using lock = padded<byte_mutex>;
  static byte_mutex& mutex(lock& l) noexcept { return *l; }
};

/// The 127 locks of one design (pycore_weakref.h: WEAKREF_LIST_LOCK).
template <class Pitch>
struct weak_stripes {
  static constexpr std::size_t count = 127;

  /// Which lock is that of the object at an address. Only the address is used: the object may be
  /// gone.
  static std::size_t index(const void* object) noexcept {
    return reinterpret_cast<std::uintptr_t>(object) % count;
  }
  static byte_mutex& of(const void* object) noexcept { return Pitch::mutex(_locks[index(object)]); }

 private:
  alignas(no_share) static inline constinit std::array<typename Pitch::lock, count> _locks{};
};

}  // namespace contend::model
