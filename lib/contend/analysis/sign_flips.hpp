// The test that a comparison rests on: flip whole blocks, and see how rare what was seen is.
#pragma once

#include <cstdint>
#include <vector>

namespace contend {

/// Log ratios: a row a block, a column a statistic (a point of the curve). NaN: the block has none
/// there. All rows are as long as the first.
using block_table = std::vector<std::vector<double>>;

struct flip_plan {
  std::uint64_t seed = 1;
  unsigned draws = 9999;     ///< at random, where 2^blocks is more than that
  bool only_slower = false;  ///< one-sided: how often a column came out as low as it did
};

struct flip_result {
  /// One a column: the chance, if the two programs are one, that *any* column lies as far from 0 as
  /// this one does. 1 for a column without two values.
  std::vector<double> adjusted;
  double least = 1;    ///< of them: the p-value of the whole table
  bool exact = false;  ///< all sign patterns were enumerated
};

/// If both programs are the same, a block's log ratios would have come out with the other sign had
/// the coin that decided who goes first fallen the other way: so each of the 2^blocks patterns of
/// signs was as likely as the one seen. The statistic of a column is Yuen's t (trimmed mean over
/// its error); of all columns the largest counts (Westfall and Young's max-T), which keeps the
/// correlation between the points of a curve and pays for no more than there is. Up to 2^blocks of
/// draws + 1 all patterns are enumerated; else that many are drawn, or fewer once it is clear that
/// nothing rare was seen. The p-value of drawn ones counts the one seen as well (Phipson and Smyth,
/// 2010), so that it is never too small.
[[nodiscard]] flip_result flip_blocks(const block_table& table, const flip_plan& plan);

/// The same question for two groups of blocks that are no pairs: how rare is what was seen among
/// all ways to deal the blocks into groups of these sizes? Values are logarithms of rates; always
/// drawn at random. The answer assumes that the blocks of both would have been alike, which of two
/// runs at different times nobody can promise.
[[nodiscard]] flip_result deal_blocks(const block_table& base, const block_table& candidate,
                                      const flip_plan& plan);

}  // namespace contend
