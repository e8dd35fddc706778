#include <contend/analysis/comparison.hpp>

#include <contend/analysis/centre.hpp>
#include <contend/analysis/false_discovery.hpp>
#include <contend/analysis/sign_flips.hpp>
#include <contend/core/rng.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace contend {
namespace {

/// More patterns than this take longer than they are worth.
constexpr double most_draws = 200'000;

double log_margin(const comparison_plan& plan) { return -std::log1p(-plan.margin); }

double looks_of(const comparison_plan& plan) {
  return static_cast<double>(std::max<std::size_t>(1, plan.looks.size()));
}

/// Enough that the smallest p-value there can be passes with room to spare.
unsigned draws_for(std::size_t curves, const comparison_plan& plan) {
  const double wanted = 4 * static_cast<double>(curves) * looks_of(plan) / plan.error;
  return std::max(plan.draws, static_cast<unsigned>(std::min(wanted, most_draws)));
}

/// The columns of a curve's table: the points that can be compared, and their mean.
struct columns {
  std::vector<const point_pair*> points;

  explicit columns(const curve_pair& curve) {
    for (const point_pair& p : curve.points) {
      if (p.obstacle.empty()) points.push_back(&p);
    }
  }

  [[nodiscard]] bool has_mean() const { return points.size() > 1; }
  [[nodiscard]] std::size_t count() const { return points.size() + (has_mean() ? 1 : 0); }

  /// Row of values and their mean, which is NaN unless all are there.
  template <class Value>
  [[nodiscard]] std::vector<double> row(Value value) const {
    std::vector<double> result;
    double sum = 0;
    for (const point_pair* p : points) {
      result.push_back(value(*p));
      sum += result.back();
    }
    if (has_mean()) result.push_back(sum / static_cast<double>(points.size()));
    return result;
  }

  [[nodiscard]] block_table pairs(unsigned end) const {
    block_table table;
    for (unsigned b = 0; b < end; ++b) {
      table.push_back(row([b](const point_pair& p) { return p.log_ratio(b); }));
    }
    return table;
  }

  [[nodiscard]] block_table side(std::map<unsigned, double> point_pair::*which,
                                 unsigned end) const {
    block_table table;
    for (unsigned b = 0; b < end; ++b) {
      table.push_back(row([&](const point_pair& p) {
        const auto at = (p.*which).find(b);
        return at == (p.*which).end() ? std::nan("") : std::log(at->second);
      }));
    }
    return table;
  }
};

std::vector<double> column_of(const block_table& table, std::size_t i) {
  std::vector<double> values;
  for (const auto& row : table) {
    if (!std::isnan(row[i])) values.push_back(row[i]);
  }
  return values;
}

double centre_rate(const std::map<unsigned, double>& rates) {
  std::vector<double> logs;
  for (const auto& [block, rate] : rates) logs.push_back(std::log(rate));
  return logs.empty() ? 0 : std::exp(locate(logs).value);
}

/// When a curve was looked at: at the planned looks that it reached, and at its end if that was
/// between two. Never, if it has no block.
std::vector<unsigned> looks_at(unsigned blocks, const comparison_plan& plan) {
  std::vector<unsigned> looks;
  if (blocks == 0) return looks;
  for (const unsigned look : plan.looks) {
    if (look <= blocks) looks.push_back(look);
  }
  const bool one_left = looks.size() < plan.looks.size() || plan.looks.empty();
  if (one_left && (looks.empty() || looks.back() < blocks)) looks.push_back(blocks);
  return looks;
}

/// A curve's points without a verdict: what they are of, in the order of its columns.
curve_comparison begin(const curve_pair& curve, const columns& all) {
  curve_comparison c;
  c.name = curve.name;
  c.blocks = curve.blocks();
  for (const point_pair& p : curve.points) {
    c.points.push_back({.threads = p.threads,
                        .oversubscribed = p.oversubscribed,
                        .base_rate = centre_rate(p.base),
                        .candidate_rate = centre_rate(p.candidate),
                        .is = p.blocked,
                        .why = p.obstacle});
  }
  if (all.has_mean()) c.whole.emplace();
  return c;
}

/// Calls each(comparison, pair, column); of the mean the pair is null.
template <class Each>
void each_column(curve_comparison& c, const curve_pair& curve, Each each) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < c.points.size(); ++i) {
    if (curve.points[i].obstacle.empty()) each(c.points[i], &curve.points[i], column++);
  }
  if (c.whole) each(*c.whole, nullptr, column);
}

/// What is decided once for all curves, and how strictly.
struct rules {
  double margin;        // a logarithm
  bool whole_interval;  // a change must exceed the margin with all of its interval
};

void judge(point_comparison& p, const point_pair* pair, bool found, const rules& r) {
  const double value = p.change.at.value;
  if (!p.change.ci) {
    p.why = p.change.blocks == 0 ? "no block has both" : "one block";
    return;
  }
  const interval ci = *p.change.ci;
  const std::string doubt = pair == nullptr ? "" : pair->doubt;
  if (p.change.unstable) {
    p.why = "unstable: trimmed mean and median tell two stories";
    return;
  }
  const double nearest = value > 0 ? ci.low : -ci.high;
  if (found && (r.whole_interval ? nearest : std::abs(value)) >= r.margin) {
    p.is = value > 0 ? verdict::faster : verdict::slower;
    p.why = doubt;
    return;
  }
  if (-r.margin < ci.low && ci.high < r.margin) {
    p.is = doubt.empty() ? verdict::same : verdict::inconclusive;
    p.why = doubt;
    return;
  }
  p.why = found                 ? "a difference, but perhaps one within the margin"
          : nearest >= r.margin ? "a difference by its interval, but not beyond chance"
                                : "the interval reaches beyond the margin";
  if (!doubt.empty()) p.why += "; " + doubt;
}

verdict sum_up(const curve_comparison& c) {
  const auto any = [&c](verdict v) {
    return (c.whole && c.whole->is == v) ||
           std::any_of(c.points.begin(), c.points.end(), [v](const auto& p) { return p.is == v; });
  };
  for (const verdict v : {verdict::broken, verdict::slower, verdict::faster}) {
    if (any(v)) return v;
  }
  const auto all = [&c](verdict v) {
    return std::all_of(c.points.begin(), c.points.end(), [v](const auto& p) { return p.is == v; });
  };
  if (all(verdict::same)) return verdict::same;
  return all(verdict::invalid) ? verdict::invalid : verdict::inconclusive;
}

/// From effects and p-values to verdicts, over all curves.
void conclude(std::vector<curve_comparison>& result, const run_pair& runs,
              const comparison_plan& plan, const rules& r) {
  std::vector<double> ps;
  for (const curve_comparison& c : result) ps.push_back(c.p);
  const discoveries d = find_by_rate(ps, plan.error);
  const double level = plan.error / looks_of(plan) / static_cast<double>(result.size());
  const unsigned enough = reliable_blocks(result.size(), plan);
  for (std::size_t i = 0; i < result.size(); ++i) {
    curve_comparison& c = result[i];
    const double count = static_cast<double>(columns(runs.curves[i]).count());
    each_column(c, runs.curves[i], [&](point_comparison& p, const point_pair* pair, std::size_t) {
      judge(p, pair, d.found[i] && p.p <= d.threshold, r);
      const double change = detectable(p.change.at, level / count, r.margin);
      if (p.change.blocks >= enough && std::isfinite(change)) p.detectable = -std::expm1(-change);
    });
    c.is = sum_up(c);
  }
}

void not_confirmed(point_comparison& p, const std::string& why) {
  if (p.is != verdict::slower) return;
  p.is = verdict::inconclusive;
  p.why = why;
}

}  // namespace

std::optional<double> curve_comparison::detectable() const {
  std::optional<double> worst;
  for (const point_comparison& at : points) {
    if (!at.detectable) return std::nullopt;
    worst = std::max(worst.value_or(0), *at.detectable);
  }
  return worst;
}

unsigned least_blocks(std::size_t curves, const comparison_plan& plan) {
  // Where all blocks agree, 2 of the 2^n patterns are as extreme; and the signs of the blocks that
  // are cut off at one end do not matter.
  const double tests = static_cast<double>(std::max<std::size_t>(curves, 1)) * looks_of(plan);
  unsigned blocks = 2;
  while (std::ldexp(2.0, static_cast<int>(trimmed_of(blocks)) - static_cast<int>(blocks)) >
         plan.error / tests * (1 + 1e-9)) {
    ++blocks;
  }
  return blocks;
}

unsigned reliable_blocks(std::size_t curves, const comparison_plan& plan) {
  const unsigned least = least_blocks(curves, plan);
  return least + least / 2;
}

std::vector<curve_comparison> compare_pairs(const run_pair& runs, const comparison_plan& plan) {
  std::vector<curve_comparison> result;
  const double looks = looks_of(plan);
  for (const curve_pair& curve : runs.curves) {
    const columns all(curve);
    curve_comparison c = begin(curve, all);
    block_table table;
    std::vector<double> ps(all.count(), 1.0);
    for (const unsigned look : looks_at(c.blocks, plan)) {
      table = all.pairs(look);
      const flip_result flips =
          flip_blocks(table, {.seed = derive_seed(derive_seed(plan.seed, result.size()), look),
                              .draws = draws_for(runs.curves.size(), plan)});
      c.exact = flips.exact;
      // The least of all looks, times their number: right whenever measuring was stopped.
      for (std::size_t i = 0; i < ps.size(); ++i)
        ps[i] = std::min(ps[i], looks * flips.adjusted[i]);
    }
    each_column(c, curve, [&](point_comparison& p, const point_pair*, std::size_t column) {
      p.change = paired_effect(column_of(table, column), 1 - 2 * plan.error / looks);
      p.p = ps[column];
      c.p = std::min(c.p, p.p);
    });
    result.push_back(std::move(c));
  }
  conclude(result, runs, plan, {log_margin(plan), false});
  return result;
}

std::vector<curve_comparison> compare_separate(const run_pair& runs, const comparison_plan& plan) {
  comparison_plan once = plan;
  once.looks.clear();
  std::vector<curve_comparison> result;
  for (const curve_pair& curve : runs.curves) {
    const columns all(curve);
    curve_comparison c = begin(curve, all);
    const block_table base = all.side(&point_pair::base, c.blocks);
    const block_table candidate = all.side(&point_pair::candidate, c.blocks);
    const flip_result deals = deal_blocks(base, candidate,
                                          {.seed = derive_seed(plan.seed, result.size()),
                                           .draws = draws_for(runs.curves.size(), once)});
    each_column(c, curve, [&](point_comparison& p, const point_pair*, std::size_t column) {
      p.change =
          group_effect(column_of(base, column), column_of(candidate, column), 1 - 2 * plan.error);
      p.p = deals.adjusted[column];
      c.p = std::min(c.p, p.p);
    });
    result.push_back(std::move(c));
  }
  conclude(result, runs, once, {log_margin(plan), true});
  return result;
}

void confirm(std::vector<curve_comparison>& curves, const run_pair& fresh,
             const comparison_plan& plan) {
  for (curve_comparison& c : curves) {
    if (c.is != verdict::slower) continue;
    const auto found = std::find_if(fresh.curves.begin(), fresh.curves.end(),
                                    [&c](const curve_pair& f) { return f.name == c.name; });
    std::vector<point_comparison*> asked;
    block_table table;
    if (found != fresh.curves.end()) {
      const columns all(*found);
      const block_table whole = all.pairs(found->blocks());
      table.resize(whole.size());
      const auto take = [&](point_comparison& p, std::size_t column) {
        if (p.is != verdict::slower) return;
        asked.push_back(&p);
        for (std::size_t b = 0; b < whole.size(); ++b) table[b].push_back(whole[b][column]);
      };
      for (std::size_t i = 0; i < all.points.size(); ++i) {
        for (point_comparison& p : c.points) {
          if (p.threads == all.points[i]->threads) take(p, i);
        }
      }
      if (c.whole && all.has_mean()) take(*c.whole, all.points.size());
    }
    const flip_result flips = flip_blocks(
        table, {.seed = derive_seed(plan.seed, 1), .draws = plan.draws, .only_slower = true});
    for (std::size_t i = 0; i < asked.size(); ++i) {
      point_comparison& p = *asked[i];
      p.again = paired_effect(column_of(table, i), 1 - 2 * plan.error);
      p.again_p = flips.adjusted[i];
      const bool again = p.again_p <= plan.error && p.again->at.value <= -log_margin(plan);
      if (again) {
        c.confirmed = true;
      } else {
        not_confirmed(p, "slower at first, but not on fresh processes");
      }
    }
    for (point_comparison& p : c.points) {
      if (!p.again) not_confirmed(p, "slower at first; not measured again");
    }
    if (c.whole && !c.whole->again) not_confirmed(*c.whole, "slower at first; not measured again");
    c.is = sum_up(c);
    if (c.is != verdict::slower && c.is != verdict::broken) c.is = verdict::inconclusive;
  }
}

}  // namespace contend
