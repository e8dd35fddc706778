#include <contend/analysis/fairness.hpp>
#include <contend/harness/snapshot.hpp>

#include <algorithm>
#include <stdexcept>

namespace contend::harness {
namespace {

double overlap_of(std::int64_t begin, std::int64_t end, const activity& when) {
  std::int64_t from = begin, to = end;
  for (const std::int64_t first : when.first_step_ns) {
    if (first == 0) return 0;
    from = std::max(from, first);
  }
  for (const std::int64_t last : when.last_step_ns) {
    if (last != 0) to = std::min(to, last);
  }
  return to > from ? static_cast<double>(to - from) / static_cast<double>(end - begin) : 0;
}

}  // namespace

window_record window_between(const snapshot& begin, const snapshot& end, const activity& when,
                             const validity_rule& rule, bool oversubscribed) {
  const std::size_t threads = begin.done.size();
  if (threads == 0 || end.done.size() != threads || end.sched.size() != begin.sched.size()) {
    throw std::invalid_argument("two snapshots of different teams");
  }
  const std::int64_t span = end.instant_ns() - begin.instant_ns();
  if (span <= 0) throw std::invalid_argument("two snapshots out of order");

  window_record w;
  w.seconds = static_cast<double>(span) * 1e-9;
  std::vector<double> succeeded;
  for (std::size_t i = 0; i < threads; ++i) {
    w.attempted += static_cast<double>(end.done[i].attempted - begin.done[i].attempted);
    succeeded.push_back(static_cast<double>(end.done[i].succeeded - begin.done[i].succeeded));
    w.succeeded += succeeded.back();
  }
  w.fairness_min_max = min_over_max(succeeded);
  w.fairness_jain = jain(succeeded);
  w.overlap = overlap_of(begin.instant_ns(), end.instant_ns(), when);

  double excess_delay = 0;
  for (std::size_t i = 0; i < begin.sched.size(); ++i) {
    const auto& b = begin.sched[i];
    const auto& e = end.sched[i];
    const double delay = static_cast<double>(e.run_delay_ns - b.run_delay_ns) * 1e-9;
    const double own = static_cast<double>(e.timeslices - b.timeslices) * rule.wake_up_seconds;
    w.run_delay += delay;
    w.cpu += static_cast<double>(e.cpu_ns - b.cpu_ns) * 1e-9;
    excess_delay += std::max(0.0, delay - own);
  }
  // A difference of clocks that are read one after the other: it may come out below zero.
  const auto helpers =
      static_cast<double>(static_cast<std::int64_t>(end.helpers_cpu_ns - begin.helpers_cpu_ns)) *
      1e-9;
  excess_delay = std::max(0.0, excess_delay - std::max(0.0, helpers));
  if (!begin.sched.empty()) {
    const double team_seconds = w.seconds * static_cast<double>(begin.sched.size());
    w.run_delay /= team_seconds;
    w.cpu /= team_seconds;
    excess_delay /= team_seconds;
  }

  const auto smear =
      static_cast<double>(std::max(begin.after_ns - begin.before_ns, end.after_ns - end.before_ns));
  if (w.overlap < 1) {
    w.discarded = "not all threads were stepping";
  } else if (smear > rule.most_smear * static_cast<double>(span)) {
    w.discarded = "counters were not read at one instant";
  } else if (!oversubscribed && excess_delay > rule.most_run_delay) {
    w.discarded = "run delay";
  }
  return w;
}

double start_skew(const activity& when) {
  if (when.first_step_ns.empty()) return 0;
  const auto [first, last] =
      std::minmax_element(when.first_step_ns.begin(), when.first_step_ns.end());
  return static_cast<double>(*last - *first) * 1e-9;
}

void share_meter::add(const snapshot& begin, const snapshot& end) {
  _succeeded.resize(begin.done.size());
  for (std::size_t i = 0; i < begin.done.size(); ++i) {
    _succeeded[i] += static_cast<double>(end.done[i].succeeded - begin.done[i].succeeded);
  }
}

std::vector<double> share_meter::shares() const {
  double total = 0;
  for (const double s : _succeeded) total += s;
  std::vector<double> shares = _succeeded;
  for (double& s : shares) s = total > 0 ? s / total : 0;
  return shares;
}

}  // namespace contend::harness
