#include <contend/analysis/crossing.hpp>
#include <contend/analysis/parameter_axis.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace contend {
namespace {

/// Places looked at between two neighbouring values; between two places all is taken as straight.
constexpr std::size_t places_between = 64;

/// The blocks' centre at one x.
struct place {
  double x = 0;
  double centre = 0;
  double low = 0, high = 0;  // the interval's ends; the centre if there is none
};

std::vector<place> along(const log_ratios& data) {
  std::vector<place> result;
  const auto look = [&](std::size_t left, double part) {
    std::vector<double> values;
    for (const auto& block : data.blocks) {
      const double a = block[left];
      values.push_back(part > 0 ? std::lerp(a, block[left + 1], part) : a);
    }
    const double x = part > 0 ? std::lerp(data.at[left], data.at[left + 1], part) : data.at[left];
    const estimate e = locate(values);
    result.push_back({x, e.value, e.ci ? e.ci->low : e.value, e.ci ? e.ci->high : e.value});
  };
  for (std::size_t i = 0; i + 1 < data.at.size(); ++i) {
    for (std::size_t k = 0; k < places_between; ++k) {
      look(i, static_cast<double>(k) / places_between);
    }
  }
  look(data.at.size() - 1, 0);
  return result;
}

double zero_between(double x0, double y0, double x1, double y1) {
  return y0 == y1 ? x0 : x0 + (x1 - x0) * y0 / (y0 - y1);
}

/// Where the centre changes sign. A centre of exactly zero counts as the side that it came from.
std::vector<double> sign_changes(const std::vector<place>& all) {
  std::vector<double> result;
  const place* last = nullptr;
  for (const place& p : all) {
    if (p.centre == 0) continue;
    if (last && (last->centre > 0) != (p.centre > 0)) {
      result.push_back(zero_between(last->x, last->centre, p.x, p.centre));
    }
    last = &p;
  }
  return result;
}

bool in_doubt(const place& p) { return p.low <= 0 && p.high >= 0; }

/// The non-increasing values nearest to these, in least squares.
std::vector<double> falling(const std::vector<double>& values) {
  struct pool {
    double sum = 0;
    std::size_t size = 0;
    [[nodiscard]] double mean() const { return sum / static_cast<double>(size); }
  };
  std::vector<pool> pools;
  for (const double v : values) {
    pools.push_back({v, 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean() < pools.back().mean()) {
      const pool last = pools.back();
      pools.pop_back();
      pools.back().sum += last.sum;
      pools.back().size += last.size;
    }
  }
  std::vector<double> result;
  for (const pool& p : pools) result.insert(result.end(), p.size, p.mean());
  return result;
}

/// The end of the doubt between a place in doubt and a neighbour beyond it.
double edge(const place& inside, const place& outside) {
  return outside.low > 0 ? zero_between(inside.x, inside.low, outside.x, outside.low)
                         : zero_between(inside.x, inside.high, outside.x, outside.high);
}

/// The stretches of x whose interval has zero in it: first and last place of each.
std::vector<std::pair<std::size_t, std::size_t>> doubtful(const std::vector<place>& all) {
  std::vector<std::pair<std::size_t, std::size_t>> result;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!in_doubt(all[i])) continue;
    const bool goes_on = i > 0 && in_doubt(all[i - 1]);
    if (goes_on) {
      result.back().second = i;
    } else {
      result.emplace_back(i, i);
    }
  }
  return result;
}

/// The interval from the one stretch of doubt around the crossing; of a crossing so steep that no
/// place looked at is in doubt, the gap between two places.
void bound(crossing_answer& a, const std::vector<place>& all,
           const std::vector<std::pair<std::size_t, std::size_t>>& doubt) {
  if (doubt.empty()) {
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i - 1].x <= *a.at && *a.at <= all[i].x) a.ci = interval{all[i - 1].x, all[i].x};
    }
    return;
  }
  const auto [first, last] = doubt.front();
  a.open_low = first == 0;
  a.open_high = last + 1 == all.size();
  a.ci = interval{a.open_low ? all[first].x : edge(all[first], all[first - 1]),
                  a.open_high ? all[last].x : edge(all[last], all[last + 1])};
}

struct pair_of_curves {
  const curve_summary* subject = nullptr;
  const curve_summary* rival = nullptr;
};

/// Blocks that have a ratio at every value.
log_ratios complete_blocks(const std::map<double, pair_of_curves>& along, unsigned threads,
                           const block_rates& rates) {
  log_ratios data;
  std::map<unsigned, std::vector<double>> by_block;
  for (const auto& [x, curves] : along) {
    const auto& below = rates.of(curves.rival->name, threads);
    for (const auto& [block, rate] : rates.of(curves.subject->name, threads)) {
      const auto at = below.find(block);
      if (at == below.end() || !(rate > 0) || !(at->second > 0)) continue;
      if (by_block[block].size() == data.at.size()) {
        by_block[block].push_back(std::log(rate / at->second));
      }
    }
    data.at.push_back(x);
  }
  for (auto& [block, values] : by_block) {
    if (values.size() == data.at.size()) data.blocks.push_back(std::move(values));
  }
  return data;
}

}  // namespace

const char* to_string(crossing_kind kind) noexcept {
  switch (kind) {
    case crossing_kind::crosses: return "crosses";
    case crossing_kind::ahead: return "ahead";
    case crossing_kind::behind: return "behind";
    case crossing_kind::fades: return "fades";
    case crossing_kind::undecided: return "undecided";
  }
  return "?";
}

crossing_answer find_crossing(log_ratios data, bool falls) {
  crossing_answer a;
  if (data.at.empty() || data.blocks.empty()) {
    a.why = "no block has both designs at every value";
    return a;
  }
  if (falls) {
    for (auto& block : data.blocks) block = falling(block);
  }
  const std::vector<place> all = along(data);
  const auto changes = sign_changes(all);
  const bool bounded = data.blocks.size() > 1;
  auto doubt = bounded ? doubtful(all) : decltype(doubtful(all)){};
  if (falls && doubt.size() > 1) doubt = {{doubt.front().first, doubt.back().second}};
  if (!bounded) a.why = "one block: no interval";
  if (changes.size() % 2 == 1) {
    if (doubt.size() > 1) {
      a.why = "it is in doubt on several stretches";
      return a;
    }
    if (!doubt.empty() && doubt[0].first == 0 && doubt[0].second + 1 == all.size()) {
      a.why = "neither is ahead beyond doubt at any value";
      return a;
    }
    a.kind = crossing_kind::crosses;
    a.at = changes[changes.size() / 2];
    a.ahead_below = all.front().centre > 0 || (all.front().centre == 0 && all.back().centre < 0);
    if (bounded) bound(a, all, doubt);
    return a;
  }
  if (!changes.empty()) {
    a.why = "it passes several times";
  } else if (!bounded) {
    a.why = "never in the one block there is, which bounds nothing";
  } else if (doubt.empty()) {
    a.kind = all.front().centre > 0 ? crossing_kind::ahead : crossing_kind::behind;
  } else if (doubt[0].first == 0 && doubt[0].second + 1 == all.size()) {
    a.why = "neither is ahead beyond doubt at any value";
  } else if (falls && all.front().centre > 0 && doubt[0].second + 1 == all.size()) {
    a.kind = crossing_kind::fades;
    bound(a, all, doubt);
  } else {
    a.why = all[doubt[0].first].centre > 0 ? "ahead at every value, but not beyond doubt at all"
                                           : "behind at every value, but not beyond doubt at all";
  }
  return a;
}

std::vector<crossing_answer> answer(const crossing_question& q,
                                    std::span<const curve_summary> curves,
                                    const block_rates& rates) {
  std::vector<std::pair<std::string, std::map<double, pair_of_curves>>> settings;
  for (const curve_summary& c : curves) {
    if (c.suite + "/" + c.workload != q.workload) continue;
    if (c.subject != q.subject && c.subject != q.rival) continue;
    if (rates.of(c.name, q.threads).empty()) continue;
    const auto place = taken_out(c.parameters, q.parameter);
    if (!place) continue;
    auto at = std::find_if(settings.begin(), settings.end(),
                           [&](const auto& s) { return s.first == place->second; });
    if (at == settings.end()) at = settings.insert(settings.end(), {place->second, {}});
    pair_of_curves& both = at->second[place->first];
    (c.subject == q.subject ? both.subject : both.rival) = &c;
  }
  std::vector<crossing_answer> result;
  for (auto& [others, values] : settings) {
    std::erase_if(values, [](const auto& v) { return !v.second.subject || !v.second.rival; });
    if (values.size() < 2) continue;
    crossing_answer a = find_crossing(complete_blocks(values, q.threads, rates), q.falls);
    a.question = q;
    a.others = others;
    a.oversubscribed = oversubscribed(*values.begin()->second.subject, q.threads);
    for (const auto& [x, both] : values) {
      a.points.push_back(
          {x, rates.compare(both.subject->name, q.threads, both.rival->name, q.threads)});
    }
    result.push_back(std::move(a));
  }
  return result;
}

}  // namespace contend
