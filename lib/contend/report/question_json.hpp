// The questions of a run as JSON and back: part of the journal's header.
#pragma once

#include <contend/analysis/record.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace contend {

/// {"ratios":[{"title":...,"rows":[...]}],"crossings":[...],"trends":[...]}
[[nodiscard]] nlohmann::json to_json(const question_record& questions);

/// The inverse. `where` is the value's path, for messages. Throws bad_input that names the field
/// that is missing or of the wrong type.
[[nodiscard]] question_record questions_from(const nlohmann::json& from, const std::string& where);

}  // namespace contend
