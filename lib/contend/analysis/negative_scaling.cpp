#include <contend/analysis/negative_scaling.hpp>

namespace contend {
namespace {

bool beyond_doubt(const estimate& ratio) {
  return ratio.doubt.empty() && ratio.ci && ratio.ci->high < 1;
}

std::optional<negative_scaling> fall_of(const curve_summary& curve, const block_rates& rates) {
  std::optional<negative_scaling> fall;
  const point_summary* best = nullptr;  // with fewer threads
  for (const point_summary& p : curve.points) {
    if (p.oversubscribed || !p.throughput || p.bimodal()) continue;
    if (best != nullptr) {
      const negative_scaling::drop here{
          p.threads, best->threads,
          rates.compare(curve.name, p.threads, curve.name, best->threads).ratio};
      if (beyond_doubt(here.ratio)) {
        if (!fall) fall = {here, here};
        if (here.ratio.value < fall->deepest.ratio.value) fall->deepest = here;
      }
    }
    if (best == nullptr || *p.throughput > *best->throughput) best = &p;
  }
  return fall;
}

}  // namespace

void flag_negative_scaling(std::span<curve_summary> curves, const block_rates& rates) {
  for (curve_summary& c : curves) {
    if (!c.skipped && !c.ceiling) c.falls = fall_of(c, rates);
  }
}

}  // namespace contend
