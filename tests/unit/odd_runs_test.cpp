// Runs as nobody would wish them: no progress, no number, one block, one thread count, the same
// value again and again, points that failed. Everything that is said of a run must still be
// sayable.
#include "report_fixture.hpp"

#include <contend/analysis/comparison.hpp>
#include <contend/analysis/findings.hpp>
#include <contend/analysis/run_pair.hpp>
#include <contend/core/rng.hpp>
#include <contend/report/bencher_json.hpp>
#include <contend/report/benchfmt.hpp>
#include <contend/report/gbench_json.hpp>
#include <contend/report/github_json.hpp>
#include <contend/report/html.hpp>
#include <contend/report/junit_run.hpp>
#include <contend/report/markdown_run.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/table.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace contend {
namespace {

/// A run drawn from `random`: each field now and then one that no honest run has.
class odd_run {
 public:
  /// `numbers`: at least those that a comparison reads are numbers, as it refuses others.
  odd_run(std::uint64_t seed, bool numbers) : _numbers(numbers), _random(seed) {}

  run_record draw() {
    static const run_record sample = [] {
      run_record r = testing::sample_run();
      r.points.clear();
      r.cases.clear();
      return r;
    }();
    run_record run = sample;
    run.allowed_cpus = pick<unsigned>({1, 2, 8});
    run.edges = pick<std::vector<unsigned>>({{}, {1}, {2, 8}, {0}});
    run.blocks = pick<unsigned>({0, 1, 3});
    const auto threads = pick<std::vector<unsigned>>({{1}, {2}, {1, 2, 4, 8, 16}, {}});
    const unsigned blocks = pick<unsigned>({0, 1, 2, 6});
    for (const char* name : {"refcount/hot_object/atomic", "refcount/hot_object/biased",
                             "refcount/hot_object/biased/share:50", "odd", "a//b/c:"}) {
      if (_random.below(4) == 0) continue;
      run.cases.push_back({name, threads, {}});
      if (_random.below(8) == 0) run.cases.back().skipped = "<not here> & \"there\"\x01";
      const double scale = number();
      for (const unsigned n : threads) {
        for (unsigned b = 0; b < blocks; ++b) run.points.push_back(point(name, n, b, scale));
      }
    }
    return run;
  }

 private:
  template <class T>
  T pick(std::vector<T> from) {
    return from[_random.below(from.size())];
  }
  double number() {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    constexpr double endless = std::numeric_limits<double>::infinity();
    if (_numbers) return pick<double>({0, 1, 1e6, 1e6, 1e9, 1e-300, 1e300});
    return pick<double>({0, 1, 1e6, 1e6, 1e6, 1e9, 1e-300, 1e300, -1, none, endless, -endless});
  }
  point_record point(const std::string& name, unsigned threads, unsigned block, double scale) {
    point_record p{.name = name, .threads = threads, .block = block};
    p.status =
        pick<std::string>({"ok", "ok", "ok", "ok", "ok", "invalid: 40 % of windows discarded",
                           "oracle: lost <1> & \"2\"\x02", "crashed: SIGSEGV", "", "timeout"});
    p.oversubscribed = threads > 4;
    p.process_seconds = number();
    const bool odd = _random.below(6) == 0;
    for (unsigned i = pick<unsigned>({_numbers ? 1U : 0U, 1, 5}); i > 0; --i) {
      window_record w{.seconds = odd && !_numbers ? number() : 0.02};
      w.attempted = w.succeeded = odd ? number() : scale;
      if (odd) w.fairness_jain = w.run_delay = w.overlap = w.cpu = number();
      if (_random.below(9) == 0) w.discarded = "run delay";
      p.windows.push_back(w);
    }
    if (_random.below(4) == 0) {
      p.metrics["kept"] = {"bytes", number()};
      p.series["kept"] = {"bytes", {{number(), number()}, {0, 1}, {number(), 2}}};
      p.latency = latency_record{3, number(), number(), number(), number(), number()};
      p.thread_share = {number(), 0.5};
      p.meters.hardware["cycles"] = number();
    }
    if (_random.below(12) == 0) p.purpose = "footprint";
    return p;
  }

  bool _numbers;
  rng _random;
};

TEST(odd_runs, can_be_reported) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const run_record run = odd_run(seed, false).draw();
    const findings found = analyse(run, seed % 2 == 0 ? std::optional(24U) : std::nullopt);
    const std::string table = summary_table(run, found, false);
    EXPECT_FALSE(table.empty());
    for (const char* none : {" nan", " inf", "-nan", "-inf"}) {
      EXPECT_EQ(table.find(none), std::string::npos) << table;
    }
    const std::string page = html_report(run, found);
    EXPECT_NE(page.find("</html>"), std::string::npos);
    EXPECT_EQ(page.find("=\"nan"), std::string::npos) << "a coordinate that is no number";
    EXPECT_EQ(page.find("=\"inf"), std::string::npos);
    // Throws if it is no JSON.
    EXPECT_TRUE(nlohmann::json::parse(results_json(run, found)).is_object());
    EXPECT_TRUE(nlohmann::json::parse(gbench_json(run, found)).is_object());
    EXPECT_TRUE(nlohmann::json::parse(bencher_json(found)).is_object());
    EXPECT_TRUE(nlohmann::json::parse(github_json(run, found)).is_array());
    const std::string xml = junit_run(run, found);
    EXPECT_EQ(xml.find_first_of("\x01\x02"), std::string::npos) << "no character of XML 1.0";
    for (const std::string& text : {benchfmt(run, found), markdown_run(run, found)}) {
      EXPECT_EQ(text.find(" nan"), std::string::npos) << text;
      EXPECT_EQ(text.find(" inf"), std::string::npos) << text;
    }
  }
}

TEST(odd_runs, can_be_compared) {
  unsigned compared = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const run_record base = odd_run(seed, true).draw(),
                     candidate = odd_run(seed + 5000, true).draw();
    // What compare refuses with a line.
    if (unusable(base) || unusable(candidate)) continue;
    ++compared;
    for (const auto& c :
         compare_pairs(pair_runs(base, candidate), {.margin = 0.03, .seed = seed})) {
      EXPECT_FALSE(c.name.empty());
      for (const auto& p : c.points) {
        if (p.is != verdict::slower && p.is != verdict::faster) continue;
        EXPECT_TRUE(std::isfinite(p.change.at.value)) << "a verdict without a number";
      }
    }
  }
  EXPECT_GT(compared, 20u);
}

}  // namespace
}  // namespace contend
