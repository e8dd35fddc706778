#include <contend/analysis/parameter_axis.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace contend {

std::optional<std::pair<double, std::string>> taken_out(const std::string& parameters,
                                                        const std::string& name) {
  std::optional<double> value;
  std::string others;
  for (std::size_t from = 0; from < parameters.size();) {
    const std::size_t end = std::min(parameters.find('/', from), parameters.size());
    const std::string part = parameters.substr(from, end - from);
    from = end + 1;
    if (part.starts_with(name + ":")) {
      const std::string text = part.substr(name.size() + 1);
      char* rest = nullptr;
      const double x = std::strtod(text.c_str(), &rest);
      if (text.empty() || *rest != '\0' || !std::isfinite(x)) return std::nullopt;
      value = x;
    } else {
      others += (others.empty() ? "" : "/") + part;
    }
  }
  if (!value) return std::nullopt;
  return std::pair{*value, others};
}

bool oversubscribed(const curve_summary& c, unsigned threads) {
  return std::any_of(c.points.begin(), c.points.end(), [threads](const point_summary& p) {
    return p.threads == threads && p.oversubscribed;
  });
}

}  // namespace contend
