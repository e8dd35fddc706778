// Values with a unit, as text and as ticks of an axis.
#pragma once

#include <contend/report/scale.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace contend {

/// How the values of an axis are written.
enum class quantity { number, bytes, ratio, seconds };

/// By a metric's or series' unit: "bytes" and "B" are bytes, "s" is seconds, all else numbers.
[[nodiscard]] quantity quantity_of(std::string_view unit);

/// "1.50 k", "1.50 MiB", "1.25×", "2.00 ms".
[[nodiscard]] std::string text_of(quantity q, double value);

/// As text_of(), without zeros that say nothing: "1.5 MiB".
[[nodiscard]] std::string short_text_of(quantity q, double value);

/// Two to six round values within [low, high], low < high; for a logarithmic axis both must be > 0.
[[nodiscard]] std::vector<tick> ticks_of(quantity q, double low, double high, bool logarithmic);

}  // namespace contend
