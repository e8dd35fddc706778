#include <contend/driver/header.hpp>

#include <contend/core/bad_input.hpp>
#include <contend/driver/cost.hpp>
#include <contend/driver/durations.hpp>
#include <contend/host/machine.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <tbb/version.h>
#include <boost/version.hpp>

#include <chrono>
#include <ctime>

#include <gnu/libc-version.h>

namespace contend::driver {
namespace {

std::string card_text(const card& a) {
  return fmt::format(
      "{}\nOne operation: {}.\nModels: {}.\nWho frees: {}.\nExposes: {}.\nNot for: {}.\nFollows: "
      "{}.",
      a.title, a.operation, a.models, a.frees, a.exposes, a.not_for, a.source);
}

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) line += (line.empty() ? "" : ",") + word;
  return line;
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from < line.size();) {
    const std::size_t comma = std::min(line.find(',', from), line.size());
    words.push_back(line.substr(from, comma - from));
    from = comma + 1;
  }
  return words;
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
                 {"threads", options.threads},
                 {"budget", options.budget},
                 {"placement", options.placement},
                 {"window", options.window},
                 {"timeout", options.timeout},
                 {"memory", options.memory},
                 {"latency", options.latency ? "1" : ""},
                 {"allocators", joined(options.allocators)}};
  for (const curve_plan& c : curves) {
    run.cases.push_back({c.name, c.threads, c.skipped});
    const case_entry* entry = cases.find(c.case_name);
    if (entry->about != nullptr) {
      run.cards[entry->suite + "/" + entry->workload] = card_text(*entry->about);
    }
  }
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
  o.threads = get("threads");
  o.budget = get("budget");
  o.blocks = header.blocks;
  o.seed = header.seed;
  o.placement = get("placement");
  o.window = get("window");
  o.windows = header.windows;
  o.timeout = get("timeout");
  o.memory = get("memory");
  o.latency = !get("latency").empty();
  o.allocators = split(get("allocators"));
  return o;
}

}  // namespace contend::driver
