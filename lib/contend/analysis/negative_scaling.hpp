// Which curves fall: more threads get less done than fewer of them did.
#pragma once

#include <contend/analysis/block_rates.hpp>

#include <span>

namespace contend {

/// Sets curve_summary::falls of each curve in which a point has, beyond doubt, a lower rate than
/// the best one with fewer threads: the interval of their ratio, paired by block, lies below 1.
/// Points with more threads than CPUs, points of two speeds and refused ones are not compared, nor
/// are ceilings. Of many flat curves, each compared at many thread counts, a few in a hundred fall
/// by chance: by a share near 1, which the ratio shows.
void flag_negative_scaling(std::span<curve_summary> curves, const block_rates& rates);

}  // namespace contend
