// What the designs of a run are.
#pragma once

#include <contend/analysis/record.hpp>

#include <string>

namespace contend {

/// A table a suite; empty if the run says nothing about its designs.
[[nodiscard]] std::string html_designs(const run_record& run);

}  // namespace contend
