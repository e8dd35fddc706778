// The same three loads as the self-check's, through Google Benchmark's own threads, to show what
// its per-thread windows make of them.
#pragma once

#include <string>
#include <vector>

namespace contend::driver {

struct gbench_figure {
  std::string load;
  unsigned threads = 0;
  double min_time = 0;          ///< seconds, as given to MinTime
  double items_per_second = 0;  ///< as Google Benchmark reports it
};

/// Runs them: empty operation and hot atomic at 1 and 2 threads, private work at 1 and
/// `oversubscribed` threads; each with a minimum time of 1 ms and of 100 ms. About 2 s. Once a
/// process: Google Benchmark's registry is global.
[[nodiscard]] std::vector<gbench_figure> run_gbench_artefact(unsigned oversubscribed);

}  // namespace contend::driver
