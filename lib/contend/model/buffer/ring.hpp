// A circular buffer without synchronisation: what goes under a lock.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>

namespace contend::model {

/// What a ring does right; a planted bug turns one of it off.
struct ring_rules {
  /// A put finds the ring full when it has `capacity` items. Off: when it has one more than that,
  /// so that a slot is used again while the oldest item is still in it.
  static constexpr bool stops_at_capacity = true;
};

/// FIFO, of exactly `capacity` items (at least one). One thread at a time. All memory is there and
/// touched when it is built. The counters only rise; their low bits are the place.
template <class T, class Rules = ring_rules>
class ring {
 public:
  explicit ring(std::size_t capacity)
      : _capacity(std::max<std::size_t>(capacity, 1)),
        _mask(std::bit_ceil(_capacity) - 1),
        _cells(std::make_unique<T[]>(_mask + 1)) {}

  [[nodiscard]] bool empty() const noexcept { return _in == _out; }
  [[nodiscard]] bool full() const noexcept {
    return _in - _out >= _capacity + (Rules::stops_at_capacity ? 0 : 1);
  }

  bool put(const T& v) noexcept {
    if (full()) return false;
    _cells[_in++ & _mask] = v;
    return true;
  }
  bool take(T& v) noexcept {
    if (empty()) return false;
    v = _cells[_out++ & _mask];
    return true;
  }

  /// As many of n as fit, or as are there, from the first on; how many.
  std::size_t put(const T* first, std::size_t n) noexcept {
    std::size_t done = 0;
    while (done < n && put(first[done])) ++done;
    return done;
  }
  std::size_t take(T* first, std::size_t n) noexcept {
    std::size_t done = 0;
    while (done < n && take(first[done])) ++done;
    return done;
  }

 private:
  std::size_t _in = 0, _out = 0;
  std::size_t _capacity, _mask;
  std::unique_ptr<T[]> _cells;
};

}  // namespace contend::model
