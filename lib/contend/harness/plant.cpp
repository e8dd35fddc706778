#include <contend/harness/plant.hpp>

#include <contend/core/clock.hpp>
#include <contend/core/spin_wait.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace contend::harness {
namespace {

/// The clock is read no more rarely, so that a load that becomes slow does not miss its pause.
constexpr double longest_look_ns = 100'000;
constexpr double most_steps = 4096;

/// Of the way to the end of a period, what the next steps may cover: the last ones go one by one.
constexpr double share_of_way = 0.75;

/// Steps that took this much longer than usual were held up.
constexpr double far_longer = 3, and_longer_ns = 20'000;

class alignas(no_share) slowed_member final : public member {
 public:
  slowed_member(std::unique_ptr<member> inner, double factor)
      : _inner(std::move(inner)), _pause(factor) {}

  tally step(std::uint32_t rounds) override {
    if (_wanted == 0) go_on(now_ns());
    const tally done = _inner->step(rounds);
    if (++_made < _wanted) return done;
    std::int64_t now = now_ns();
    const std::int64_t until = _pause.until(now, _made);
    while (now < until) {
      cpu_pause();
      now = now_ns();
    }
    go_on(now);
    return done;
  }
  void settle() override { _inner->settle(); }
  bool nudge() override { return _inner->nudge(); }

 private:
  void go_on(std::int64_t now) {
    _pause.resume(now);
    _wanted = _pause.steps();
    _made = 0;
  }

  std::unique_ptr<member> _inner;
  common_pause _pause;
  unsigned _wanted = 0;  // before the next look at the clock; 0: none was made
  unsigned _made = 0;
};

class slowed_load final : public load {
 public:
  slowed_load(std::unique_ptr<load> inner, double factor)
      : _inner(std::move(inner)), _factor(factor) {
    (void)common_pause(factor);  // throws here, not on a worker
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

common_pause::common_pause(double factor) : _pause(period_ns * (1 - 1 / factor)) {
  if (!(factor >= 1) || !std::isfinite(factor)) {
    throw std::invalid_argument("a planted slow-down is a factor of 1 or more");
  }
}

void common_pause::resume(std::int64_t now) noexcept {
  _from = now;
  if (_period < 0) _period = now / period_ns;
}

unsigned common_pause::steps() const noexcept {
  if (_usual == 0) return 1;
  const double left = static_cast<double>(period_ns - _from % period_ns);
  const double look = std::min(share_of_way * left, longest_look_ns);
  return static_cast<unsigned>(std::clamp(look / _usual, 1.0, most_steps));
}

std::int64_t common_pause::until(std::int64_t now, unsigned steps) noexcept {
  const auto took = static_cast<double>(now - _from);
  const double expected = _usual * steps;
  const bool held_up = _usual != 0 && took > far_longer * expected + and_longer_ns;
  // What lasts longer from now on is believed bit by bit.
  const double each = std::max(took / steps, 1.0);
  _usual = _usual == 0 ? each : _usual + (std::min(each, 4 * _usual) - _usual) / 8;

  const std::int64_t period = now / period_ns;
  const std::int64_t begun = period - _period;
  _period = period;
  if (begun == 0) return now;
  const auto pause = static_cast<std::int64_t>(_pause);
  // More than one of them if a step, or a pause, is longer than a period.
  if (!held_up) return now + begun * pause;
  return std::max(now, period * period_ns + pause);
}

std::unique_ptr<load> planted(std::unique_ptr<load> what, double factor) {
  return std::make_unique<slowed_load>(std::move(what), factor);
}

}  // namespace contend::harness
