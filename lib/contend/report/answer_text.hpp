// What was found, in a sentence: the same in the table and on the page.
#pragma once

#include <contend/analysis/crossing.hpp>
#include <contend/analysis/plateau.hpp>
#include <contend/analysis/ranking.hpp>
#include <contend/analysis/ratio.hpp>

#include <string>

namespace contend {

/// "biased is ahead of atomic_count up to foreign 62.1 (58.9 to 65.0), behind beyond", "never:
/// ...", "undecided: ...". Not escaped.
[[nodiscard]] std::string verdict_of(const crossing_answer& a);

/// "64 bytes (from there on within 20 % of the rate at 256; at 32 it is 0.31× of that, 0.29× to
/// 0.33×)", "64 to 128 bytes (...)", "no step: ...", "undecided: ...". Not escaped.
[[nodiscard]] std::string verdict_of(const plateau_answer& a);

/// "negative scaling from 4 threads: 0.38× (0.35× to 0.41×) of the rate at 1", and how deep it gets
/// with more.
[[nodiscard]] std::string text_of(const negative_scaling& n);

/// "at 2 threads", with the other parameters and a warning where threads share CPUs.
[[nodiscard]] std::string setting_of(const crossing_answer& a);
[[nodiscard]] std::string setting_of(const plateau_answer& a);

/// "1.20× to 1.31×"; the doubt if there is no interval.
[[nodiscard]] std::string bounds_of(const estimate& ratio);

/// Where the interval of a ratio lies: 1 above one, -1 below, 0 if it holds 1 or there is none.
[[nodiscard]] int side_of(const estimate& ratio);

/// "2 threads", "4 threads, more than CPUs".
[[nodiscard]] std::string threads_text(unsigned threads, bool oversubscribed);

}  // namespace contend
