#include <contend/driver/cost.hpp>

#include <contend/core/clock.hpp>
#include <contend/core/escape.hpp>
#include <contend/harness/counter.hpp>
#include <contend/load/histogram.hpp>
#include <contend/load/load.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <limits>

namespace contend::driver {
namespace {

/// A member whose step does nothing at all: what is left is the step itself.
class idle_member final : public member {
 public:
  tally step(std::uint32_t rounds) override { return tally::all(rounds); }
  void settle() override {}
  bool nudge() override { return false; }
};

/// The least of several tries: what interference adds is never negative.
template <class Action>
double least_ns(int repeat, Action action) {
  double least = std::numeric_limits<double>::infinity();
  for (int attempt = 0; attempt < 20; ++attempt) {
    const std::int64_t start = now_ns();
    for (int i = 0; i < repeat; ++i) action();
    least = std::min(least, static_cast<double>(now_ns() - start) / repeat);
  }
  return least;
}

}  // namespace

harness_cost measure_cost() {
  harness_cost cost;
  // The same statements as the harness' loop, over an empty step.
  idle_member idle;
  member* self = &idle;
  escape(&self);
  harness::counter progress;
  std::atomic<int> stage{0};
  tally done;
  std::uint64_t left = ~std::uint64_t{0};
  cost.step_ns = least_ns(20'000, [&] {
    keep(self);
    // Relaxed: measured for its price alone.
    if (stage.load(std::memory_order_relaxed) != 0) return;
    const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>(1024, left));
    done += self->step(n);
    left -= n;
    progress.publish(done);
  });
  cost.clock_ns = least_ns(5'000, [] {
    const std::int64_t t = now_ns();
    keep(t);
  });
  histogram samples;
  cost.sample_ns = least_ns(5'000, [&] {
    const std::int64_t before = now_ns();
    keep(before);
    samples.record(now_ns() - before);
  });
  cost.rounds = 2048;  // the first power of two with which 5 ns operations fill half a step
  return cost;
}

std::map<std::string, std::string> describe_cost(const harness_cost& cost) {
  return {{"step bookkeeping", fmt::format("{:.1f} ns a step", cost.step_ns)},
          {"share of a 5 ns operation", fmt::format("{:.3f} %", 100 * cost.share())},
          {"latency sample", fmt::format("{:.0f} ns, 1 round in 64", cost.sample_ns)},
          {"clock reading", fmt::format("{:.0f} ns", cost.clock_ns)}};
}

}  // namespace contend::driver
