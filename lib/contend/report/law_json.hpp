// The laws of a run's curves as JSON: part of results.json.
#pragma once

#include <contend/analysis/curve_law.hpp>

#include <nlohmann/json_fwd.hpp>

namespace contend {

/// One object: the curve, the law and its parameters, and what every law that was tried came to.
[[nodiscard]] nlohmann::ordered_json law_json(const curve_law& of);

}  // namespace contend
