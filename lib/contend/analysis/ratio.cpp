#include <contend/analysis/ratio.hpp>

#include <algorithm>
#include <map>

namespace contend {
namespace {

std::string case_of(const ratio_question::row& row, const std::string& subject) {
  return row.workload + "/" + subject + row.tail;
}

bool asks_for(const ratio_question::row& row, const curve_summary& c) {
  return c.name == case_of(row, c.subject);
}

ratio_cell cell(const ratio_question& q, const ratio_question::row& row, const std::string& subject,
                unsigned threads, const block_rates& rates) {
  const std::string name = case_of(row, subject);
  const std::string reference = case_of(row, q.reference);
  ratio_cell result;
  result.absent = rates.missing(name, threads);
  if (!result.absent.empty()) return result;
  if (const std::string why = rates.missing(reference, threads); !why.empty()) {
    result.absent = "no " + q.reference + " to compare with: " + why;
    return result;
  }
  result.value = rates.compare(name, threads, reference, threads);
  if (result.value.blocks == 0) result.absent = "no block has both";
  return result;
}

}  // namespace

ratio_answer answer(const ratio_question& q, std::span<const curve_summary> curves,
                    const block_rates& rates) {
  ratio_answer result{q, {q.reference}, {}};
  std::map<unsigned, bool> threads;  // -> oversubscribed
  for (const curve_summary& c : curves) {
    const bool asked = std::any_of(q.rows.begin(), q.rows.end(),
                                   [&](const auto& row) { return asks_for(row, c); });
    if (!asked || c.ceiling) continue;
    auto& known = result.subjects;
    if (std::find(known.begin(), known.end(), c.subject) == known.end()) known.push_back(c.subject);
    for (const point_summary& p : c.points) threads[p.threads] = p.oversubscribed;
  }
  for (const auto& [n, over] : threads) {
    ratio_table table{n, over, {}};
    bool any = false;
    for (const auto& row : q.rows) {
      auto& cells = table.cells.emplace_back();
      for (const std::string& subject : result.subjects) {
        cells.push_back(cell(q, row, subject, n, rates));
        any = any || (subject != q.reference && cells.back().absent.empty());
      }
    }
    if (any) result.tables.push_back(std::move(table));
  }
  return result;
}

}  // namespace contend
