// Arrivals at a share of what the load can carry, which is measured first, in the same run.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/clock.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/arrivals.hpp>
#include <contend/load/histogram.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace contend {

/// What a load of requests shares between its workers: parameter `arrivals` (arrivals.hpp).
///
/// Closed: a worker that finds nothing to do lets a few requests in; that is as fast as it goes.
/// Else the load runs closed at first, while its completions a second are measured: the capacity.
/// Then, after a pause in which what is under way drains, each worker has a Poisson schedule of its
/// own, all together at the asked share of the capacity. Latency is from a request's intended
/// arrival to its completion, of requests from the schedules only.
///
/// A request is admitted by one worker and completed by any. If the run ends before the switch,
/// there are no such numbers, and nothing is wrong.
class open_loop {
 public:
  /// No more than about `most` requests are under way, all workers' together; others wait to be
  /// admitted, and their latency runs. ~0: what the load does with a request bounds that by itself.
  open_loop(const setting& s, std::uint64_t most);

  class source;

  /// Appends, in an open loop: capacity, offered_rate and achieved_rate (requests a second),
  /// latency_p50 to latency_samples (ns); in either: backlog_high_water, backlog_mean (requests
  /// that have arrived and are not completed, admitted or not). After the workers are gone.
  void report(std::vector<metric>& to) const;
  /// The backlog over time. After the workers are gone.
  [[nodiscard]] series backlog() const { return _backlog.data(); }

  /// The capacity; 0 before it was measured, and in a closed loop. After the workers are gone.
  [[nodiscard]] double capacity() const noexcept { return _capacity; }

 private:
  enum class phase : int { warming, measuring, open };
  struct alignas(no_share) account {
    atomic<std::uint64_t> admitted{0}, done{0};
    atomic<double> waiting{0};
    // The rest is written when the worker leaves.
    std::uint64_t timed = 0;
    std::int64_t last = 0;
    histogram latency;
  };

  void arrive(std::int64_t now) noexcept;
  void advance(std::int64_t now) noexcept;
  [[nodiscard]] std::uint64_t done() const noexcept;
  [[nodiscard]] std::uint64_t under_way() const noexcept;
  [[nodiscard]] double backlog_now() const noexcept;

  // Short in a build with perturbed atomics: there it is the switch that is of interest.
  static constexpr std::int64_t millisecond = 1'000'000;
  static constexpr std::int64_t settle_ns = (atomics_perturb ? 1 : 5) * millisecond;
  static constexpr std::int64_t measure_ns = (atomics_perturb ? 2 : 30) * millisecond;
  static constexpr std::int64_t pause_ns = (atomics_perturb ? 1 : 2) * millisecond;

  std::optional<double> _share;
  unsigned _threads;
  std::uint64_t _most;
  std::vector<account> _accounts;
  timeline _backlog{"backlog", "requests"};  // worker 0 writes it

  alignas(no_share) atomic<phase> _phase{phase::warming};
  atomic<std::int64_t> _deadline{std::numeric_limits<std::int64_t>::max()};  // of the phase
  // Written under the lock, read after the phase was seen to be open.
  double _capacity = 0;
  std::int64_t _start = 0;
  alignas(no_share) std::mutex _moving;
  std::uint64_t _mark = 0;
  std::int64_t _mark_ns = 0;
  atomic<unsigned> _arrived{0};
};

/// One worker's schedule and account. Made and used on its thread, a round being:
///   look(); [complete(stamp)...;] while (due(!busy)) stamp = admit(); [...] rest(busy);
/// and end_step() after the last one of a step.
class open_loop::source {
 public:
  /// In a closed loop so many are let in at once: few enough not to be a backlog, enough that a
  /// queue is not always empty. In an open one, too, a round should take no more of what is due.
  static constexpr unsigned burst = 16;

  source(open_loop& all, const seat& s)
      : _all(all), _mine(all._accounts[s.index]), _index(s.index), _seed(s.seed) {}
  ~source();
  source(const source&) = delete;
  source& operator=(const source&) = delete;

  /// Reads the clock; goes on to the next phase if it is time to.
  void look() noexcept {
    _now = now_ns();
    if (!_schedule && _all._share) approach();
  }
  /// As of the last look().
  [[nodiscard]] std::int64_t now() const noexcept { return _now; }

  /// Whether a request is to be admitted now. `idle`: this round has found nothing else to do.
  [[nodiscard]] bool due(bool idle) noexcept {
    if (_schedule) {
      if (_schedule->next() > _now) return false;
      if (_room == 0) _room = room();
      return _room != 0;
    }
    if (_burst == 0 && idle && room() != 0) _burst = burst;
    return _burst != 0;
  }
  /// If due: takes the request. Its intended time is its stamp; 0 if it is not to be timed.
  [[nodiscard]] std::int64_t admit() noexcept {
    bump(_mine.admitted);
    if (!_schedule) {
      --_burst;
      return 0;
    }
    --_room;
    const std::int64_t intended = _schedule->next();
    _schedule->pop();
    return intended;
  }

  /// A request, whoever admitted it, was completed just now.
  void complete(std::int64_t stamp) noexcept {
    bump(_mine.done);
    if (stamp == 0) return;
    _latency.record(now_ns() - stamp);
    ++_timed;
  }
  /// A request that this worker admitted was given up. It counts nowhere else.
  void give_up() noexcept {
    auto& n = _mine.admitted;
    // Relaxed, and no read-modify-write: this thread alone writes it; others only add it up.
    n.store(n.load(memory_order_relaxed) - 1, memory_order_relaxed);
  }

  /// Ends a round: after many idle ones others may have the CPU.
  void rest(bool busy) noexcept {
    if (busy) {
      _idle = 0;
    } else if (++_idle % idle_rounds != 0) {
      cpu_pause();
    } else {
      std::this_thread::yield();
    }
  }
  void end_step();

 private:
  // How many requests are admitted between two looks at how many are under way.
  static constexpr std::uint64_t stride = 16;
  static constexpr unsigned idle_rounds = 64;

  static void bump(atomic<std::uint64_t>& n) noexcept {
    // Relaxed, and no read-modify-write: this thread alone writes it; others only add it up.
    n.store(n.load(memory_order_relaxed) + 1, memory_order_relaxed);
  }
  void approach() noexcept;
  [[nodiscard]] std::uint64_t room() const noexcept;

  open_loop& _all;
  account& _mine;
  unsigned _index;
  std::uint64_t _seed;
  std::int64_t _now = 0;
  std::optional<arrivals> _schedule;  // from the switch on
  std::uint64_t _room = 0;
  unsigned _burst = 0, _idle = 0;
  bool _came = false;
  std::uint64_t _timed = 0;
  histogram _latency;
};

}  // namespace contend
