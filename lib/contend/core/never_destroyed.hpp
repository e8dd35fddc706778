// A static object that outlives every thread and every other static.
#pragma once

namespace contend {

/// Built at compile time, never destroyed: what it holds when the process ends stays reachable, so
/// that a leak checker doesn't count it, and whoever ends later may still use it.
template <class T>
union never_destroyed {
  constexpr never_destroyed() noexcept : _value{} {}
  constexpr ~never_destroyed() {}
  never_destroyed(const never_destroyed&) = delete;
  never_destroyed& operator=(const never_destroyed&) = delete;

  [[nodiscard]] constexpr T& operator*() noexcept { return _value; }
  [[nodiscard]] constexpr T* operator->() noexcept { return &_value; }

 private:
  T _value;
};

}  // namespace contend
