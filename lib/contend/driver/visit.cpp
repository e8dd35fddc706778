#include <contend/driver/visit.hpp>

#include <contend/core/bad_input.hpp>
#include <contend/report/record_json.hpp>

#include <nlohmann/json.hpp>

namespace contend::driver {
namespace {

point_record heard(const child_result& result) {
  point_record r;
  r.status = result.status();
  if (r.status != "ok") return r;
  try {
    return point_from_json(nlohmann::json::parse(result.output));
  } catch (const std::exception&) {
    r.status = "failed: the child ended without a result";
    return r;
  }
}

}  // namespace

point_record visit_point(const std::string& name, unsigned threads, const child_plan& plan,
                         const std::function<bool()>& cancelled) {
  const child_result result = run_child(plan, cancelled);
  point_record r = heard(result);
  r.name = name;
  r.threads = threads;
  r.process_seconds = result.seconds;
  return r;
}

}  // namespace contend::driver
