// The answer to a crossing question: where along a parameter one design passes another.
#pragma once

#include <contend/analysis/block_rates.hpp>
#include <contend/analysis/question.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace contend {

/// The comparison at one value of the parameter.
struct crossing_point {
  double at = 0;
  paired_ratio ratio;  ///< subject / rival
};

enum class crossing_kind {
  crosses,    ///< the subject is ahead on one side of `at` and behind on the other
  ahead,      ///< at every value, beyond doubt
  behind,     ///< at every value, beyond doubt
  fades,      ///< of what can only fall: ahead below the interval, level with it within noise
  undecided,  ///< see why
};

[[nodiscard]] const char* to_string(crossing_kind kind) noexcept;

struct crossing_answer {
  crossing_question question;
  std::string others;  ///< the other parameters, "a:1/b:2"; empty if there are none
  bool oversubscribed = false;
  std::vector<crossing_point> points;  ///< by rising value
  crossing_kind kind = crossing_kind::undecided;
  std::optional<double> at;    ///< the crossing; only if it crosses
  std::optional<interval> ci;  ///< 95 %, within the values measured: of the crossing, or the fading
  bool open_low = false;       ///< the interval goes on below the lowest value measured
  bool open_high = false;      ///< and above the highest
  bool ahead_below = true;     ///< whether the subject is ahead below the crossing
  std::string why;             ///< of undecided; or what limits trust in the crossing
};

/// One value a block at each value of the parameter: the logarithm of the rates' ratio there.
struct log_ratios {
  std::vector<double> at;                   ///< rising
  std::vector<std::vector<double>> blocks;  ///< [block][value], each as long as `at`
};

/// Where the ratio passes 1, on paper. Each block's logarithms are joined by straight lines between
/// neighbouring values, so a block has a value everywhere; at each x the blocks' values have a
/// centre and a 95 % interval (locate()). The crossing is where the centre passes zero; its
/// interval is all x whose own interval has zero in it: Fieller's set, with exact coverage for
/// normal values and as few blocks as two, where a bootstrap or a jackknife of five blocks promises
/// more than it holds. A set that reaches an end is open there; one that is everything, or a centre
/// that ends on the side on which it began without being beyond doubt, is undecided. Fills all but
/// question, others and points.
///
/// `falls`: each block's values are first replaced by the non-increasing ones nearest to them
/// (isotonic regression by pooling adjacent violators: Barlow, Bartholomew, Bremner, Brunk 1972),
/// and the interval spans all doubt from the first place in doubt to the last. If that is the end,
/// and the centre stays above zero up to it, the lead fades: a crossing is at its interval or
/// beyond.
[[nodiscard]] crossing_answer find_crossing(log_ratios data, bool falls = false);

/// What the run says to the question: an answer for each setting of the other parameters under
/// which both designs were measured at two values or more. Blocks count that have both designs at
/// all values.
[[nodiscard]] std::vector<crossing_answer> answer(const crossing_question& question,
                                                  std::span<const curve_summary> curves,
                                                  const block_rates& rates);

}  // namespace contend
