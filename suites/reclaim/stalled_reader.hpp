// A reader sleeps inside its guard while others replace and retire: what a scheme keeps back for
// its sake.
#pragma once

#include "places.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/core/clock.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

namespace contend::suites {

/// Parameter: `stall_ms`, for how long worker 0 sleeps each time before it leaves its guard for a
/// millisecond (1 to 10000; 0: for as long as the memory lasts).
///
/// No host is driven out of memory: the sleeper is woken when 64 MiB are pending (metric
/// `stalls_cut`), and the others stop retiring at twice as much, which then are attempts that
/// failed.
template <reclaimer R>
class stalled_reader {
 public:
  using subject = R;
  static constexpr unsigned min_threads = 2;
  static constexpr std::string_view name = "stalled_reader";
  static constexpr card about{
      .title = "A reader that sleeps inside its guard",
      .operation =
          "replace the object in a place of the worker's own and retire the old one; "
          "worker 0, the sleeper, counts none",
      .models =
          "a reader that was preempted, faults a page in, waits for a lock or stops in a "
          "debugger while it looks at something",
      .frees = "the writers, as far as the sleeper lets them, or a thread of the scheme's own",
      .exposes =
          "how much garbage one reader can hold up: pending bytes over time, and how fast "
          "they grow during a stall",
      .not_for = "the cost of reading; latency samples, which include the sleeper's naps",
      .source = "Michael, IEEE TPDS 15(6), 2004, section 1; CPython issues 132519 and 133136",
      .breaks =
          "epochs and quiescent states: one reader holds up all that was retired since it "
          "came. Hazard pointers keep back what it announced, and no more",
  };

  explicit stalled_reader(const setting& s)
      : _stall_ns(stall_of(s.params)),
        _pending("pending", "bytes"),
        _accounts(s.threads),
        _places(s.threads) {}

  class worker {
   public:
    worker(stalled_reader& load, const seat& s) : _load(load), _index(s.index) {}
    ~worker() { *_load._accounts[_index] = _mine; }

    tally step(std::uint32_t rounds) {
      if (_index == 0) {
        sleep_on();
        return {};
      }
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        done += replace_one();
        _membership.safepoint();
      }
      return done;
    }

    void settle() {
      if (_guard) end_stall();
    }

   private:
    static constexpr auto nap = std::chrono::microseconds(100);
    static constexpr unsigned nap_every = 16;
    static constexpr std::int64_t break_ns = 1'000'000;

    tally replace_one() {
      if (_replaced % look_every == 0 && R::pending() > 2 * most_pending) return {1, 0};
      _load._places.replace_own(_index, _replaced, _mine);
      return {1, 1};
    }

    /// Whatever the number of rounds, a nap at most, and not each time: a step has a bounded time.
    void sleep_on() {
      _load._pending.tick([] { return R::pending(); });
      const std::int64_t now = now_ns();
      if (!_guard) {
        if (now >= _until) begin_stall(now);
      } else {
        const bool cut = R::pending() > most_pending;
        if (cut) ++_load._cut;
        if (cut || now >= _until) end_stall();
      }
      if (++_steps % nap_every == 0) {
        std::this_thread::sleep_for(nap);
      } else {
        std::this_thread::yield();
      }
    }
    // Attached, and inside the guard, from one step to a later one: no safepoint in between.
    void begin_stall(std::int64_t now) {
      _since = now;
      _pending_since = R::pending();
      _until =
          _load._stall_ns == 0 ? std::numeric_limits<std::int64_t>::max() : now + _load._stall_ns;
      _here.emplace(_membership);
      _guard.emplace();
      _seen = _guard->protect(_load._places[1]);  // of the first writer
    }
    void end_stall() {
      _mine.broken += !_seen->whole();
      const std::int64_t now = now_ns();
      _load._stalled_ns += static_cast<double>(now - _since);
      _load._grown += static_cast<double>(R::pending()) - static_cast<double>(_pending_since);
      ++_load._stalls;
      _guard.reset();
      _membership.safepoint();
      _here.reset();
      _until = now + break_ns;
    }

    stalled_reader& _load;
    unsigned _index;
    std::uint64_t _replaced = 0;
    [[no_unique_address]] typename R::thread _membership;
    reclaim_account _mine;
    // The sleeper's. The guard after what it stands in.
    unsigned _steps = 0;
    std::int64_t _since = 0, _until = 0;
    std::size_t _pending_since = 0;
    std::optional<attached<typename R::thread>> _here;
    std::optional<typename places<R>::guard_type> _guard;
    const item<R>* _seen = nullptr;
  };

  complaint verify() {
    reclaim_account all;
    for (const auto& mine : _accounts) all += *mine;
    return _places.verify(all);
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    return {{"pending_peak", "bytes", _pending.peak()},
            {"pending_mean", "bytes", _pending.mean()},
            {"pending_growth", "bytes/s", _stalled_ns > 0 ? _grown / _stalled_ns * 1e9 : 0},
            {"stalls", "stalls", _stalls},
            {"stalls_cut", "stalls", _cut}};
  }
  [[nodiscard]] std::vector<series> histories() const { return {_pending.data()}; }

 private:
  static constexpr std::size_t most_pending = std::size_t{64} << 20;
  static constexpr std::uint64_t look_every = 64;

  static std::int64_t stall_of(const parameters& p) {
    return static_cast<std::int64_t>(in_range(p, "stall_ms", 0, 10000)) * 1'000'000;
  }

  std::int64_t _stall_ns;
  timeline _pending;  // this and the next: the sleeper's
  double _stalls = 0, _cut = 0, _stalled_ns = 0, _grown = 0;
  std::vector<padded<reclaim_account>> _accounts;
  places<R> _places;
};

}  // namespace contend::suites
