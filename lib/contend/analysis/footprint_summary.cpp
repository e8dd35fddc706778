#include <contend/analysis/footprint.hpp>
#include <contend/analysis/footprint_summary.hpp>

#include <algorithm>
#include <cmath>

namespace contend {
namespace {

bool interfered(const point_record& p) { return p.status.starts_with("invalid"); }

std::string status_of(std::span<const point_record* const> visits, unsigned kept) {
  const auto failed = std::find_if(visits.begin(), visits.end(), [](const point_record* p) {
    return !p->ok() && !interfered(*p);
  });
  if (failed != visits.end()) return (*failed)->status;
  return kept != 0 ? "ok" : visits.front()->status;
}

std::optional<double> metric(const point_record& p, const char* name) {
  const auto found = p.metrics.find(name);
  if (found == p.metrics.end() || !std::isfinite(found->second.value)) return std::nullopt;
  return found->second.value;
}

struct peak {
  double threads = 0, resident = 0, live = 0;
};

/// Through the logarithms; the threads are not all the same.
double exponent_of(const std::vector<peak>& peaks) {
  double x = 0, y = 0;
  for (const peak& p : peaks) {
    x += std::log(p.threads) / static_cast<double>(peaks.size());
    y += std::log(p.resident) / static_cast<double>(peaks.size());
  }
  double xy = 0, xx = 0;
  for (const peak& p : peaks) {
    const double dx = std::log(p.threads) - x;
    xy += dx * (std::log(p.resident) - y);
    xx += dx * dx;
  }
  return xy / xx;
}

bool equally_live(const std::vector<peak>& peaks) {
  const auto [least, most] = std::minmax_element(
      peaks.begin(), peaks.end(), [](const peak& a, const peak& b) { return a.live < b.live; });
  return most->live - least->live <= most_live_apart * most->live;
}

}  // namespace

std::optional<footprint_summary> summarize_footprints(std::span<const point_record* const> visits) {
  if (visits.empty()) return std::nullopt;
  footprint_summary s;
  s.visits = static_cast<unsigned>(visits.size());
  std::vector<const point_record*> kept;
  for (const point_record* p : visits) {
    if (p->ok()) kept.push_back(p);
  }
  s.kept = static_cast<unsigned>(kept.size());
  s.status = status_of(visits, s.kept);
  if (!s.ok()) return s;
  for (const point_record* p : kept) {
    if (s.note.empty()) s.note = p->note;
  }
  for (const footprint_column& c : footprint_columns()) {
    const std::string name(c.name);
    std::vector<double> values;
    for (const point_record* p : kept) {
      const auto value = metric(*p, name.c_str());
      if (!value) continue;
      values.push_back(*value);
      s.numbers[name].unit = p->metrics.at(name).unit;
    }
    if (!values.empty()) s.numbers[name].value = locate(values);
  }
  s.histories = histories_of(kept);
  std::erase_if(s.histories, [](const auto& h) {
    return h.first != "live_bytes" && h.first != "resident_bytes";
  });
  return s;
}

std::optional<blowup> blowup_of(std::span<const point_record* const> visits) {
  std::map<unsigned, std::map<unsigned, peak>> blocks;  // by threads
  for (const point_record* p : visits) {
    if (!p->ok()) continue;
    const auto resident = metric(*p, "resident_peak");
    const auto live = metric(*p, "live_peak");
    if (!resident || !live || !(*resident > 0)) continue;
    blocks[p->block][p->threads] = {static_cast<double>(p->threads), *resident, *live};
  }
  if (blocks.empty()) return std::nullopt;
  blowup b;
  std::vector<double> slopes;
  std::map<unsigned, std::vector<double>> growth;
  for (const auto& [block, by_threads] : blocks) {
    if (by_threads.size() < 2) continue;
    std::vector<peak> peaks;
    for (const auto& [threads, p] : by_threads) peaks.push_back(p);
    if (!equally_live(peaks)) {
      b.absent = "the live bytes are not the same at all threads";
      continue;
    }
    slopes.push_back(exponent_of(peaks));
    for (const peak& p : peaks) {
      growth[static_cast<unsigned>(p.threads)].push_back(p.resident / peaks.front().resident);
    }
  }
  if (slopes.empty()) {
    if (b.absent.empty()) b.absent = "measured with one number of threads only";
    return b;
  }
  b.absent.clear();
  b.slope = locate(slopes);
  for (const auto& [threads, ratios] : growth) b.growth.emplace_back(threads, locate(ratios));
  return b;
}

}  // namespace contend
