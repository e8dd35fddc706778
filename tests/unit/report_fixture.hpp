// Made-up runs for the tests of analysis and report.
#pragma once

#include <contend/analysis/record.hpp>

#include <initializer_list>
#include <string>

namespace contend::testing {

/// A visit whose kept windows had these throughputs, one second each.
point_record visit(const std::string& name, unsigned threads, unsigned block,
                   std::initializer_list<double> throughputs);

/// A run as a whole sweep leaves it: its loads, up to five designs each, with every oddity a report
/// has to show (two speeds, a crash, a failed oracle, an invalid point, skipped cases, a point not
/// run, a design without a single-thread point). The same every time.
run_record sample_run();

/// A run in which each point has no number for another reason, and its blocks are 12345 ops/s; but
/// for the ceiling "s/l/ceiling", which was measured.
run_record without_numbers();

}  // namespace contend::testing
