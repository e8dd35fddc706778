// A run as a comment on a pull request.
#pragma once

#include <contend/analysis/findings.hpp>
#include <contend/analysis/record.hpp>

#include <string>

namespace contend {

/// GitHub's Markdown: the machine in a line, what was planted, a table with a row a curve and a
/// column a thread count, and below it what failed and what else has no number. A cell holds the
/// throughput and half of its 95 % interval, both speeds where there are two, or why there is no
/// number. Ends within most_markdown and a few lines, and says how many curves it did not show.
[[nodiscard]] std::string markdown_run(const run_record& run, const findings& found);

}  // namespace contend
