#include <contend/driver/header.hpp>

#include <contend/analysis/curve_law.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/driver/cost.hpp>
#include <contend/driver/durations.hpp>
#include <contend/host/machine.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <tbb/version.h>
#include <boost/version.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string_view>

#include <gnu/libc-version.h>

namespace contend::driver {
namespace {

std::string card_text(const card& a) {
  std::string text(a.title);
  const auto field = [&text](const char* name, std::string_view value) {
    if (value.empty()) return;
    text += fmt::format("\n{}: {}{}", name, value, value.ends_with('.') ? "" : ".");
  };
  field("One operation", a.operation);
  field("Models", a.models);
  field("Who frees", a.frees);
  field("Exposes", a.exposes);
  field("Made to break", a.breaks);
  field(work_grows_heading, a.grows);
  field("Not for", a.not_for);
  field("Follows", a.source);
  return text;
}

std::string as_text(const std::vector<std::string>& words) {
  using nlohmann::json;
  return json(words).dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Of as_text(), and of older runs, which joined by commas. Each begins with NAME=, so that no such
/// list begins with a bracket.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  if (text.starts_with('[')) {
    const auto list = nlohmann::json::parse(text, nullptr, false);
    const bool fine = list.is_array() && std::all_of(list.begin(), list.end(),
                                                     [](const auto& e) { return e.is_string(); });
    if (!fine) throw bad_input("--resume: the journal's option 'allocators' is no list of texts");
    list.get_to(words);
    return words;
  }
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    words.push_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  return words;
}

/// Whether the run has a case of that workload ("suite/workload").
bool plans(const run_record& run, const std::string& workload) {
  return std::any_of(run.cases.begin(), run.cases.end(), [&](const planned_case& c) {
    return !c.skipped && c.name.starts_with(workload + "/");
  });
}

/// What a run measures nothing for is not asked of it.
void keep_answerable(run_record& run) {
  std::erase_if(run.questions.ratios, [&](const ratio_question& q) {
    return std::none_of(q.rows.begin(), q.rows.end(),
                        [&](const auto& row) { return plans(run, row.workload); });
  });
  std::erase_if(run.questions.crossings,
                [&](const crossing_question& q) { return !plans(run, q.workload); });
  std::erase_if(run.questions.plateaus,
                [&](const plateau_question& q) { return !plans(run, q.workload); });
  std::erase_if(run.questions.trends,
                [&](const trend_question& q) { return !plans(run, q.workload); });
}

}  // namespace

std::string utc_now(bool extended) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return extended ? fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now))
                  : fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(now));
}

std::map<std::string, std::string> describe_build() {
  std::map<std::string, std::string> b;
#if defined(__clang__)
  b["compiler"] = "clang " __clang_version__;
#else
  b["compiler"] = "gcc " __VERSION__;
#endif
  b["type"] = CONTEND_BUILD_TYPE;
  b["flags"] = CONTEND_BUILD_FLAGS;
  b["glibc"] = gnu_get_libc_version();
  b["boost"] = fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
                           BOOST_VERSION % 100);
  b["onetbb"] = TBB_VERSION_STRING;
  return b;
}

run_record make_header(const catalog& cases, const sweep_options& options,
                       const std::vector<curve_plan>& curves, const host::topology& where) {
  run_record run;
  run.version = CONTEND_VERSION;
  run.command = options.command_line;
  run.started = utc_now(true);
  run.seed = options.seed;
  run.blocks = options.budget.empty() ? options.blocks : 0;
  run.window_seconds = parse_duration("--window", options.window);
  run.windows = options.windows;
  run.machine = host::describe_machine(where);
  run.build = describe_build();
  run.harness = describe_cost(measure_cost());
  run.allowed_cpus = where.allowed();
  run.edges = where.edges();
  run.options = {{"filter", options.filter},
                 {"preset", options.preset},
                 {"threads", options.threads},
                 {"budget", options.budget},
                 {"precision", options.precision},
                 {"near_knee", options.near_knee ? "1" : ""},
                 {"placement", options.placement},
                 {"window", options.window},
                 {"timeout", options.timeout},
                 {"memory", options.memory},
                 {"latency", options.latency ? "1" : ""},
                 {"footprint", fmt::to_string(options.footprint)},
                 {"allocators", as_text(options.allocators)}};
  for (const curve_plan& c : curves) {
    run.cases.push_back({c.name, c.threads, c.skipped});
    const case_entry* entry = cases.find(c.case_name);
    if (entry->design != nullptr) {
      run.designs[entry->suite + "/" + entry->subject] = {
          std::string(entry->design->title), std::string(to_string(entry->design->progress)),
          std::string(entry->design->source), entry->notes, entry->design->ceiling};
    }
    if (entry->about != nullptr) {
      run.cards[entry->suite + "/" + entry->workload] = card_text(*entry->about);
    }
  }
  run.questions.ratios = cases.ratios();
  run.questions.crossings = cases.crossings();
  run.questions.plateaus = cases.plateaus();
  run.questions.trends = cases.trends();
  if (const preset* p = preset_named(cases, options.preset)) {
    run.preset = {{"name", p->name}, {"title", p->title}, {"source", p->source}};
    auto& q = run.questions;
    q.ratios.insert(q.ratios.end(), p->ratios.begin(), p->ratios.end());
    q.crossings.insert(q.crossings.end(), p->crossings.begin(), p->crossings.end());
    q.plateaus.insert(q.plateaus.end(), p->plateaus.begin(), p->plateaus.end());
    q.trends.insert(q.trends.end(), p->trends.begin(), p->trends.end());
  }
  keep_answerable(run);
  return run;
}

sweep_options options_of(const run_record& header) {
  const auto get = [&](const char* name) {
    const auto at = header.options.find(name);
    if (at == header.options.end()) {
      throw bad_input(fmt::format("--resume: the journal does not record the option '{}'", name));
    }
    return at->second;
  };
  sweep_options o;
  o.filter = get("filter");
  // Runs of before there were presets do not have it.
  if (header.options.contains("preset")) o.preset = get("preset");
  o.threads = get("threads");
  o.budget = get("budget");
  // Younger than the others, too.
  if (header.options.contains("precision")) o.precision = get("precision");
  if (header.options.contains("near_knee")) o.near_knee = !get("near_knee").empty();
  o.blocks = header.blocks;
  o.seed = header.seed;
  o.placement = get("placement");
  o.window = get("window");
  o.windows = header.windows;
  o.timeout = get("timeout");
  o.memory = get("memory");
  o.latency = !get("latency").empty();
  o.allocators = words_of(get("allocators"));
  if (header.options.contains("footprint")) o.footprint = parse_footprint(get("footprint"));
  return o;
}

}  // namespace contend::driver
