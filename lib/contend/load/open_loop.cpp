#include <contend/load/open_loop.hpp>

#include <utility>

namespace contend {

open_loop::open_loop(const setting& s, std::uint64_t most)
    : _share(offered_share(s.params)),
      _threads(s.threads),
      _most(std::max<std::uint64_t>(most, 1)),
      _accounts(s.threads) {}

void open_loop::arrive(std::int64_t now) noexcept {
  // Relaxed: a count; the last one to come starts the clock, and a late look at it is harmless.
  if (_arrived.fetch_add(1, memory_order_relaxed) + 1 == _threads) {
    // Relaxed: read for its value alone.
    _deadline.store(now + settle_ns, memory_order_relaxed);
  }
}

void open_loop::advance(std::int64_t now) noexcept {
  const std::unique_lock hold(_moving, std::try_to_lock);
  // Relaxed: the lock orders the phases' own data; whoever finds it taken comes again.
  if (!hold || now < _deadline.load(memory_order_relaxed)) return;
  // Relaxed: written under the lock alone.
  const phase at = _phase.load(memory_order_relaxed);
  if (at == phase::open) return;
  const std::uint64_t completed = done();
  const std::int64_t instant = now_ns();
  if (at == phase::warming) {
    _mark = completed;
    _mark_ns = instant;
    // Relaxed: the lock orders the mark.
    _phase.store(phase::measuring, memory_order_relaxed);
  } else if (completed > _mark && instant > _mark_ns) {
    _capacity =
        static_cast<double>(completed - _mark) * 1e9 / static_cast<double>(instant - _mark_ns);
    _start = instant + pause_ns;
    // (1) release, partner (2): capacity and start are known.
    _phase.store(phase::open, memory_order_release);
  }
  // Also if there was nothing to measure yet. Relaxed: read for its value alone.
  _deadline.store(instant + measure_ns, memory_order_relaxed);
}

std::uint64_t open_loop::done() const noexcept {
  std::uint64_t n = 0;
  // Relaxed: counts; no request is reached through them.
  for (const account& a : _accounts) n += a.done.load(memory_order_relaxed);
  return n;
}

std::uint64_t open_loop::under_way() const noexcept {
  // Completions first: what is admitted meanwhile counts as under way, not as less than nothing.
  const std::uint64_t out = done();
  std::uint64_t in = 0;
  // Relaxed: as in done().
  for (const account& a : _accounts) in += a.admitted.load(memory_order_relaxed);
  return in > out ? in - out : 0;
}

double open_loop::backlog_now() const noexcept {
  double waiting = 0;
  // Relaxed: an estimate.
  for (const account& a : _accounts) waiting += a.waiting.load(memory_order_relaxed);
  return waiting + static_cast<double>(under_way());
}

void open_loop::report(std::vector<metric>& to) const {
  if (_capacity > 0) {
    histogram latency;
    std::uint64_t timed = 0;
    std::int64_t last = _start;
    for (const account& a : _accounts) {
      latency.merge(a.latency);
      timed += a.timed;
      last = std::max(last, a.last);
    }
    to.push_back({"capacity", "requests/s", _capacity});
    to.push_back({"offered_rate", "requests/s", _capacity * *_share});
    if (last > _start) {
      to.push_back({"achieved_rate", "requests/s",
                    static_cast<double>(timed) * 1e9 / static_cast<double>(last - _start)});
    }
    latency.report(to, "latency");
  }
  to.push_back({"backlog_high_water", "requests", _backlog.peak()});
  to.push_back({"backlog_mean", "requests", _backlog.mean()});
}

open_loop::source::~source() {
  _mine.timed = _timed;
  _mine.last = _schedule ? _now : 0;
  _mine.latency = std::move(_latency);
}

void open_loop::source::approach() noexcept {
  if (!std::exchange(_came, true)) _all.arrive(_now);
  // (2) acquire, partner (1): capacity and start.
  if (_all._phase.load(memory_order_acquire) == phase::open) {
    const double rate = _all._capacity * *_all._share / _all._threads;
    _schedule.emplace(rate, _all._start, derive_seed(_seed, 0xa441));
    // Relaxed: read for its value alone; a lock is taken only where it is time.
  } else if (_now >= _all._deadline.load(memory_order_relaxed)) {
    _all.advance(_now);
  }
}

std::uint64_t open_loop::source::room() const noexcept {
  // Spares a look at every worker's lines.
  if (_all._most == ~std::uint64_t{0}) return stride;
  const std::uint64_t n = _all.under_way();
  if (n >= _all._most) return 0;
  return std::clamp<std::uint64_t>((_all._most - n) / _all._threads, 1, stride);
}

void open_loop::source::end_step() {
  if (_schedule) {
    // Relaxed: an estimate that others add up.
    _mine.waiting.store(_schedule->waiting(_now), memory_order_relaxed);
  }
  // What waits while the capacity is measured is no answer of the open loop.
  if (_index == 0 && (_schedule || !_all._share)) {
    _all._backlog.tick([this] { return _all.backlog_now(); });
  }
}

}  // namespace contend
