// Where a run's scatter comes from, in words.
#pragma once

#include <contend/analysis/variance_levels.hpp>

#include <string>

namespace contend {

/// "visits to a point differ by 2.4 %, the windows of one by 8.1 % (42 points); 6 windows a visit
/// are worth their time, 20 were kept; with these ±1 % takes 26 blocks".
[[nodiscard]] std::string scatter_in_words(const variance_levels& of);

}  // namespace contend
