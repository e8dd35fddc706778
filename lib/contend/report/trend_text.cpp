#include <contend/report/answer_text.hpp>
#include <contend/report/trend_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace contend {

metric_scale scale_of(const std::string& unit) {
  if (unit == "ns") return {quantity::seconds, 1e-9};
  return {quantity_of(unit), 1};
}

std::string value_text(const metric_summary& m) {
  const metric_scale s = scale_of(m.unit);
  return text_of(s.as, s.factor * m.value);
}

std::string half_text(double value, const std::optional<interval>& ci) {
  if (!ci) return "±?";
  if (!(std::abs(value) > 0)) return {};
  const double half = (ci->high - ci->low) / 2 / std::abs(value);
  if (half >= 9.995) return "±>999%";
  return fmt::format("±{:.{}f}%", 100 * half, half < 0.0995 ? 1 : 0);
}

std::string metric_heading(const std::string& name, const trend_table& of, std::size_t column) {
  std::string text = name;
  std::replace(text.begin(), text.end(), '_', ' ');
  for (const trend_row& r : of.rows) {
    const auto& m = r.metrics[column];
    if (!m || m->unit.empty() || m->unit == "share") continue;
    return scale_of(m->unit).as == quantity::number ? text + ", " + m->unit : text;
  }
  return text;
}

std::vector<std::size_t> columns_of(const trend_table& t) {
  std::vector<std::size_t> all;
  const std::size_t asked = t.rows.empty() ? 0 : t.rows.front().metrics.size();
  for (std::size_t k = 0; k < asked; ++k) {
    if (std::any_of(t.rows.begin(), t.rows.end(),
                    [k](const trend_row& r) { return r.metrics[k].has_value(); })) {
      all.push_back(k);
    }
  }
  return all;
}

std::string table_heading(const trend_table& t) {
  return t.subject + ", " + threads_text(t.threads, t.oversubscribed) +
         (t.others.empty() ? "" : ", " + t.others);
}

}  // namespace contend
