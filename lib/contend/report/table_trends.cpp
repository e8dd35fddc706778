#include <contend/report/format.hpp>
#include <contend/report/table_trends.hpp>
#include <contend/report/trend_text.hpp>

#include <algorithm>
#include <vector>

namespace contend {
namespace {

constexpr std::size_t cell_width = 18;
constexpr std::size_t name_width = 14;

std::string cell(const std::optional<metric_summary>& m) {
  return m ? value_text(*m) + " " + half_text(m->value, m->ci) : "";
}

std::string table(const trend_answer& a, const trend_table& t, const palette& paint,
                  std::size_t width) {
  const std::size_t room = width > name_width ? (width - name_width) / cell_width : 1;
  // The throughput is one of them.
  std::vector<std::size_t> shown = columns_of(t);
  shown.resize(std::min(shown.size(), std::max<std::size_t>(room, 2) - 1));
  std::string out = "  " + printable(table_heading(t)) + "\n";
  std::string head =
      left("    " + printable(a.question.parameter), name_width) + right("ops/s", cell_width);
  for (const std::size_t k : shown) {
    // The unit is in the report.
    std::string name = a.question.metrics[k];
    std::replace(name.begin(), name.end(), '_', ' ');
    head += right(left(printable(name), std::min(columns(name), cell_width - 2)), cell_width);
  }
  out += paint.dim(head) + "\n";
  for (const trend_row& r : t.rows) {
    out += left("    " + printable(r.value), name_width);
    if (!r.throughput) {
      out += "  " + paint.bad(printable(r.status)) + "\n";
      continue;
    }
    out += right(si(*r.throughput) + " " + half_text(*r.throughput, r.ci), cell_width);
    for (const std::size_t k : shown) out += right(cell(r.metrics[k]), cell_width);
    out.erase(out.find_last_not_of(' ') + 1);
    out += "\n";
  }
  return out;
}

}  // namespace

std::string table_of_trends(const findings& found, const palette& paint, std::size_t width) {
  std::string out;
  for (const trend_answer& a : found.trends) {
    out += paint.bold(printable(a.question.title + " (" + a.question.workload + ")")) + "\n";
    for (const trend_table& t : a.tables) out += table(a, t, paint, width);
    out += "\n";
  }
  return out;
}

}  // namespace contend
