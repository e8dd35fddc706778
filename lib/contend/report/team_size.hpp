// Which of a load's thread counts a chart over time shows.
#pragma once

#include <contend/report/svg_chart.hpp>

#include <span>

namespace contend {

struct team_size {
  unsigned threads = 0;
  bool oversubscribed = false;

  /// Each thread its own CPU before all; then many threads, or few where they share CPUs.
  [[nodiscard]] bool tells_more_than(const team_size& other) const {
    if (other.threads == 0 || oversubscribed != other.oversubscribed) {
      return other.threads == 0 || other.oversubscribed;
    }
    return oversubscribed ? threads < other.threads : threads > other.threads;
  }
};

/// Of the points that `shows` holds for; no threads if there is none. A load's ceiling keeps
/// nothing: it is no competitor.
template <class Shows>
[[nodiscard]] team_size best_team_size(std::span<const chart_line> all, Shows shows) {
  team_size best;
  for (const chart_line& s : all) {
    if (s.curve->ceiling) continue;
    for (const point_summary& p : s.curve->points) {
      const team_size here{p.threads, p.oversubscribed};
      if (shows(p) && here.tells_more_than(best)) best = here;
    }
  }
  return best;
}

}  // namespace contend
