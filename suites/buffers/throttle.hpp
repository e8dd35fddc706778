// Keeps an unbounded buffer from growing without end.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace contend::suites {

/// Where producers are faster, an unbounded buffer would grow for as long as the run lasts, and the
/// run would measure page faults. So each worker says now and then how many items it has moved, and
/// producers stop while the difference is above `most`. It may be exceeded by `stride` items and a
/// batch a producer. A bounded buffer does that by itself: nothing is kept or said of it.
template <bool Bounded>
class throttle {
 public:
  static constexpr std::uint64_t stride = 64;

  throttle(unsigned workers, std::size_t most) : _most(most), _moved(workers) {}

  /// One worker's side of it, and the worker's own.
  class part {
   public:
    part(throttle& all, unsigned worker) noexcept : _all(all), _worker(worker) {}

    /// Whether this worker, which has pushed so many items, may push more.
    [[nodiscard]] bool room(std::uint64_t pushed) noexcept {
      if (pushed < _next) return true;
      _all.say(_worker, pushed);
      if (!_all.room()) return false;
      _next = pushed + stride;
      return true;
    }
    /// This worker has popped so many items; it found no more just now if it is `idle`.
    void took(std::uint64_t popped, bool idle) noexcept {
      if (idle ? popped == _said : popped < _next) return;
      _all.say(_worker, 0 - popped);
      _said = popped;
      _next = popped + stride;
    }

   private:
    throttle& _all;
    unsigned _worker;
    std::uint64_t _next = 0, _said = 0;
  };

 private:
  void say(unsigned worker, std::uint64_t moved) noexcept {
    // Relaxed: an estimate; no item is reached through it.
    _moved[worker]->store(moved, memory_order_relaxed);
  }
  [[nodiscard]] bool room() const noexcept {
    std::uint64_t inside = 0;
    // Relaxed: see above.
    for (const auto& m : _moved) inside += m->load(memory_order_relaxed);
    const auto n = static_cast<std::int64_t>(inside);
    return n < static_cast<std::int64_t>(_most);
  }

  std::size_t _most;
  std::vector<padded<atomic<std::uint64_t>>> _moved;  // by worker; negative: taken out
};

template <>
class throttle<true> {
 public:
  throttle(unsigned, std::size_t) {}

  class part {
   public:
    part(throttle&, unsigned) noexcept {}
    static bool room(std::uint64_t) noexcept { return true; }
    static void took(std::uint64_t, bool) noexcept {}
  };
};

}  // namespace contend::suites
