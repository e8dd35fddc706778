// A made-up run of a machine with 16 cores, for the tests of laws.
#pragma once

#include <contend/analysis/record.hpp>

namespace contend::testing {

/// Curves that follow each law and some that follow none, in one load each; 1 to 16 threads, each
/// with a core of its own, and 32, in 8 blocks. The same every time.
run_record law_run();

}  // namespace contend::testing
