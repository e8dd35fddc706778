#include <contend/harness/plant.hpp>

#include <contend/core/clock.hpp>
#include <contend/core/spin_wait.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace contend::harness {
namespace {

/// Steps are timed, and waited after, so many together that what timing breaks beside its own time
/// (a full pipeline, some 50 ns) is nothing.
constexpr std::int64_t timed_together_ns = 100'000;
constexpr unsigned most_steps = 256;

/// The kernel takes a CPU away for some hundred µs at least.
constexpr double lost_cpu_ns = 500'000, far_longer = 5;

/// What a reading of the clock takes, undisturbed: a slowed step has one more.
double clock_ns() {
  constexpr int readings = 256;
  std::int64_t best = std::numeric_limits<std::int64_t>::max();
  for (int attempt = 0; attempt < 16; ++attempt) {
    const std::int64_t begin = now_ns();
    std::int64_t end = begin;
    for (int i = 0; i < readings; ++i) end = now_ns();
    best = std::min(best, end - begin);
  }
  return static_cast<double>(best) / readings;
}

class alignas(no_share) slowed_member final : public member {
 public:
  slowed_member(std::unique_ptr<member> inner, double factor)
      : _inner(std::move(inner)), _slow(factor, clock_ns()) {}

  tally step(std::uint32_t rounds) override {
    if (_since == 0) _since = now_ns();
    const tally done = _inner->step(rounds);
    if (++_steps < _together) return done;
    const std::int64_t end = now_ns();
    const std::int64_t took = end - _since;
    if (took < timed_together_ns) _together = std::min(2 * _together, most_steps);
    if (took > 2 * timed_together_ns) _together = std::max(_together / 2, 1u);
    _steps = 0;
    const std::int64_t wait = _slow.after_steps(took);
    _since = end;
    if (wait == 0) return done;
    while (_since - end < wait) {
      cpu_pause();
      _since = now_ns();
    }
    _slow.waited(_since - end);
    return done;
  }
  void settle() override { _inner->settle(); }
  bool nudge() override { return _inner->nudge(); }

 private:
  std::unique_ptr<member> _inner;
  slow_down _slow;
  std::int64_t _since = 0;  // the last wait's end
  unsigned _steps = 0;      // since then
  unsigned _together = 1;
};

class slowed_load final : public load {
 public:
  slowed_load(std::unique_ptr<load> inner, double factor)
      : _inner(std::move(inner)), _factor(factor) {
    (void)slow_down(factor);  // throws here, not on a worker
  }

  std::unique_ptr<member> join(const seat& s) override {
    return std::make_unique<slowed_member>(_inner->join(s), _factor);
  }
  complaint verify() override { return _inner->verify(); }
  std::vector<metric> metrics() const override { return _inner->metrics(); }
  std::vector<series> histories() const override { return _inner->histories(); }
  std::optional<std::uint64_t> live_bytes() const override { return _inner->live_bytes(); }
  std::optional<std::uint64_t> memory_operations() const override {
    return _inner->memory_operations();
  }
  std::uint64_t round_operations() const override { return _inner->round_operations(); }

 private:
  std::unique_ptr<load> _inner;
  double _factor;
};

}  // namespace

slow_down::slow_down(double factor, double overhead_ns)
    : _more(factor - 1), _overhead(overhead_ns) {
  if (!(factor >= 1) || !std::isfinite(factor)) {
    throw std::invalid_argument("a planted slow-down is a factor of 1 or more");
  }
}

std::int64_t slow_down::after_steps(std::int64_t took_ns) noexcept {
  double own = std::max(0.0, static_cast<double>(took_ns) - _overhead);
  if (_usual != 0 && own > _usual * far_longer && own > _usual + lost_cpu_ns) own = _usual;
  _usual = _usual == 0 ? own : _usual + (own - _usual) / 16;
  _owed += _more * own - _overhead;
  return _owed < 1 ? 0 : static_cast<std::int64_t>(_owed);
}

std::unique_ptr<load> planted(std::unique_ptr<load> what, double factor) {
  return std::make_unique<slowed_load>(std::move(what), factor);
}

}  // namespace contend::harness
