// How many blocks make up so many bytes, where a load's memory is measured.
#pragma once

#include "size_mix.hpp"

#include <contend/load/workload.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace contend::suites {

/// What a block of the mix has on average, nearly.
inline double mean_size(const size_mix& sizes) {
  rng random(1);
  double sum = 0;
  constexpr unsigned draws = 4096;
  for (unsigned i = 0; i < draws; ++i) sum += sizes(random);
  return sum / draws;
}

/// `said`, or where the setting asks for a number of live bytes, as many pieces of `bytes_each` as
/// are one worker's share of them: at least one.
inline std::size_t pieces(const setting& s, std::uint64_t said, double bytes_each) {
  if (s.live_bytes == 0) return said;
  const double share = static_cast<double>(s.live_bytes) / s.threads;
  return static_cast<std::size_t>(std::max(1.0, share / bytes_each));
}

/// The work of a memory run: pieces enough for the whole team's live bytes, five times over.
inline std::uint64_t turnover(const setting& s, double bytes_each) {
  return static_cast<std::uint64_t>(5 * static_cast<double>(s.live_bytes) / bytes_each) + 1;
}

}  // namespace contend::suites
