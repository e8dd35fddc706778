#include <contend/analysis/headroom.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace contend {
namespace {

std::string percent(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.0f %%", 100 * share);
  return text.data();
}

constexpr const char* of_what = " of what the load itself can carry";

const point_summary* point_at(const curve_summary& c, unsigned threads) {
  for (const point_summary& p : c.points) {
    if (p.threads == threads) return &p;
  }
  return nullptr;
}

bool same_load(const curve_summary& a, const curve_summary& b) {
  return a.suite == b.suite && a.workload == b.workload && a.parameters == b.parameters;
}

headroom_verdict verdict_on(const estimate& share) {
  const double low = share.ci ? share.ci->low : share.value;
  const double high = share.ci ? share.ci->high : share.value;
  if (low > most_of_ceiling) return headroom_verdict::refused;
  return high > most_of_ceiling ? headroom_verdict::undecided : headroom_verdict::enough;
}

/// The ceilings of one load.
class ceilings {
 public:
  ceilings(std::span<const curve_summary> curves, const curve_summary& like) {
    for (const curve_summary& c : curves) {
      if (c.ceiling && same_load(c, like)) _all.push_back(&c);
    }
  }

  /// The fastest with that many threads; null if none made any progress.
  [[nodiscard]] const curve_summary* fastest(unsigned threads) const {
    const curve_summary* best = nullptr;
    double most = 0;
    for (const curve_summary* c : _all) {
      const point_summary* p = point_at(*c, threads);
      if (p == nullptr || !p->throughput || !(*p->throughput > most)) continue;
      best = c;
      most = *p->throughput;
    }
    return best;
  }

  [[nodiscard]] std::string why_none(unsigned threads, const block_rates& rates) const {
    const std::string why = rates.missing(_all.front()->name, threads);
    return why.empty() ? "it made no progress" : why;
  }

 private:
  std::vector<const curve_summary*> _all;
};

void add_unknown(load_headroom& to, unsigned threads, const std::string& why) {
  auto at = std::find_if(to.unknown.begin(), to.unknown.end(),
                         [&](const unknown_ceiling& u) { return u.why == why; });
  if (at == to.unknown.end()) at = to.unknown.insert(at, {{}, why});
  auto& known = at->threads;
  const auto place = std::lower_bound(known.begin(), known.end(), threads);
  if (place == known.end() || *place != threads) known.insert(place, threads);
}

load_headroom headroom_of(const curve_summary& ceiling, std::span<const curve_summary> curves,
                          const block_rates& rates) {
  load_headroom load{ceiling.suite, ceiling.workload, ceiling.parameters, ceiling.subject, {}, {}};
  const ceilings above(curves, ceiling);
  for (const curve_summary& c : curves) {
    if (c.ceiling || !same_load(c, ceiling)) continue;
    for (const point_summary& p : c.points) {
      if (!p.throughput) continue;
      const curve_summary* most = above.fastest(p.threads);
      if (most == nullptr) {
        add_unknown(load, p.threads, above.why_none(p.threads, rates));
        continue;
      }
      const paired_ratio share = rates.compare(c.name, p.threads, most->name, p.threads);
      if (share.blocks == 0) {
        add_unknown(load, p.threads, "no block has both it and " + c.subject);
        continue;
      }
      load.points.push_back({c.subject, p.threads, share, verdict_on(share.ratio)});
    }
  }
  return load;
}

void take_rate_away(curve_summary& curve, point_summary& p, double share) {
  p.status = "refused: " + percent(share) + of_what;
  p.refused_rate = p.throughput;
  p.throughput.reset();
  p.ci.reset();
  p.doubt.clear();
  p.modes.clear();
  p.speedup.reset();
  p.efficiency.reset();
  p.efficiency_ci.reset();
  if (p.threads != 1) return;
  curve.single.reset();
  for (point_summary& other : curve.points) {
    other.speedup.reset();
    other.efficiency.reset();
    other.efficiency_ci.reset();
  }
}

void consequences(const point_headroom& of, curve_summary& curve, point_summary& p) {
  const estimate& share = of.share.ratio;
  p.of_ceiling = share;
  if (of.verdict == headroom_verdict::refused) {
    take_rate_away(curve, p, share.value);
  } else if (of.verdict == headroom_verdict::undecided) {
    p.doubt += (p.doubt.empty() ? "" : "; ") + percent(share.ci->low) + " to " +
               percent(share.ci->high) + of_what;
  }
}

}  // namespace

const char* to_string(headroom_verdict verdict) noexcept {
  switch (verdict) {
    case headroom_verdict::enough: return "enough";
    case headroom_verdict::undecided: return "undecided";
    case headroom_verdict::refused: return "refused";
  }
  return "?";
}

std::vector<load_headroom> headrooms_of(std::span<const curve_summary> curves,
                                        const block_rates& rates) {
  std::vector<load_headroom> result;
  for (const curve_summary& c : curves) {
    if (!c.ceiling) continue;
    const bool known = std::any_of(result.begin(), result.end(),
                                   [&](const load_headroom& load) { return load.of(c); });
    if (!known) result.push_back(headroom_of(c, curves, rates));
  }
  return result;
}

void refuse(std::span<const load_headroom> headrooms, std::span<curve_summary> curves) {
  for (const load_headroom& load : headrooms) {
    for (curve_summary& c : curves) {
      if (c.ceiling || !load.of(c)) continue;
      for (const point_headroom& of : load.points) {
        if (of.subject != c.subject) continue;
        for (point_summary& p : c.points) {
          if (p.threads == of.threads) consequences(of, c, p);
        }
      }
    }
  }
}

}  // namespace contend
