// A load's own number as text: the same in the table and on the page.
#pragma once

#include <contend/analysis/trend.hpp>
#include <contend/report/quantity.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace contend {

/// How a metric of that unit is written: nanoseconds as seconds.
struct metric_scale {
  quantity as = quantity::number;
  double factor = 1;
};
[[nodiscard]] metric_scale scale_of(const std::string& unit);

/// "1.31 ms"; of a unit that is no quantity of ours the number alone.
[[nodiscard]] std::string value_text(const metric_summary& m);
/// "±4.0%": half of the interval as a share of the value; "±?" without one, empty of zero.
[[nodiscard]] std::string half_text(double value, const std::optional<interval>& ci);

/// "latency p999", with the unit behind where value_text() leaves it out.
[[nodiscard]] std::string metric_heading(const std::string& name, const trend_table& of,
                                         std::size_t column);

/// Which of the question's metrics the table has at all.
[[nodiscard]] std::vector<std::size_t> columns_of(const trend_table& t);

/// "web_server, 2 threads, stages:4".
[[nodiscard]] std::string table_heading(const trend_table& t);

}  // namespace contend
