#include <contend/report/estimate_json.hpp>

#include <cmath>

namespace contend {

using json = nlohmann::ordered_json;

json number_json(const std::optional<double>& x) {
  return x && std::isfinite(*x) ? json(*x) : json(nullptr);
}

json interval_json(const std::optional<interval>& i) {
  return i ? json::array({number_json(i->low), number_json(i->high)}) : json(nullptr);
}

json estimate_json(const std::optional<estimate>& e) {
  if (!e) return nullptr;
  return {
      {"value", number_json(e->value)}, {"interval", interval_json(e->ci)}, {"doubt", e->doubt}};
}

}  // namespace contend
