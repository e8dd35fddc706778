#include <contend/analysis/plants.hpp>
#include <contend/report/junit_run.hpp>
#include <contend/report/junit_xml.hpp>
#include <contend/report/left_out.hpp>
#include <contend/report/tip.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace contend {
namespace {

using outcome = junit_case::outcome;
using visits = std::vector<const point_record*>;

struct visits_of_point {
  visits timed, memory;
};

outcome outcome_of(const std::string& status) {
  if (status == "ok") return outcome::passed;
  const bool no_fault =
      status == "not run" || status.starts_with("invalid") || status.starts_with("refused");
  return no_fault ? outcome::skipped : outcome::failed;
}

/// The blocks that are not ok, with what it takes to see that again.
std::string failures_of(const visits& blocks) {
  std::string text;
  for (const point_record* p : blocks) {
    if (!p->ok()) text += fmt::format("block {}, seed {}: {}\n", p->block, p->seed, p->status);
  }
  return text;
}

double seconds_of(const visits& blocks) {
  double sum = 0;
  for (const point_record* p : blocks) sum += p->process_seconds;
  return sum;
}

junit_case case_of(const std::string& name, const std::string& status, const visits& blocks,
                   const std::string& number) {
  junit_case to{.name = name, .is = outcome_of(status), .seconds = seconds_of(blocks)};
  if (to.is == outcome::passed) {
    to.text = number;
  } else {
    to.message = status;
    to.text = failures_of(blocks);
  }
  return to;
}

std::vector<std::pair<std::string, std::string>> properties_of(const run_record& run) {
  std::vector<std::pair<std::string, std::string>> to{
      {"contend", run.version}, {"command", run.command}, {"seed", std::to_string(run.seed)}};
  for (const auto& [key, value] : run.machine) to.emplace_back("machine." + key, value);
  for (const auto& [key, value] : run.build) to.emplace_back("build." + key, value);
  if (const std::string planted = to_text(plants_of(run)); !planted.empty()) {
    to.emplace_back("planted", planted);
  }
  return to;
}

void add_curve(const curve_summary& c, std::map<unsigned, visits_of_point>& by_threads,
               junit_suite& to) {
  const std::string name = c.parameters.empty() ? c.subject : c.subject + "/" + c.parameters;
  if (c.skipped) {
    to.cases.push_back({.name = name, .is = outcome::skipped, .message = *c.skipped});
    return;
  }
  for (const point_summary& p : c.points) {
    const visits_of_point& here = by_threads[p.threads];
    const std::string point = fmt::format("{}/threads:{}", name, p.threads);
    to.cases.push_back(case_of(point, p.status, here.timed, p.ok() ? tip_of(c, p) : std::string()));
    if (p.footprint) {
      to.cases.push_back(
          case_of(point + " (memory)", p.footprint->status, here.memory, p.footprint->note));
    }
  }
}

}  // namespace

std::string junit_run(const run_record& run, const findings& found) {
  std::map<std::string, std::map<unsigned, visits_of_point>> all;
  for (const point_record& p : run.points) {
    visits_of_point& here = all[p.name][p.threads];
    (p.measures_memory() ? here.memory : here.timed).push_back(&p);
  }
  // Of a time zone some schemas know nothing.
  const std::string started = run.started.substr(0, run.started.find('Z'));
  std::vector<junit_suite> suites;
  for (const curve_summary& c : found.curves) {
    const std::string name = c.suite + "/" + c.workload;
    auto at = std::find_if(suites.begin(), suites.end(),
                           [&](const junit_suite& s) { return s.name == name; });
    if (at == suites.end()) {
      at = suites.insert(at, {.name = name, .started = started, .properties = properties_of(run)});
    }
    add_curve(c, all[c.name], *at);
  }
  if (!suites.empty()) suites[0].output = caveats(run, found.curves);
  return junit_xml("contend", suites);
}

}  // namespace contend
