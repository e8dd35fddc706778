// contend list
#include <contend/driver/commands.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <set>

namespace contend::driver {
namespace {

void print_json(const std::vector<const case_entry*>& chosen) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const case_entry* c : chosen) {
    nlohmann::ordered_json parameters = nlohmann::ordered_json::object();
    for (const auto& [name, value] : c->params.all()) parameters[name] = value;
    nlohmann::ordered_json one;
    one["name"] = c->name;
    one["suite"] = c->suite;
    one["workload"] = c->workload;
    one["subject"] = c->subject;
    one["parameters"] = std::move(parameters);
    one["skipped"] = c->skipped ? nlohmann::ordered_json(*c->skipped) : nlohmann::ordered_json();
    one["min_threads"] = c->min_threads;
    one["max_threads"] = c->max_threads == any_threads ? nlohmann::ordered_json()
                                                       : nlohmann::ordered_json(c->max_threads);
    one["presets"] = c->presets;
    if (c->design != nullptr) {
      one["title"] = c->design->title;
      one["progress"] = to_string(c->design->progress);
      one["source"] = c->design->source;
      one["notes"] = c->notes;
      one["ceiling"] = c->design->ceiling;
    }
    all.push_back(std::move(one));
  }
  fmt::print("{}\n", all.dump(2));
}

void print_cards(const std::vector<const case_entry*>& chosen) {
  std::set<std::string> seen;
  for (const case_entry* c : chosen) {
    if (c->about == nullptr || !seen.insert(c->suite + "/" + c->workload).second) continue;
    const card& a = *c->about;
    fmt::print("{}/{}: {}\n", c->suite, c->workload, a.title);
    fmt::print("  one operation  {}\n  models         {}\n  who frees      {}\n", a.operation,
               a.models, a.frees);
    fmt::print("  exposes        {}\n  not for        {}\n  follows        {}\n", a.exposes,
               a.not_for, a.source);
    if (!a.breaks.empty()) fmt::print("  made to break  {}\n", a.breaks);
    if (!a.grows.empty()) fmt::print("  work grows     {}\n", a.grows);
    fmt::print("\n");
  }
}

void print_presets(const catalog& cases, bool as_json) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const preset& p : cases.presets()) {
    const std::size_t count = cases.of_preset(p.name).size();
    if (!as_json) {
      fmt::print("{}: {}\n  follows  {}\n  threads  {}\n  cases    {}\n", p.name, p.title, p.source,
                 p.threads.empty() ? "auto" : fmt::format("{}", fmt::join(p.threads, ",")), count);
      continue;
    }
    nlohmann::ordered_json one;
    one["name"] = p.name;
    one["title"] = p.title;
    one["source"] = p.source;
    one["threads"] = p.threads;
    one["cases"] = count;
    all.push_back(std::move(one));
  }
  if (as_json) fmt::print("{}\n", all.dump(2));
}

int flushed() { return std::fflush(stdout) == 0 ? exit_code::fine : exit_code::bad_input; }

}  // namespace

int list(const catalog& cases, const list_options& options) {
  if (options.presets) {
    print_presets(cases, options.json);
    return flushed();
  }
  const auto chosen = choose(cases, options.filter, options.preset);
  if (options.json) {
    print_json(chosen);
  } else if (options.cards) {
    print_cards(chosen);
  } else {
    for (const case_entry* c : chosen) {
      fmt::print("{}", c->name);
      if (c->design != nullptr && c->design->ceiling) fmt::print("  ceiling");
      if (c->skipped) fmt::print("  skipped: {}", *c->skipped);
      fmt::print("\n");
    }
  }
  return flushed();
}

}  // namespace contend::driver
