#include "law_fixture.hpp"

#include "report_fixture.hpp"

#include <contend/analysis/law.hpp>

#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace contend::testing {
namespace {

constexpr unsigned blocks = 8;
constexpr unsigned cores = 16;
const std::vector<unsigned> threads{1, 2, 3, 4, 6, 8, 12, 16, 32};

using curve = std::function<double(double)>;

curve of(const law& l) {
  return [l](double n) { return rate_of(l, n); };
}

}  // namespace

run_record law_run() {
  run_record run;
  run.version = "0.1.0";
  run.command = "contend sweep --threads 1,2,3,4,6,8,12,16,32";
  run.started = "2026-01-15T09:30:00Z";
  run.blocks = blocks;
  run.window_seconds = 1;
  run.windows = 3;
  run.allowed_cpus = cores;
  run.edges = {cores};
  run.machine = {{"cpu", "Example CPU, 16 cores"}, {"cores", "16"}, {"allowed_cpus", "0-15"}};
  const std::vector<std::pair<std::string, curve>> designs{
      {"control/laws/private", of({law_kind::linear, 3e7, 0, 0})},
      {"control/laws/serial", of({law_kind::amdahl, 2.2e7, 0.05, 0})},
      {"control/laws/coherent", of({law_kind::usl, 2.6e7, 0.05, 0.006})},
      {"control/laws/bandwidth", of({law_kind::roofline, 1.6e7, 5, 0})},
      {"control/laws/lock", of({law_kind::handoff, 1.2e7, 0.2, 0.1})},
      {"control/laws/hot_line", of({law_kind::handoff, 8e7, 1, 2})},
      {"control/none/two_sockets", [](double n) { return 1e7 * (n < 9 ? n : 8 + 0.4 * (n - 8)); }},
      {"control/none/cache", [](double n) { return 2e7 * n * (n >= 4 ? 1.3 : 1); }},
      {"control/none/few", of({law_kind::linear, 3e7, 0, 0})},
      {"control/grows/scaled", of({law_kind::gustafson, 1e7, 0.4, 0})},
  };
  run.cards["control/grows"] = "A load that grows\nWork grows: every thread brings its own list.";
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal;
  for (const auto& [name, rate] : designs) {
    const bool few = name == "control/none/few";
    std::vector<unsigned> planned = threads;
    if (few) planned = {1, 2, 4};
    run.cases.push_back({name, planned, std::nullopt});
    for (unsigned b = 0; b < blocks; ++b) {
      const double shift = 0.02 * normal(random);
      for (const unsigned n : planned) {
        // Beyond the cores nobody gains anything, and every visit differs.
        const double clean = n > cores ? 0.8 * rate(cores) : rate(n);
        const double x = clean * std::exp(shift + 0.015 * normal(random));
        run.points.push_back(visit(name, n, b, {x, 1.002 * x, 0.998 * x}));
        run.points.back().oversubscribed = n > cores;
      }
    }
  }
  return run;
}

}  // namespace contend::testing
