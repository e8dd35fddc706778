// contend run: a real Google Benchmark front end. Its flags, filter, reporters and JSON work; what
// it never does is time our threads: one registration is one point, measured by our team over one
// common interval and handed over as manual time. Compiles and means the same on 1.7.1 and 1.9.
#include <contend/analysis/summary.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/header.hpp>
#include <contend/harness/measure.hpp>
#include <contend/host/placement.hpp>
#include <contend/host/plan_threads.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace contend::driver {
namespace {

/// Everything that the registered functions share; outlives them.
struct front_end {
  host::topology where = host::topology::detect();
  std::unique_ptr<harness::team> crew;  // made once, when the first point runs
  unsigned most = 1;
  bool failed = false;
};

void count(benchmark::State& state, const char* name, double value) {
  state.counters[name] = benchmark::Counter(value);
}

void run_point(benchmark::State& state, front_end& all, const case_entry& entry, unsigned threads) {
  if (!all.crew) {
    // Compact placement: the first N places of the whole team are the places of a team of N.
    all.crew =
        std::make_unique<harness::team>(host::place(all.where, host::placement::compact, all.most));
  }
  for (auto _ : state) {
    point_record r;
    try {
      harness::measure_plan plan;
      plan.threads = threads;
      plan.params = entry.params;
      plan.oversubscribed = threads > all.where.allowed();
      r = harness::measure(*all.crew, entry.build, plan);
    } catch (const std::exception& e) {
      r.status = std::string("failed: ") + e.what();
    }
    const auto throughput = block_throughput(r);
    if (!throughput || *throughput <= 0) {
      all.failed = all.failed || !r.status.starts_with("invalid");
      state.SkipWithError(r.ok() ? "no operation succeeded" : r.status.c_str());
      return;
    }
    state.SetIterationTime(1 / *throughput);
    double attempted = 0, succeeded = 0, jain = 0, kept = 0;
    for (const window_record& w : r.windows) {
      if (!w.discarded.empty()) continue;
      attempted += w.attempted;
      succeeded += w.succeeded;
      jain += w.fairness_jain;
      ++kept;
    }
    count(state, "ops_per_second", *throughput);
    count(state, "success_share", attempted > 0 ? succeeded / attempted : 0);
    count(state, "fairness", jain / kept);
    count(state, "discarded_windows", static_cast<double>(r.windows.size()) - kept);
    for (const auto& [name, metric] : r.metrics) count(state, name.c_str(), metric.value);
  }
}

/// Hidden cases are registered only where the filter's text names their workload.
std::string filter_of(int argc, char** argv) {
  constexpr std::string_view flag = "--benchmark_filter=";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with(flag)) return std::string(word.substr(flag.size()));
  }
  return {};
}

}  // namespace

int run(const catalog& cases, int argc, char** argv) {
  front_end all;
  const std::string filter = filter_of(argc, argv);
  const auto threads = host::auto_threads(all.where);
  for (const case_entry& entry : cases.all()) {
    if (!entry.build || entry.preset_only) continue;
    if (entry.left_out_by(filter)) continue;
    for (const unsigned n : threads) {
      if (!entry.allows(n)) continue;
      all.most = std::max(all.most, n);
      const std::string name = entry.name + "/threads:" + std::to_string(n);
      benchmark::RegisterBenchmark(
          name.c_str(), [&all, &entry, n](benchmark::State& s) { run_point(s, all, entry, n); })
          ->Iterations(1)
          ->UseManualTime();
    }
  }
  for (const auto& [name, value] : describe_build()) {
    benchmark::AddCustomContext("contend_" + name, value);
  }
  benchmark::Initialize(&argc, argv);
  if (argc > 1) {
    throw bad_input(std::string("run: Google Benchmark knows no flag '") + argv[1] +
                    "' (contend run --help)");
  }
  if (benchmark::RunSpecifiedBenchmarks() == 0) {
    throw bad_input("run: no case matches the filter (contend run --benchmark_list_tests)");
  }
  benchmark::Shutdown();
  return all.failed ? exit_code::failed : exit_code::fine;
}

}  // namespace contend::driver
