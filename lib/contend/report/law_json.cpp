#include <contend/report/estimate_json.hpp>
#include <contend/report/law_json.hpp>
#include <contend/report/law_text.hpp>

namespace contend {
namespace {

using json = nlohmann::ordered_json;

json held_json(const law_estimate& e) {
  json to{{"law", to_string(e.kind)}, {"refused", e.refused}, {"untold", e.untold}};
  if (!e.fitted) return to;
  to["chance"] = number_json(e.chance);
  to["aicc"] = number_json(e.aicc);
  to["worst"] = number_json(e.worst);
  to["worst_at"] = number_json(e.worst_at);
  to["scale"] = estimate_json(e.scale);
  to["first"] = estimate_json(e.first);
  to["second"] = estimate_json(e.second);
  to["gain_ends_at"] = estimate_json(e.ends_at);
  to["rate_at_end"] = estimate_json(e.ends_with);
  return to;
}

json asked_json(const std::optional<extrapolation>& a) {
  if (!a) return nullptr;
  json to{{"threads", a->threads}, {"measured", a->measured}, {"refused", a->refused}};
  to["rate"] = a->refused.empty() ? estimate_json(a->rate) : json(nullptr);
  return to;
}

}  // namespace

json law_json(const curve_law& of) {
  const law_estimate* chosen = of.choice.chosen();
  json to{{"suite", of.suite},
          {"workload", of.workload},
          {"parameters", of.parameters},
          {"subject", of.subject},
          {"law", chosen ? json(to_string(chosen->kind)) : json(nullptr)},
          {"words", law_in_words(of)},
          {"refused", of.choice.refused},
          {"as_good", json::array()},
          {"threads", of.data.threads},
          {"blocks", of.data.blocks.size()},
          {"regime_end", of.regime_end},
          {"cut", of.cut},
          {"work_grows", of.work_grows},
          {"held", json::array()},
          {"extrapolation", asked_json(of.asked)}};
  for (const law_kind kind : of.choice.as_good) to["as_good"].push_back(to_string(kind));
  for (const law_estimate& e : of.choice.held) to["held"].push_back(held_json(e));
  return to;
}

}  // namespace contend
