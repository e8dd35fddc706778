#include <contend/driver/case_list.hpp>

#include <contend/core/bad_input.hpp>
#include <contend/driver/plan.hpp>
#include <contend/report/json_reader.hpp>

#include <nlohmann/json.hpp>
#include <utility>

namespace contend::driver {

void read_cases(const std::string& listed, const std::vector<unsigned>& threads, program& into) {
  const auto all = nlohmann::json::parse(listed, nullptr, false);
  if (!all.is_array()) throw bad_input("list --json gives no list of cases");
  for (const auto& one : all) {
    const json_reader r(one, "a case");
    curve_plan curve;
    r.need("name", curve.name);
    curve.case_name = curve.name;
    unsigned least = 1, most = most_threads;
    r.read("min_threads", least);
    if (const auto at = one.find("max_threads"); at != one.end() && !at->is_null()) {
      r.read("max_threads", most);
    }
    if (const auto at = one.find("skipped"); at != one.end() && !at->is_null()) {
      r.read("skipped", curve.skipped.emplace());
    } else {
      for (const unsigned n : threads) {
        if (n >= least && n <= most) curve.threads.push_back(n);
      }
      if (curve.threads.empty()) curve.skipped = "not defined for the threads asked for";
    }
    into.curves.push_back(std::move(curve));
    std::string suite, subject;
    r.read("suite", suite);
    r.read("subject", subject);
    design_record& design = into.designs[suite + "/" + subject];
    r.read("title", design.title);
    r.read("progress", design.progress);
    r.read("source", design.source);
    r.read("notes", design.notes);
    r.read("ceiling", design.ceiling);
  }
}

}  // namespace contend::driver
