#include <contend/driver/self_check.hpp>

#include <contend/analysis/quantile.hpp>
#include <contend/harness/measure.hpp>
#include <contend/host/placement.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace contend::driver {
namespace {

using std::chrono::milliseconds;

/// What a visit's kept windows add up to.
struct totals {
  double ops = 0;
  double seconds = 0;
  double cpu_seconds = 0;
  unsigned windows = 0, discarded = 0;

  [[nodiscard]] double throughput() const { return ops / seconds; }
};

class rig {
 public:
  explicit rig(const catalog& cases)
      : _cases(cases),
        _where(host::topology::detect()),
        _crew(host::place(_where, host::placement::compact, oversubscribed())) {}

  [[nodiscard]] unsigned cpus() const { return _where.allowed(); }
  [[nodiscard]] unsigned oversubscribed() const { return 4 * _where.allowed(); }

  totals measure(const char* name, unsigned threads, milliseconds window, unsigned windows) {
    const case_entry* entry = _cases.find(name);
    if (entry == nullptr || !entry->build) {
      throw std::logic_error(std::string("the self-check needs ") + name);
    }
    const point_record r = harness::measure(_crew, entry->build,
                                            {.threads = threads,
                                             .params = entry->params,
                                             .oversubscribed = threads > cpus(),
                                             .window = window,
                                             .windows = windows});
    totals t;
    for (const window_record& w : r.windows) {
      ++t.windows;
      if (!w.discarded.empty()) {
        ++t.discarded;
        continue;
      }
      t.ops += w.succeeded;
      t.seconds += w.seconds;
      t.cpu_seconds += w.cpu * threads * w.seconds;
    }
    return t;
  }

 private:
  const catalog& _cases;
  host::topology _where;
  harness::team _crew;
};

/// Rounds of a pair of visits; a round in which one kept nothing only counts as discarded.
template <class A, class B, class Ratio>
evidence rounds(unsigned count, A first, B second, Ratio ratio) {
  evidence seen;
  unsigned windows = 0, discarded = 0;
  for (unsigned i = 0; i < count; ++i) {
    const totals a = first();
    const totals b = second();
    windows += a.windows + b.windows;
    discarded += a.discarded + b.discarded;
    if (a.ops > 0 && b.ops > 0) seen.ratios.push_back(ratio(a, b));
  }
  seen.discarded = windows != 0 ? static_cast<double>(discarded) / windows : 1;
  return seen;
}

std::string numbers(const evidence& seen, const truth& expected) {
  if (seen.ratios.empty()) return "no window could be kept";
  return fmt::format(
      "median {:.3f}, quartiles {:.3f} to {:.3f}, wanted {:.2f} to {:.2f}; {} rounds, {:.0f} % of "
      "windows discarded",
      median(seen.ratios), quantile(seen.ratios, 0.25), quantile(seen.ratios, 0.75), expected.least,
      expected.most, seen.ratios.size(), 100 * seen.discarded);
}

check_result check(std::string what, const evidence& seen, const truth& expected) {
  return {std::move(what), judge(seen, expected), numbers(seen, expected)};
}

}  // namespace

std::string_view to_string(finding f) noexcept {
  switch (f) {
    case finding::pass: return "pass";
    case finding::fail: return "FAIL";
    case finding::too_noisy: return "host too noisy";
  }
  return "?";
}

finding judge(const evidence& seen, const truth& expected) {
  if (seen.ratios.size() < 5 || seen.discarded > 0.20) return finding::too_noisy;
  const double spread = quantile(seen.ratios, 0.75) - quantile(seen.ratios, 0.25);
  // A truth with one bound is as wide as its distance from 1.
  const double width =
      std::min(expected.most - 1, expected.least > 0 ? 1 - expected.least : 1.0) * 2;
  if (spread > width) return finding::too_noisy;
  const double middle = median(seen.ratios);
  return middle >= expected.least && middle <= expected.most ? finding::pass : finding::fail;
}

std::vector<check_result> self_check(const catalog& cases,
                                     const std::function<void(const std::string&)>& tell) {
  rig r(cases);
  std::vector<check_result> results;
  const auto by_throughput = [](const totals& a, const totals& b) {
    return b.throughput() / a.throughput();
  };

  if (r.cpus() >= 2) {
    const std::string what = "an empty operation on 2 threads is twice that on 1, within 3 %";
    tell(what);
    results.push_back(check(
        what,
        rounds(
            9, [&] { return r.measure("control/empty/none", 1, milliseconds(20), 8); },
            [&] { return r.measure("control/empty/none", 2, milliseconds(20), 8); },
            [](const totals& a, const totals& b) { return b.throughput() / (2 * a.throughput()); }),
        {0.97, 1.03}));
  } else {
    results.push_back({"an empty operation on 2 threads is twice that on 1", finding::too_noisy,
                       "can't be shown on 1 CPU"});
  }

  const unsigned pair = std::min(2u, r.cpus());
  const std::string windows = fmt::format(
      "one hot atomic on {} threads is the same through 20 ms and 200 ms windows, within 10 %",
      pair);
  tell(windows);
  results.push_back(check(
      windows,
      rounds(
          9, [&] { return r.measure("control/hot_atomic/fetch_add", pair, milliseconds(20), 20); },
          [&] { return r.measure("control/hot_atomic/fetch_add", pair, milliseconds(200), 2); },
          by_throughput),
      {0.90, 1.10}));

  const std::string bound =
      fmt::format("private work on {} threads is never more than what {} CPUs gave it",
                  r.oversubscribed(), r.cpus());
  tell(bound);
  results.push_back(
      check(bound,
            rounds(
                9, [&] { return r.measure("control/compute/none", 1, milliseconds(50), 4); },
                [&] {
                  return r.measure("control/compute/none", r.oversubscribed(), milliseconds(50), 4);
                },
                [&](const totals& a, const totals& b) {
                  // Work a CPU-second, times the CPU-seconds a second there are.
                  return b.throughput() / (a.ops / a.cpu_seconds * r.cpus());
                }),
            {0, 1.02}));
  return results;
}

}  // namespace contend::driver
