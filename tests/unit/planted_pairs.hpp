// Made-up pairs of runs with a known truth, for the tests of the comparison.
#pragma once

#include <contend/analysis/comparison.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace contend::testing {

/// How a host scatters the rates of one program.
struct noise_model {
  double visit = 0.03;    ///< CoV between visits of one program
  double drift = 0.02;    ///< the host's own walk from block to block, both programs alike
  double second = 0;      ///< how much slower the visit is that comes second
  double spike = 0;       ///< share of visits that lose a fifth
  double slow_share = 0;  ///< share of visits in a mode of 0.6 times the speed
};

/// What the candidate does at the point `threads` of curve `index`: its speed as a factor.
using truth = std::function<double(unsigned index, unsigned threads)>;

inline double unchanged(unsigned, unsigned) { return 1; }

/// Six curves over 1, 2, 4 threads unless it says otherwise, measured in turns as a duet does:
/// who is first in a block follows from a coin for each curve, and alternates along its points.
run_pair planted_pair(std::uint64_t seed, unsigned blocks, const noise_model& noise,
                      const truth& candidate = unchanged, unsigned curves = 6,
                      const std::vector<unsigned>& threads = {1, 2, 4});

/// The same, but all blocks of the base before all of the candidate.
run_pair planted_one_after_the_other(std::uint64_t seed, unsigned blocks, const noise_model& noise,
                                     const truth& candidate = unchanged);

}  // namespace contend::testing
