#include <contend/analysis/gate_power.hpp>

#include <contend/analysis/comparison.hpp>
#include <contend/analysis/plants.hpp>
#include <contend/core/rng.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

namespace contend {
namespace {

/// The blocks that have all their points: all but a last one that was cut short.
unsigned whole_blocks(const run_record& run) {
  std::map<unsigned, std::size_t> points;
  for (const point_record& p : run.points) ++points[p.block];
  unsigned whole = 0;
  std::size_t before = 0;
  for (const auto& [block, count] : points) {
    // In order, as they were measured: a gap can't be.
    if (count < before && block == points.rbegin()->first) break;
    before = count;
    whole = block + 1;
  }
  // A first block has nothing to be held against but the plan.
  std::size_t planned = 0;
  for (const planned_case& c : run.cases) planned += c.skipped ? 0 : c.threads.size();
  return whole == 1 && before < planned ? 0 : whole;
}

/// Blocks from..to-1 as a run of their own.
run_record cut(const run_record& run, unsigned from, unsigned to) {
  run_record part = run;
  std::erase_if(part.points,
                [=](const point_record& p) { return p.block < from || p.block >= to; });
  for (point_record& p : part.points) p.block -= from;
  return part;
}

const curve_pair* find(const run_pair& in, const std::string& name) {
  const auto at = std::find_if(in.curves.begin(), in.curves.end(),
                               [&name](const curve_pair& c) { return c.name == name; });
  return at == in.curves.end() ? nullptr : &*at;
}

bool differs(const curve_comparison& c) {
  return c.is == verdict::slower || c.is == verdict::faster;
}

/// The curves of a run by what they are of.
std::vector<curve_power> curves_of(const run_record& candidate) {
  std::map<std::string, std::pair<std::string, double>> planted;  // name -> of, factor
  for (const planned_case& c : candidate.cases) {
    for (const auto& [name, factor] : plants_of(candidate)) {
      if (planted_name(c.name, factor) == name) planted[name] = {c.name, factor};
    }
  }
  std::vector<curve_power> curves;
  for (const planned_case& c : candidate.cases) {
    if (c.skipped || planted.contains(c.name)) continue;
    curve_power& curve = curves.emplace_back(curve_power{c.name, {}});
    curve.plants.push_back({.factor = 1, .name = c.name});
    for (const auto& [name, of] : planted) {
      if (of.first == c.name) curve.plants.push_back({.factor = of.second, .name = name});
    }
    std::sort(curve.plants.begin(), curve.plants.end(),
              [](const plant_power& a, const plant_power& b) { return a.factor < b.factor; });
  }
  return curves;
}

/// One sub-duet after the other.
class sitting {
 public:
  sitting(const run_record& base, const run_record& candidate, const gate& of) : _gate(of) {
    _power.curves = curves_of(candidate);
    _power.blocks = std::min(whole_blocks(base), whole_blocks(candidate));
    _power.suites = of.blocks == 0 ? 0 : _power.blocks / of.blocks;
    for (unsigned i = 0; i < _power.suites; ++i) {
      const unsigned from = i * of.blocks, to = from + of.blocks;
      _suites.push_back(pair_runs(cut(base, from, to), cut(candidate, from, to)));
    }
    for (unsigned i = 0; i < _power.suites; ++i) decide(i);
    const run_pair all = pair_runs(base, candidate, _power.blocks);
    see(all);
    if (_power.suites == 0) count_spoilt(all);
    meter(base);
    meter(candidate);
    _power.stolen /= std::max<std::size_t>(1, base.points.size() + candidate.points.size());
    const double share = static_cast<double>(of.blocks) / std::max(1u, _power.blocks);
    _power.suite_seconds *= share;
    _power.all_seconds *= share;
  }

  gate_power result() { return std::move(_power); }

 private:
  /// The unplanted curves of a suite, one of them in a planted form.
  run_pair arrange(unsigned suite, const curve_power* planted = nullptr,
                   const std::string& form = {}) const {
    run_pair result;
    for (const curve_power& c : _power.curves) {
      const curve_pair* pair = find(_suites[suite], &c == planted ? form : c.name);
      if (pair != nullptr) result.curves.push_back(*pair);
    }
    return result;
  }

  comparison_plan plan(unsigned suite) const {
    return {.margin = _gate.margin,
            .looks = _gate.looks,
            .seed = derive_seed(_gate.seed, suite),
            .draws = _gate.draws};
  }

  /// What the gate says in the end: the next suite's blocks are the fresh ones.
  std::vector<curve_comparison> confirmed(std::vector<curve_comparison> first, unsigned suite,
                                          const curve_power* planted = nullptr,
                                          const std::string& form = {}) const {
    const unsigned next = (suite + 1) % _power.suites;
    comparison_plan again = plan(next);
    again.looks.clear();
    confirm(first, arrange(next, planted, form), again);
    return first;
  }

  void decide(unsigned suite) {
    const bool more = _power.suites > 1;
    const auto unplanted = compare_pairs(arrange(suite), plan(suite));
    const auto in_the_end = more ? confirmed(unplanted, suite) : unplanted;
    bool any = false, measured = false, again = false;
    for (std::size_t i = 0; i < unplanted.size(); ++i) {
      const curve_comparison& c = unplanted[i];
      plant_power& nothing = curve(c.name).plants.front();
      note_detectable(nothing, c);
      if (c.is == verdict::invalid) continue;
      measured = true;
      any = any || differs(c);
      again = again || in_the_end[i].is == verdict::slower;
      nothing.called.count(differs(c));
      if (more) nothing.confirmed.count(in_the_end[i].is == verdict::slower);
      _power.rare.count(c.p <= 0.05);
    }
    if (measured) {
      _power.alarms.count(any);
      if (more) _power.alarms_confirmed.count(again);
    }
    count_spoilt(_suites[suite]);
    for (curve_power& c : _power.curves) {
      for (plant_power& p : c.plants) {
        if (p.factor > 1) decide(suite, c, p);
      }
    }
  }

  void decide(unsigned suite, const curve_power& of, plant_power& planted) {
    const auto first = compare_pairs(arrange(suite, &of, planted.name), plan(suite));
    bool named = false, measured = false;
    for (std::size_t i = 0; i < first.size(); ++i) {
      if (first[i].name != planted.name) {
        named = named || differs(first[i]);
        measured = measured || first[i].is != verdict::invalid;
        continue;
      }
      if (first[i].is == verdict::invalid) continue;
      planted.called.count(first[i].is == verdict::slower);
      if (_power.suites < 2) continue;
      const auto last = confirmed(first, suite, &of, planted.name);
      planted.confirmed.count(last[i].is == verdict::slower);
    }
    if (measured) _power.others.count(named);
  }

  void count_spoilt(const run_pair& of) {
    for (const curve_pair& c : of.curves) {
      for (const point_pair& p : c.points) _power.spoilt.count(p.blocked == verdict::invalid);
    }
  }

  static void note_detectable(plant_power& at, const curve_comparison& c) {
    for (const point_comparison& p : c.points) {
      point_power& point = point_of(at, p.threads);
      if (p.detectable) point.detectable.push_back(*p.detectable);
    }
  }

  static point_power& point_of(plant_power& in, unsigned threads) {
    const auto at = std::find_if(in.points.begin(), in.points.end(),
                                 [threads](const point_power& p) { return p.threads == threads; });
    if (at != in.points.end()) return *at;
    in.points.push_back({.threads = threads});
    return in.points.back();
  }

  curve_power& curve(const std::string& name) {
    return *std::find_if(_power.curves.begin(), _power.curves.end(),
                         [&name](const curve_power& c) { return c.name == name; });
  }

  /// What all whole blocks together say of each plant.
  void see(const run_pair& all) {
    for (curve_power& c : _power.curves) {
      for (plant_power& planted : c.plants) {
        const curve_pair* pair = find(all, planted.name);
        if (pair == nullptr) continue;
        for (const point_pair& p : pair->points) {
          point_power& point = point_of(planted, p.threads);
          point.oversubscribed = p.oversubscribed;
          point.obstacle = p.obstacle;
          point.spoilt = p.blocked == verdict::invalid;
          if (!p.obstacle.empty()) continue;
          std::vector<double> ratios;
          for (unsigned b = 0; b < _power.blocks; ++b) {
            if (const double r = p.log_ratio(b); !std::isnan(r)) ratios.push_back(r);
          }
          point.seen = paired_effect(ratios, 0.95);
        }
      }
    }
  }

  void meter(const run_record& run) {
    for (const point_record& p : run.points) {
      _power.stolen += p.meters.steal;
      for (const window_record& w : p.windows) _power.discarded.count(!w.discarded.empty());
      if (p.block >= _power.blocks) continue;
      _power.all_seconds += p.process_seconds;
      const bool unplanted = std::any_of(_power.curves.begin(), _power.curves.end(),
                                         [&p](const curve_power& c) { return c.name == p.name; });
      if (unplanted) _power.suite_seconds += p.process_seconds;
    }
  }

  const gate& _gate;
  gate_power _power;
  std::vector<run_pair> _suites;
};

}  // namespace

std::string planted_name(const std::string& curve, double factor) {
  // As in a run's header, so that one can be found by the other.
  return curve + "/plant:" + to_text({{"", factor}}).substr(1);
}

gate_power power_of(const run_record& base, const run_record& candidate, const gate& of) {
  return sitting(base, candidate, of).result();
}

}  // namespace contend
