#include <contend/analysis/trend.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace contend {
namespace {

/// The value of a parameter in "a:1/b:2", and what is left without it.
std::optional<std::pair<std::string, std::string>> taken_out(const std::string& parameters,
                                                             const std::string& name) {
  std::optional<std::string> value;
  std::string others;
  for (std::size_t from = 0; from < parameters.size();) {
    const std::size_t end = std::min(parameters.find('/', from), parameters.size());
    const std::string part = parameters.substr(from, end - from);
    from = end + 1;
    if (part.starts_with(name + ":")) {
      value = part.substr(name.size() + 1);
    } else {
      others += (others.empty() ? "" : "/") + part;
    }
  }
  if (!value) return std::nullopt;
  return std::pair{*value, others};
}

std::optional<double> number(const std::string& text) {
  char* rest = nullptr;
  const double x = std::strtod(text.c_str(), &rest);
  if (text.empty() || *rest != '\0' || !std::isfinite(x)) return std::nullopt;
  return x;
}

trend_row row_of(const point_summary& p, const std::string& value, const trend_question& q) {
  trend_row row{.value = value,
                .at = number(value),
                .status = p.status,
                .throughput = p.throughput,
                .ci = p.ci,
                .metrics = {}};
  for (const std::string& name : q.metrics) {
    const auto m = p.metrics.find(name);
    const bool there = p.ok() && m != p.metrics.end();
    row.metrics.push_back(there ? std::optional(m->second) : std::nullopt);
  }
  return row;
}

bool says_something(const trend_table& t) {
  return 2 <= std::count_if(t.rows.begin(), t.rows.end(), [](const trend_row& r) {
           return std::any_of(r.metrics.begin(), r.metrics.end(),
                              [](const auto& m) { return m.has_value(); });
         });
}

}  // namespace

trend_answer answer(const trend_question& q, std::span<const curve_summary> curves) {
  trend_answer a{q, {}};
  for (const curve_summary& c : curves) {
    if (c.skipped || c.suite + "/" + c.workload != q.workload) continue;
    const auto place = taken_out(c.parameters, q.parameter);
    if (!place) continue;
    for (const point_summary& p : c.points) {
      auto at = std::find_if(a.tables.begin(), a.tables.end(), [&](const trend_table& t) {
        return t.subject == c.subject && t.others == place->second && t.threads == p.threads;
      });
      if (at == a.tables.end()) {
        at = a.tables.insert(a.tables.end(),
                             {c.subject, place->second, p.threads, p.oversubscribed, {}});
      }
      at->rows.push_back(row_of(p, place->first, q));
    }
  }
  std::erase_if(a.tables, [](const trend_table& t) { return !says_something(t); });
  for (trend_table& t : a.tables) {
    // No number is less than any.
    std::stable_sort(t.rows.begin(), t.rows.end(),
                     [](const trend_row& x, const trend_row& y) { return x.at < y.at; });
  }
  std::stable_sort(a.tables.begin(), a.tables.end(),
                   [](const trend_table& x, const trend_table& y) {
                     return std::pair(x.others, x.threads) < std::pair(y.others, y.threads);
                   });
  return a;
}

}  // namespace contend
