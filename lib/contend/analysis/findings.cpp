#include <contend/analysis/findings.hpp>
#include <contend/analysis/negative_scaling.hpp>

namespace contend {

findings analyse(const run_record& run, std::optional<unsigned> extrapolate_to) {
  findings found;
  found.curves = summarize(run);
  found.headrooms = headrooms_of(found.curves, block_rates(run, found.curves));
  refuse(found.headrooms, found.curves);
  const block_rates rates(run, found.curves);
  flag_negative_scaling(found.curves, rates);
  found.scatter = variance_levels_of(run, found.curves);
  found.rankings = rank(found.curves, rates);
  found.laws = laws_of(run, found.curves, rates, extrapolate_to);
  for (const ratio_question& q : run.questions.ratios) {
    ratio_answer a = answer(q, found.curves, rates);
    if (!a.tables.empty()) found.ratios.push_back(std::move(a));
  }
  for (const crossing_question& q : run.questions.crossings) {
    for (crossing_answer& a : answer(q, found.curves, rates)) {
      found.crossings.push_back(std::move(a));
    }
  }
  for (const plateau_question& q : run.questions.plateaus) {
    for (plateau_answer& a : answer(q, found.curves, rates)) found.plateaus.push_back(std::move(a));
  }
  for (const trend_question& q : run.questions.trends) {
    trend_answer a = answer(q, found.curves);
    if (!a.tables.empty()) found.trends.push_back(std::move(a));
  }
  return found;
}

}  // namespace contend
