#include <contend/harness/plant.hpp>

#include <contend/core/clock.hpp>
#include <contend/core/spin_wait.hpp>

#include <cmath>
#include <stdexcept>
#include <utility>

namespace contend::harness {
namespace {

class alignas(no_share) slowed_member final : public member {
 public:
  slowed_member(std::unique_ptr<member> inner, double factor)
      : _inner(std::move(inner)), _slow(factor) {}

  tally step(std::uint32_t rounds) override {
    const std::int64_t begin = now_ns();
    const tally done = _inner->step(rounds);
    const std::int64_t end = now_ns();
    const std::int64_t wait = _slow.after_step(end - begin);
    if (wait == 0) return done;
    std::int64_t now = end;
    while (now - end < wait) {
      cpu_pause();
      now = now_ns();
    }
    _slow.waited(now - end);
    return done;
  }
  void settle() override { _inner->settle(); }
  bool nudge() override { return _inner->nudge(); }

 private:
  std::unique_ptr<member> _inner;
  slow_down _slow;
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

slow_down::slow_down(double factor) : _more(factor - 1) {
  if (!(factor >= 1) || !std::isfinite(factor)) {
    throw std::invalid_argument("a planted slow-down is a factor of 1 or more");
  }
}

std::int64_t slow_down::after_step(std::int64_t took_ns) noexcept {
  _owed += _more * static_cast<double>(took_ns);
  return _owed < 1 ? 0 : static_cast<std::int64_t>(_owed);
}

std::unique_ptr<load> planted(std::unique_ptr<load> what, double factor) {
  return std::make_unique<slowed_load>(std::move(what), factor);
}

}  // namespace contend::harness
