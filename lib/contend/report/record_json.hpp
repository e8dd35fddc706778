// A run's records as JSON and back: the lines of the journal.
#pragma once

#include <contend/analysis/record.hpp>

#include <nlohmann/json_fwd.hpp>

namespace contend {

/// {"kind":"point","name":...,"threads":...,"block":...,"status":...}. A number that is not finite
/// becomes null, because JSON has no other word for it.
[[nodiscard]] nlohmann::json to_json(const point_record& point);

/// {"kind":"run","schema":1,...}: everything but the points.
[[nodiscard]] nlohmann::json to_json(const run_record& run);

/// The inverse of to_json(). Unknown fields are ignored; absent ones keep their defaults, except
/// those that identify a point. null is read as not a number. Throws bad_input that names the field
/// that is missing or of the wrong type.
[[nodiscard]] point_record point_from_json(const nlohmann::json& from);

/// As point_from_json(); also throws for a schema that this version does not know.
[[nodiscard]] run_record run_from_json(const nlohmann::json& from);

/// The text of a JSON value on one line; bytes that are no UTF-8 are replaced, never thrown over.
[[nodiscard]] std::string one_line(const nlohmann::json& value);

}  // namespace contend
