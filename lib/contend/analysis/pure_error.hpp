// How far the rates of one curve scatter between blocks: what a law's misfit is held against.
#pragma once

#include <span>
#include <vector>

namespace contend {

/// A curve block by block. Two threads, two blocks at least.
struct log_rates {
  std::vector<double> threads;              ///< rising, distinct
  std::vector<std::vector<double>> blocks;  ///< [block][place]: the logarithm of the rate
};

/// No mean over blocks is taken to be known better than this, as a share: window edges, clock and
/// placement leave that much in common to all blocks.
inline constexpr double least_error = 1e-3;

struct pure_error {
  std::vector<double> means;     ///< of the logarithms, one a place
  std::vector<double> variance;  ///< of one block's logarithm about them, one a place
  std::vector<double> weights;   ///< 1 over the variance of the mean
  double freedom = 0;            ///< (places - 1) (blocks - 1)
  double between_blocks = 0;     ///< variance of what moves all places of a block together
};

/// What is left of the logarithms when each block's and each place's mean is taken off: a block
/// that is slower at all thread counts says nothing about the curve's shape, and does not count. A
/// place's own variance is known from few blocks; it is drawn towards that of all places as if
/// those weighed as much as thirty more blocks, so that no place counts for much because it
/// happened to scatter little: with a weight of eight, simulated intervals of 95 % held 92 % to 94
/// %, with thirty 93 % to 95 %, also where places differ in scatter by five.
[[nodiscard]] pure_error pure_error_of(const log_rates& data);

/// Lack of fit: the probability that a law's misfit (weighted squares of the means) is at least
/// this large if the law is true; an F test with places - parameters and the error's degrees of
/// freedom. 1 if the law has as many parameters as there are places.
[[nodiscard]] double chance_of_misfit(double squares, unsigned parameters, const pure_error& error);

}  // namespace contend
