// The answer to a ratio question: every design against one, row by row.
#pragma once

#include <contend/analysis/block_rates.hpp>
#include <contend/analysis/question.hpp>

#include <span>
#include <string>
#include <vector>

namespace contend {

struct ratio_cell {
  paired_ratio value;
  std::string absent;  ///< why there is none; empty if there is one
};

/// The question's rows with one number of threads.
struct ratio_table {
  unsigned threads = 1;
  bool oversubscribed = false;
  /// [row of the question][subject of the answer]
  std::vector<std::vector<ratio_cell>> cells;
};

struct ratio_answer {
  ratio_question question;
  std::vector<std::string> subjects;  ///< the reference first, then in the order of the curves
  std::vector<ratio_table> tables;    ///< by rising thread count; each has at least one ratio
};

/// What the run says to the question; no tables if it measured none of it. A ratio is the geometric
/// centre over blocks of the subject's rate divided by the reference's in the same block.
[[nodiscard]] ratio_answer answer(const ratio_question& question,
                                  std::span<const curve_summary> curves, const block_rates& rates);

}  // namespace contend
