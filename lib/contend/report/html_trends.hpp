// The answers to the trend questions on the page: a chart of the first metric, and every number.
#pragma once

#include <contend/analysis/findings.hpp>

#include <string>

namespace contend {

/// A section for each question; empty if there are none.
[[nodiscard]] std::string html_trends(const findings& found);

/// Links to them, as items of a list in the table of contents.
[[nodiscard]] std::string html_trend_links(const findings& found);

}  // namespace contend
