// report.html: a run for people, in one file.
#pragma once

#include <contend/analysis/findings.hpp>

#include <string>

namespace contend {

/// One self-contained page: opens offline, asks for nothing from anywhere (its content security
/// policy forbids it), reads without JavaScript. Every text of the run is escaped. The same bytes
/// for the same input.
[[nodiscard]] std::string html_report(const run_record& run, const findings& found);

}  // namespace contend
