// The answers to a run's questions: tables of ratios, where one design passes another, and from
// where on a parameter makes no difference.
#pragma once

#include <contend/analysis/findings.hpp>

#include <string>

namespace contend {

/// A section for each ratio question that has data: a table a thread count.
[[nodiscard]] std::string html_ratios(const findings& found);

/// A section of crossings, with a chart each; empty if there are none.
[[nodiscard]] std::string html_crossings(const findings& found);

/// A section of plateaus, with a chart for each load; empty if there are none.
[[nodiscard]] std::string html_plateaus(const findings& found);

/// Links to all, as items of the table of contents.
[[nodiscard]] std::string html_answer_links(const findings& found);

}  // namespace contend
