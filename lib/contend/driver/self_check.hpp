// Does the harness tell the truth? Three loads whose truth is known, and a verdict that is never
// a silent pass.
#pragma once

#include <contend/catalog/catalog.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace contend::driver {

enum class finding { pass, fail, too_noisy };
[[nodiscard]] std::string_view to_string(finding f) noexcept;

/// What was seen of one truth: one ratio a round (measured over true), and how the host was.
struct evidence {
  std::vector<double> ratios;
  double discarded = 0;  ///< share of all windows
};

/// What is true of the ratio.
struct truth {
  double least = 0;
  double most = 0;  ///< the median ratio lies within [least, most]
};

/// Pass: the rounds agree (their quartiles are no further apart than the tolerance is wide) and
/// the median lies within. Fail: they agree, and it does not. Too noisy: they do not agree, or
/// more than 20 % of the windows were discarded, or there are fewer than 5 rounds. Pure.
[[nodiscard]] finding judge(const evidence& seen, const truth& expected);

struct check_result {
  std::string what;  ///< the truth, in words
  finding verdict = finding::too_noisy;
  std::string detail;  ///< the numbers
};

/// Runs the three checks on this host, about 15 s; `tell` is called before each.
[[nodiscard]] std::vector<check_result> self_check(
    const catalog& cases, const std::function<void(const std::string&)>& tell);

}  // namespace contend::driver
