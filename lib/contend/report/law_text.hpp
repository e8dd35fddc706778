// A curve's law in words.
#pragma once

#include <contend/analysis/curve_law.hpp>

#include <string>

namespace contend {

/// "5.1 % serial, 0.2 % pairwise coherence; no more gain past 14 threads, 95 % 11 to 19": what the
/// law says within the threads measured. "no law: " and the reason if there is none.
[[nodiscard]] std::string law_in_words(const curve_law& of);

/// The law's name for a reader: "Amdahl", "hand-off"; empty if there is no law.
[[nodiscard]] std::string law_name(const curve_law& of);

/// The laws that are as good, and where the curve was cut; empty if there is nothing to say.
[[nodiscard]] std::string law_beside(const curve_law& of);

/// What was asked of threads that were not measured: "at 24 threads, by the model, not measured:
/// 51 M, 95 % of visits 46 M to 56 M"; why there is none; empty if nothing was asked.
[[nodiscard]] std::string law_asked(const curve_law& of);

/// A law held against a curve in a sentence, for a reader who wants to know why not another.
[[nodiscard]] std::string law_held(const law_estimate& of);

}  // namespace contend
