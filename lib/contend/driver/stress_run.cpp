#include <contend/driver/stress_run.hpp>

namespace contend::driver {

point_record stress_run(const case_entry& entry, harness::stress_plan plan) {
  plan.params = entry.params;
  const auto result = harness::stress(entry.build, plan);
  point_record r;
  r.name = entry.name;
  r.threads = plan.threads;
  r.seed = plan.seed;
  r.status = result.wrong ? "oracle: " + *result.wrong : "ok";
  r.metrics["attempted"] = {"operations", static_cast<double>(result.total.attempted)};
  r.metrics["succeeded"] = {"operations", static_cast<double>(result.total.succeeded)};
  if (result.cut_short) r.metrics["cut_short_after"] = {"s", plan.seconds};
  for (const metric& m : result.metrics) r.metrics[m.name] = {m.unit, m.value};
  return r;
}

}  // namespace contend::driver
