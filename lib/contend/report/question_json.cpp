#include <contend/report/json_reader.hpp>
#include <contend/report/question_json.hpp>

#include <nlohmann/json.hpp>

namespace contend {
namespace {

using nlohmann::json;

json ratio(const ratio_question& q) {
  json to{
      {"title", q.title}, {"about", q.about}, {"reference", q.reference}, {"rows", json::array()}};
  for (const auto& row : q.rows) {
    to["rows"].push_back({{"label", row.label}, {"workload", row.workload}, {"tail", row.tail}});
  }
  return to;
}

json crossing(const crossing_question& q) {
  return {{"title", q.title},         {"about", q.about},     {"workload", q.workload},
          {"parameter", q.parameter}, {"subject", q.subject}, {"rival", q.rival},
          {"threads", q.threads},     {"falls", q.falls}};
}

json plateau(const plateau_question& q) {
  return {{"title", q.title},         {"about", q.about}, {"workload", q.workload},
          {"parameter", q.parameter}, {"unit", q.unit},   {"threads", q.threads},
          {"within", q.within}};
}

json trend(const trend_question& q) {
  return {{"title", q.title},
          {"about", q.about},
          {"workload", q.workload},
          {"parameter", q.parameter},
          {"metrics", q.metrics}};
}

ratio_question ratio_from(const json& from, const std::string& where) {
  const json_reader r(from, where);
  ratio_question q;
  r.need("title", q.title);
  r.read("about", q.about);
  r.need("reference", q.reference);
  r.elements("rows", [&](const json& value, const std::string& path) {
    const json_reader one(value, path);
    auto& row = q.rows.emplace_back();
    one.need("label", row.label);
    one.need("workload", row.workload);
    one.read("tail", row.tail);
  });
  return q;
}

crossing_question crossing_from(const json& from, const std::string& where) {
  const json_reader r(from, where);
  crossing_question q;
  r.need("title", q.title);
  r.read("about", q.about);
  r.need("workload", q.workload);
  r.need("parameter", q.parameter);
  r.need("subject", q.subject);
  r.need("rival", q.rival);
  r.need("threads", q.threads);
  r.read("falls", q.falls);
  return q;
}

plateau_question plateau_from(const json& from, const std::string& where) {
  const json_reader r(from, where);
  plateau_question q;
  r.need("title", q.title);
  r.read("about", q.about);
  r.need("workload", q.workload);
  r.need("parameter", q.parameter);
  r.read("unit", q.unit);
  r.need("threads", q.threads);
  r.need("within", q.within);
  return q;
}

trend_question trend_from(const json& from, const std::string& where) {
  const json_reader r(from, where);
  trend_question q;
  r.need("title", q.title);
  r.read("about", q.about);
  r.need("workload", q.workload);
  r.need("parameter", q.parameter);
  r.elements("metrics", [&](const json& value, const std::string& path) {
    if (!value.is_string()) throw bad_input(path + " is not a string");
    q.metrics.push_back(value.get<std::string>());
  });
  return q;
}

}  // namespace

json to_json(const question_record& questions) {
  json to{{"ratios", json::array()},
          {"crossings", json::array()},
          {"plateaus", json::array()},
          {"trends", json::array()}};
  for (const ratio_question& q : questions.ratios) to["ratios"].push_back(ratio(q));
  for (const crossing_question& q : questions.crossings) to["crossings"].push_back(crossing(q));
  for (const plateau_question& q : questions.plateaus) to["plateaus"].push_back(plateau(q));
  for (const trend_question& q : questions.trends) to["trends"].push_back(trend(q));
  return to;
}

question_record questions_from(const json& from, const std::string& where) {
  const json_reader r(from, where);
  question_record q;
  r.elements("ratios", [&](const json& value, const std::string& path) {
    q.ratios.push_back(ratio_from(value, path));
  });
  r.elements("crossings", [&](const json& value, const std::string& path) {
    q.crossings.push_back(crossing_from(value, path));
  });
  r.elements("plateaus", [&](const json& value, const std::string& path) {
    q.plateaus.push_back(plateau_from(value, path));
  });
  r.elements("trends", [&](const json& value, const std::string& path) {
    q.trends.push_back(trend_from(value, path));
  });
  return q;
}

}  // namespace contend
