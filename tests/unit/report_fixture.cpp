#include "report_fixture.hpp"

#include <contend/analysis/fairness.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace contend::testing {
namespace {

constexpr unsigned blocks = 6;
constexpr unsigned windows = 5;
constexpr unsigned cpus = 8;

/// How a design scales: threads -> throughput relative to one thread.
using law = std::function<double(double)>;

/// Bytes that a design keeps while its owner sleeps for 50 ms, then works for 50.
series_record retained(double peak, double floor) {
  series_record s{"bytes", {}};
  for (int ms = 0; ms <= 200; ++ms) {
    const bool asleep = ms % 100 < 50;
    s.points.emplace_back(ms * 1e-3, asleep ? floor + peak * (ms % 50) / 50 : floor);
  }
  return s;
}

/// Gunther's universal scalability law up to the CPUs, flat beyond.
law usl(double contention, double coherence) {
  return [=](double n) {
    const double k = std::min(n, static_cast<double>(cpus));
    return k / (1 + contention * (k - 1) + coherence * k * (k - 1)) * (n > cpus ? 0.97 : 1);
  };
}

struct design {
  std::string name;
  double single;
  law scaling;
};

class maker {
 public:
  explicit maker(run_record& run) : _run(run) {}

  void load(const std::string& path, const std::string& params,
            const std::vector<design>& designs) {
    for (const design& d : designs) {
      const std::string name = path + "/" + d.name + params;
      const std::vector<unsigned> threads{1, 2, 3, 4, 6, 8, 16};
      _run.cases.push_back({name, threads, std::nullopt});
      for (unsigned b = 0; b < blocks; ++b) {
        for (const unsigned t : threads) point(name, t, b, d.single * d.scaling(t));
      }
    }
  }

 private:
  void point(const std::string& name, unsigned threads, unsigned block, double throughput) {
    point_record p{.name = name, .threads = threads, .block = block, .status = "ok"};
    p.placement = "compact";
    p.oversubscribed = threads > cpus;
    p.start_skew = 12e-6 * threads;
    const double of_block = throughput * std::exp(0.02 * _normal(_random));
    for (unsigned w = 0; w < windows; ++w) {
      window_record r;
      r.seconds = 0.03;
      r.attempted = of_block * r.seconds * std::exp(0.015 * _normal(_random));
      r.succeeded = r.attempted * 0.998;
      r.cpu = threads > cpus ? 0.5 : 0.995;
      r.run_delay = threads > cpus ? 0.5 : 0.002;
      std::vector<double> shares(threads);
      for (double& x : shares) x = std::max(0.05, 1 + 0.02 * threads * _normal(_random));
      r.fairness_min_max = min_over_max(shares);
      r.fairness_jain = jain(shares);
      p.windows.push_back(r);
      p.thread_share = shares;
    }
    p.meters.peak_rss_bytes = 9'000'000 + 800'000 * threads;
    p.metrics["queue_depth"] = {"", 3.5 * threads};
    if (name == "refcount/blocked_owner/biased") p.series["retained"] = retained(3e7, 4096);
    if (name == "refcount/blocked_owner/atomic_count") p.series["retained"] = retained(0, 4096);
    if (name == "refcount/blocked_owner/side_table") p.series["retained"] = retained(0, 0);
    p.latency =
        latency_record{9000, 180, 320, 900.0 * threads, 4100.0 * threads, 91000.0 * threads};
    _run.points.push_back(std::move(p));
  }

  run_record& _run;
  std::mt19937_64 _random{7};
  std::normal_distribution<double> _normal;
};

template <class Change>
void change(run_record& run, const std::string& name, unsigned threads, Change each) {
  for (point_record& p : run.points) {
    if (p.name == name && p.threads == threads) each(p);
  }
}

void add_oddities(run_record& run) {
  // Two speeds, decided anew in each window.
  for (const unsigned threads : {4U, 6U}) {
    change(run, "control/hot_atomic/fetch_add", threads, [](point_record& p) {
      for (std::size_t w = 0; w < p.windows.size(); ++w) {
        p.windows[w].succeeded *= (w + p.block) % 5 < 2 ? 2.6 : 0.8;
      }
    });
  }
  change(run, "refcount/hot_object/biased", 6, [](point_record& p) {
    if (p.block == 2) p.status = "crashed: SIGSEGV", p.windows.clear();
  });
  change(run, "refcount/hot_object/plain", 2,
         [](point_record& p) { p.status = "oracle: 1 204 of 3 000 000 increments are missing"; });
  change(run, "frees/ring/mimalloc/batch:32", 8, [](point_record& p) {
    for (std::size_t w = 0; w < p.windows.size(); w += 2) p.windows[w].discarded = "run delay";
  });
  change(run, "frees/flow/tokens/batch:1", 6,
         [](point_record& p) { p.status = "crashed: SIGBUS", p.windows.clear(); });
  change(run, "containers/mix/mutexed_map/reads:90/size:65536", 16,
         [](point_record& p) { p.status = "timeout", p.windows.clear(); });
  std::erase_if(run.points, [](const point_record& p) {
    return (p.name == "refcount/hot_object/plain" && p.threads > 2) ||
           (p.name == "buffers/pairs/spsc_queue" && p.threads != 2) ||
           (p.name == "baseline/window/native" && p.threads == 16);
  });
  for (planned_case& c : run.cases) {
    if (c.name == "refcount/hot_object/plain") c.threads = {1, 2};
    if (c.name == "buffers/pairs/spsc_queue") c.threads = {2};
  }
}

}  // namespace

point_record visit(const std::string& name, unsigned threads, unsigned block,
                   std::initializer_list<double> throughputs) {
  point_record p{.name = name, .threads = threads, .block = block, .status = "ok"};
  for (const double x : throughputs) {
    p.windows.push_back({.seconds = 1, .attempted = x, .succeeded = x});
  }
  return p;
}

run_record sample_run() {
  run_record run;
  run.version = "0.1.0";
  run.command = "contend sweep --budget 10m --threads auto --seed 42";
  run.started = "2026-01-15T09:30:00Z";
  run.seed = 42;
  run.blocks = blocks;
  run.window_seconds = 0.03;
  run.windows = windows;
  run.allowed_cpus = cpus;
  run.edges = {4, 8};
  run.machine = {{"cpu", "Example CPU, 4 cores, 2 threads a core"},
                 {"kernel", "Linux 6.1"},
                 {"cores", "4"},
                 {"allowed_cpus", "0-7"},
                 {"memory", "31.2 GiB"}};
  run.build = {{"compiler", "g++ 12.2"},
               {"flags", "-O3 -DNDEBUG"},
               {"type", "Release"},
               {"tbb", "2021.8"},
               {"boost", "1.81"}};
  run.harness = {{"counter store", "0.4 ns a batch, 0.1 % of a 5 ns operation"},
                 {"stop check", "0.2 ns a batch"},
                 {"latency sample", "off"}};
  run.cards["refcount/hot_object"] =
      "One object, everyone counts it\n"
      "operation: copy a reference to the one shared object and drop the copy\n"
      "models: a module, a type or a constant that every thread uses\n"
      "frees: the last thread out, once\n"
      "exposes: one cache line that every thread writes\n"
      "Made to break: every count in one word\n"
      "not for: objects that stay with their thread\n"
      "source: Choi, Shull, Torrellas, PACT 2018";
  run.cards["control/hot_atomic"] =
      "One atomic counter\noperation: one fetch_add\n"
      "exposes: the price of a shared cache line";

  run.designs["refcount/biased"] = {"A count of the owner's and one of the others", "lock-free",
                                    "Choi, Shull, Torrellas, PACT 2018",
                                    "Objects are destroyed by their owner; 32 B an object beside "
                                    "its value\nWeak references: none"};
  run.designs["refcount/atomic_count"] = {"One atomic count", "wait-free", "textbooks", ""};
  run.designs["frees/tokens"] = {"Tokens made before the clock", "wait-free", "these tests", "",
                                 true};
  run.designs["baseline/gil"] = {"A lock for all", "blocking", "CPython 3.12", ""};
  run.preset = {{"name", "sample"}, {"title", "A made-up sweep"}, {"source", "these tests"}};
  run.questions.ratios = {{.title = "Runtimes as ratios to the lock",
                           .about = "How much a lock for all costs, and what the others gain.",
                           .reference = "gil",
                           .rows = {{"Window", "baseline/window", ""},
                                    {"Lifecycle", "baseline/lifecycle", "/of:list"},
                                    {"Count", "baseline/count", ""}}}};
  run.questions.crossings = {{.title = "Where biased counts stop paying",
                              .about = "The share of foreign drops up to which they are ahead.",
                              .workload = "refcount/drop_ratio",
                              .parameter = "foreign",
                              .subject = "biased",
                              .rival = "atomic_count",
                              .threads = 2}};

  maker make(run);
  const auto flat = [](double worst) {
    return [=](double n) { return n <= 1 ? 1 : std::max(worst, 0.55 / std::sqrt(n)); };
  };
  make.load("control/empty", "", {{"nothing", 1.9e9, usl(0.001, 0)}});
  make.load("control/hot_atomic", "",
            {{"fetch_add", 1.8e8, flat(0.12)}, {"cas_loop", 1.1e8, flat(0.05)}});
  make.load("baseline/window", "",
            {{"native", 4.1e6, usl(0.01, 0.0005)},
             {"shared_ptr", 1.4e6, usl(0.06, 0.004)},
             {"atomic", 1.9e6, usl(0.03, 0.002)},
             {"free_threaded", 2.3e6, usl(0.015, 0.001)},
             {"gil", 2.0e6, [](double n) { return n > 1 ? 0.82 : 1; }}});
  make.load("baseline/lifecycle", "/of:list",
            {{"native", 3.1e6, usl(0.01, 0.0005)},
             {"shared_ptr", 2.1e6, usl(0.06, 0.004)},
             {"gil", 2.0e6, [](double n) { return n > 1 ? 0.82 : 1; }}});
  make.load("refcount/owner_churn", "",
            {{"plain", 9.2e8, usl(0.002, 0)},
             {"atomic_count", 1.9e8, usl(0.004, 0)},
             {"biased", 6.1e8, usl(0.003, 0)},
             {"std_shared_ptr", 1.7e8, usl(0.005, 0)},
             {"boost_intrusive_ptr", 1.85e8, usl(0.004, 0)}});
  make.load("refcount/hot_object", "",
            {{"plain", 8.8e8, flat(0.3)},
             {"atomic_count", 1.6e8, flat(0.10)},
             {"biased", 5.2e8, flat(0.035)},
             {"std_shared_ptr", 1.5e8, flat(0.09)},
             {"boost_intrusive_ptr", 1.58e8, flat(0.095)}});
  for (const int foreign : {0, 25, 50, 75, 100}) {
    const double single = 6e8 * std::pow(0.14, foreign / 100.0);
    make.load("refcount/drop_ratio", "/foreign:" + std::to_string(foreign),
              {{"biased", single, usl(0.01, 0.001)}, {"atomic_count", 1.7e8, usl(0.03, 0.002)}});
  }
  make.load("refcount/blocked_owner", "",
            {{"atomic_count", 1.5e7, usl(0.03, 0.002)},
             {"biased", 1.9e7, usl(0.02, 0.001)},
             {"side_table", 1.2e7, flat(0.2)}});
  make.load("frees/ring", "/batch:32",
            {{"malloc", 2.2e7, usl(0.25, 0.02)},
             {"tbb_scalable", 3.4e7, usl(0.08, 0.004)},
             {"jemalloc", 3.1e7, usl(0.1, 0.006)},
             {"mimalloc", 4.4e7, usl(0.05, 0.002)},
             {"tcmalloc", 3.9e7, usl(0.12, 0.008)}});
  // A load that is too slow for the fastest two of its designs, and on the edge for one.
  make.load("frees/flow", "/batch:1",
            {{"malloc", 1.2e7, usl(0.25, 0.02)},
             {"tokens", 8e7, usl(0.2, 0.01)},
             {"mimalloc", 5.6e7, usl(0.2, 0.01)},
             {"jemalloc", 4e7, usl(0.2, 0.01)},
             {"tcmalloc", 6.4e7, usl(0.6, 0.05)}});
  make.load("buffers/pairs", "",
            {{"mutexed_deque", 1.5e7, usl(0.8, 0.03)},
             {"boost_lockfree_queue", 1.1e7, usl(0.5, 0.05)},
             {"spsc_queue", 2.1e8, usl(0, 0)},
             {"tbb_concurrent_queue", 1.9e7, usl(0.3, 0.03)},
             {"moodycamel", 3.2e7, usl(0.1, 0.01)}});
  for (const char* params : {"/reads:90/size:1024", "/reads:90/size:65536"}) {
    make.load("containers/mix", params,
              {{"mutexed_map", 1.3e7, usl(0.95, 0.02)},
               {"striped_map", 1.1e7, usl(0.12, 0.004)},
               {"tbb_concurrent_hash_map", 8.2e6, usl(0.05, 0.002)},
               {"tbb_concurrent_unordered_map", 1.0e7, usl(0.02, 0.0008)},
               {"shared_mutex_map", 1.2e7, usl(0.6, 0.05)}});
  }
  run.cases.push_back({"containers/mix/libcuckoo", {}, "not found: libcuckoo 0.3"});
  run.cases.push_back(
      {"containers/mix/concurrent_flat_map", {}, "Boost 1.83 or later is needed, this is 1.81"});
  run.cases.push_back({"frees/ring/snmalloc", {}, "not found: snmalloc"});
  add_oddities(run);
  return run;
}

run_record without_numbers() {
  run_record run;
  const auto add = [&run](const std::string& subject, const std::string& status) {
    point_record p = visit("s/w/" + subject, 2, 0, {12345, 12345});
    p.status = status;
    p.seed = 77;
    run.points.push_back(p);
    // Another block of it is fine: the point is void all the same.
    if (!status.starts_with("invalid"))
      run.points.push_back(visit("s/w/" + subject, 2, 1, {12345}));
  };
  add("wrong", "oracle: 3 of 4 are missing");
  add("crashed", "crashed: SIGSEGV");
  add("hung", "timeout");
  add("huge", "oom");
  add("disturbed", "invalid: no window was kept");
  point_record mostly = visit("s/w/mostly", 2, 0, {12345, 12345, 12345});
  mostly.windows[0].discarded = "run delay";
  run.points.push_back(mostly);
  run.designs["s/ceiling"].ceiling = true;
  run.points.push_back(visit("s/l/ceiling", 2, 0, {12400}));
  run.points.push_back(visit("s/l/near", 2, 0, {12345}));
  run.cases = {{"s/w/never", {2}, std::nullopt}, {"s/w/absent", {}, "not found: <absent>"}};
  return run;
}

}  // namespace contend::testing
