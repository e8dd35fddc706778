#include <contend/report/svg_spots.hpp>

#include <algorithm>

namespace contend {

std::vector<spot> spots_of(const curve_summary& curve, chart_view view) {
  const bool efficiency = view == chart_view::efficiency;
  if (efficiency && curve.ceiling) return {};
  std::vector<spot> result;
  for (const point_summary& p : curve.points) {
    if (!p.throughput) continue;
    if (!efficiency) {
      if (*p.throughput > 0) result.push_back({p.threads, *p.throughput, p.ci, p.modes, &p});
      continue;
    }
    if (!p.efficiency) continue;
    std::vector<mode> modes = p.modes;
    for (mode& m : modes) m.throughput /= *curve.single * p.threads;
    // One thread's efficiency is 1 by definition: there the band closes to a point.
    const auto ci = p.threads == 1 ? interval{1, 1} : p.efficiency_ci;
    result.push_back({p.threads, *p.efficiency, ci, modes, &p});
  }
  // One thread's efficiency alone says nothing.
  if (efficiency && result.size() == 1 && result[0].threads == 1) result.clear();
  return result;
}

bool fails(const point_summary& p) {
  // A logarithmic axis has no place for zero.
  const bool stuck = p.ok() && p.throughput && !(*p.throughput > 0);
  return stuck || (!p.ok() && !p.refused() && p.status != "not run");
}

bool adjacent(const curve_summary& curve, const spot& a, const spot& b) {
  return std::none_of(curve.points.begin(), curve.points.end(), [&](const point_summary& p) {
    return p.threads > a.threads && p.threads < b.threads;
  });
}

double anchor(const spot& p) {
  if (p.modes.size() < 2) return p.y;
  return std::max_element(p.modes.begin(), p.modes.end(),
                          [](const mode& a, const mode& b) { return a.share < b.share; })
      ->throughput;
}

}  // namespace contend
