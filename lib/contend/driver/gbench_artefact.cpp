#include <contend/driver/gbench_artefact.hpp>

#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <string>

namespace contend::driver {
namespace {

void empty_operation(benchmark::State& state) {
  for (auto _ : state) benchmark::ClobberMemory();
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

padded<std::atomic<std::uint64_t>> hot;

void hot_atomic(benchmark::State& state) {
  // Relaxed: a counter that nobody reads.
  for (auto _ : state) hot->fetch_add(1, std::memory_order_relaxed);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void private_work(benchmark::State& state) {
  std::uint64_t x = 1;
  for (auto _ : state) {
    for (int i = 0; i < 32; ++i) x = x * 6364136223846793005u + 1442695040888963407u;
    keep(x);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

/// Keeps what a user would read off the console.
class listener final : public benchmark::BenchmarkReporter {
 public:
  std::map<std::string, double> rates;

  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      const auto rate = run.counters.find("items_per_second");
      if (rate != run.counters.end()) rates[run.run_name.function_name] = rate->second.value;
    }
  }
};

}  // namespace

std::vector<gbench_figure> run_gbench_artefact(unsigned oversubscribed) {
  struct load {
    const char* name;
    void (*body)(benchmark::State&);
    unsigned most;
  };
  const load loads[] = {{"empty operation", empty_operation, 2},
                        {"hot atomic", hot_atomic, 2},
                        {"private work", private_work, oversubscribed}};
  std::vector<gbench_figure> figures;
  for (const load& l : loads) {
    for (const double min_time : {0.001, 0.1}) {
      for (const unsigned threads : {1u, l.most}) {
        gbench_figure f{l.name, threads, min_time, 0};
        const std::string name = f.load + std::to_string(threads) + std::to_string(min_time);
        benchmark::RegisterBenchmark(name.c_str(), l.body)
            ->Threads(static_cast<int>(threads))
            ->MinTime(min_time)
            ->UseRealTime();
        figures.push_back(f);
      }
    }
  }
  int argc = 1;
  char name[] = "contend";
  char* argv[] = {name, nullptr};
  benchmark::Initialize(&argc, argv);
  listener heard;
  benchmark::RunSpecifiedBenchmarks(&heard, ".");
  for (gbench_figure& f : figures) {
    f.items_per_second =
        heard.rates[f.load + std::to_string(f.threads) + std::to_string(f.min_time)];
  }
  benchmark::Shutdown();
  return figures;
}

}  // namespace contend::driver
