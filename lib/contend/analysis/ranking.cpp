#include <contend/analysis/ranking.hpp>

#include <algorithm>
#include <tuple>

namespace contend {
namespace {

using load_curves = std::vector<const curve_summary*>;

std::vector<load_curves> loads_of(std::span<const curve_summary> curves) {
  std::vector<load_curves> loads;
  const auto key = [](const curve_summary& c) {
    return std::tie(c.suite, c.workload, c.parameters);
  };
  for (const curve_summary& c : curves) {
    if (c.skipped || c.ceiling) continue;
    const auto at = std::find_if(loads.begin(), loads.end(),
                                 [&](const load_curves& l) { return key(*l.front()) == key(c); });
    (at != loads.end() ? *at : loads.emplace_back()).push_back(&c);
  }
  return loads;
}

/// The point at a thread count, if it has a throughput.
const point_summary* good_point(const curve_summary& c, unsigned threads) {
  for (const point_summary& p : c.points) {
    if (p.threads == threads && p.throughput) return &p;
  }
  return nullptr;
}

/// The largest thread count of two designs or more that leaves each thread a CPU; 0 if none does.
unsigned most_threads(const load_curves& load) {
  unsigned most = 0;
  for (const curve_summary* c : load) {
    for (const point_summary& p : c->points) {
      if (p.oversubscribed || !p.throughput || p.threads <= most) continue;
      const auto designs = std::count_if(load.begin(), load.end(), [&](const curve_summary* other) {
        return good_point(*other, p.threads) != nullptr;
      });
      if (designs > 1) most = p.threads;
    }
  }
  return most;
}

}  // namespace

std::vector<ranking> rank(std::span<const curve_summary> curves, const block_rates& rates) {
  std::vector<ranking> result;
  for (const load_curves& load : loads_of(curves)) {
    const unsigned n = most_threads(load);
    if (n == 0) continue;
    const curve_summary* best = nullptr;
    for (const curve_summary* c : load) {
      const point_summary* p = good_point(*c, n);
      if (p && (!best || *p->throughput > *good_point(*best, n)->throughput)) best = c;
    }
    ranking r{load.front()->suite, load.front()->workload, load.front()->parameters, n, {}};
    for (const curve_summary* c : load) {
      ranked_design d;
      d.subject = c->subject;
      d.single = c->single;
      if (const point_summary* p = good_point(*c, n)) {
        d.rate = p->throughput;
        d.of_best = c == best ? estimate{1, interval{1, 1}, {}}
                              : rates.compare(c->name, n, best->name, n).ratio;
        if (n > 1 && d.single) d.scaling = rates.compare(c->name, n, c->name, 1).ratio;
      } else {
        d.absent = rates.missing(c->name, n);
      }
      r.places.push_back(std::move(d));
    }
    std::stable_sort(r.places.begin(), r.places.end(),
                     [](const ranked_design& a, const ranked_design& b) {
                       return a.rate.value_or(-1) > b.rate.value_or(-1);
                     });
    result.push_back(std::move(r));
  }
  return result;
}

}  // namespace contend
