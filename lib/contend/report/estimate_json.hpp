// Numbers that may be missing, as JSON.
#pragma once

#include <contend/analysis/estimate.hpp>

#include <nlohmann/json.hpp>

#include <optional>

namespace contend {

/// Null for what is not finite or not there.
[[nodiscard]] nlohmann::ordered_json number_json(const std::optional<double>& x);

/// [low, high]; null if there is none.
[[nodiscard]] nlohmann::ordered_json interval_json(const std::optional<interval>& i);

/// {"value":...,"interval":...,"doubt":...}; null if there is none.
[[nodiscard]] nlohmann::ordered_json estimate_json(const std::optional<estimate>& e);

}  // namespace contend
