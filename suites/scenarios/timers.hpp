// What an event loop keeps its timers in. One loop, one thread: nothing here is shared.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <vector>

namespace contend::suites {

/// Fires at `deadline` (ns of the clock) or later.
struct timer {
  std::int64_t deadline = 0;
  std::uint64_t id = 0;
};

/// A timer queue Q, of one thread.
///  - `arm(t)`;
///  - `fire(now, t)`: takes out one whose deadline is at or before now; false if there is none. It
///    may keep one back for a fixed time (its resolution), never give one early;
///  - `size()`.
// clang-format off
template <class Q>
concept timer_queue = std::default_initializable<Q> &&
                      requires(Q& q, const Q& c, timer& t, std::int64_t now) {
                        { q.arm(t) };
                        { q.fire(now, t) } -> std::same_as<bool>;
                        { c.size() } -> std::same_as<std::size_t>;
                      };
// clang-format on

/// A binary heap: exact, a logarithm of comparisons (libevent, Node, Go before its wheels).
class heap_timers {
 public:
  void arm(const timer& t) { _heap.push(t); }
  bool fire(std::int64_t now, timer& t) {
    if (_heap.empty() || _heap.top().deadline > now) return false;
    t = _heap.top();
    _heap.pop();
    return true;
  }
  [[nodiscard]] std::size_t size() const noexcept { return _heap.size(); }

 private:
  struct later {
    bool operator()(const timer& a, const timer& b) const noexcept {
      return a.deadline > b.deadline;
    }
  };
  std::priority_queue<timer, std::vector<timer>, later> _heap;
};

/// A hashed wheel (Varghese, Lauck, SOSP 1987, scheme 6): constant time, and up to a tick late.
/// What lies more than a turn ahead waits in its slot for another turn.
class wheel_timers {
 public:
  wheel_timers() : _slots(slots) {}

  void arm(const timer& t) {
    // Not into a slot that is passed already: it would wait for a turn.
    _slots[static_cast<std::size_t>(std::max(t.deadline / tick_ns, _tick)) % slots].push_back(t);
    ++_size;
  }
  bool fire(std::int64_t now, timer& t) {
    const std::int64_t last = now / tick_ns;
    if (_size == 0) {
      _tick = std::max(_tick, last);
      _at = 0;
      return false;
    }
    // After a long absence every slot is looked at once, not once a tick.
    if (last - _tick > static_cast<std::int64_t>(slots)) {
      _tick = last - static_cast<std::int64_t>(slots);
      _at = 0;
    }
    for (; _tick < last; ++_tick, _at = 0) {
      auto& slot = _slots[static_cast<std::size_t>(_tick) % slots];
      while (_at < slot.size()) {
        if (slot[_at].deadline > now) {
          ++_at;
          continue;
        }
        t = slot[_at];
        slot[_at] = slot.back();
        slot.pop_back();
        --_size;
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] std::size_t size() const noexcept { return _size; }

 private:
  static constexpr std::int64_t tick_ns = 4096;
  static constexpr std::size_t slots = 1024;

  std::vector<std::vector<timer>> _slots;
  std::int64_t _tick = 0;  // the first one whose slot was not emptied to its end
  std::size_t _at = 0;     // where in that slot
  std::size_t _size = 0;
};

static_assert(timer_queue<heap_timers> && timer_queue<wheel_timers>);

}  // namespace contend::suites
