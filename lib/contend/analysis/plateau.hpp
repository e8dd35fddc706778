// The answer to a plateau question: from where on more of a parameter makes no difference.
#pragma once

#include <contend/analysis/block_rates.hpp>
#include <contend/analysis/crossing.hpp>
#include <contend/analysis/question.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace contend {

/// The comparison at one value of the parameter.
struct plateau_point {
  double at = 0;
  paired_ratio ratio;  ///< the rate over that at the largest value; at that itself 1
};

enum class plateau_kind {
  begins,      ///< somewhere from `low` to `high`; at `low` if they are the same
  everywhere,  ///< level at every value, beyond doubt
  beyond,      ///< below the largest value nothing is level, beyond doubt
  undecided,   ///< see why
};

[[nodiscard]] const char* to_string(plateau_kind kind) noexcept;

struct plateau_answer {
  plateau_question question;
  std::string subject;
  std::string others;  ///< the other parameters, "a:1/b:2"; empty if there are none
  bool oversubscribed = false;
  std::vector<plateau_point> points;  ///< by rising value
  plateau_kind kind = plateau_kind::undecided;
  std::optional<double> low, high;  ///< values measured: the first level one is among these
  std::string why;                  ///< of undecided
};

/// The plateau on paper: `data` are the logarithms of the rates over that at the largest value, in
/// the same block. A value is level if it lacks less than the share `within`. Two chains of tests,
/// each of which stops at the first that says nothing: from the smallest value up, as long as one
/// is not level beyond doubt, which gives `low`; from the largest down, as long as one is level
/// beyond doubt, which gives `high`. A chain of tests in an order that is fixed beforehand errs no
/// more often than one of them (Maurer, Hothorn, Lehmacher 1995), so the plateau begins from low to
/// high with a confidence of 95 %, of however many values; provided that the rate does not fall
/// again. Fills kind, low, high and why.
[[nodiscard]] plateau_answer find_plateau(const log_ratios& data, double within);

/// What the run says to the question: an answer for each subject and each setting of the other
/// parameters that was measured at two values or more. Blocks count that have all values.
[[nodiscard]] std::vector<plateau_answer> answer(const plateau_question& question,
                                                 std::span<const curve_summary> curves,
                                                 const block_rates& rates);

}  // namespace contend
