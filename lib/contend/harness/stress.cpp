#include <contend/core/atomic.hpp>
#include <contend/core/clock.hpp>
#include <contend/harness/session.hpp>
#include <contend/harness/stress.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace contend::harness {
namespace {

/// What a round of many operations may cost as much as: a round of a batch, say.
constexpr std::uint64_t operations_a_round = 128;

std::uint64_t rounds_of(const load& what, std::uint64_t asked) {
  if (asked == 0) return 0;
  const std::uint64_t heavier =
      std::max<std::uint64_t>(1, what.round_operations() / operations_a_round);
  return std::max<std::uint64_t>(std::min<std::uint64_t>(asked, 8), asked / heavier);
}

/// Whether the rounds were done before the time was up.
bool finish(session& s, double seconds) {
  const std::int64_t until = now_ns() + static_cast<std::int64_t>(seconds * 1e9);
  while (!s.finished()) {
    if (now_ns() > until) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  return true;
}

}  // namespace

stress_result stress(const std::function<std::unique_ptr<load>(const setting&)>& build,
                     const stress_plan& plan) {
#if defined(CONTEND_PERTURB)
  perturbation::seed(plan.perturb ? mix(plan.seed) | 1 : 0);
#endif
  team crew(std::vector<int>(plan.threads, -1));
  const std::unique_ptr<load> what = build({plan.threads, plan.params, plan.seed});
  stress_result r;
  {
    session s(crew, *what,
              {.threads = plan.threads,
               .seed = plan.seed,
               .rounds = rounds_of(*what, plan.rounds),
               .longest_step = plan.longest_step,
               .perturb = plan.perturb});
    s.open();
    if (plan.rounds != 0 && plan.seconds != 0) {
      r.cut_short = !finish(s, plan.seconds);
    } else if (plan.rounds != 0) {
      s.wait();
    } else {
      std::this_thread::sleep_for(std::chrono::duration<double>(plan.seconds));
    }
    s.stop();
    r.each = s.done();
  }
  for (const tally& t : r.each) r.total += t;
  r.wrong = what->verify();
  r.metrics = what->metrics();
  r.histories = what->histories();
  return r;
}

}  // namespace contend::harness
