#include <contend/report/format.hpp>
#include <contend/report/headroom_text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace contend {
namespace {

std::string threads_of(const std::vector<unsigned>& threads) {
  return fmt::format("{} thread{}", fmt::join(threads, ", "),
                     threads.size() == 1 && threads[0] == 1 ? "" : "s");
}

/// "malloc at 1, 2 threads; jemalloc at 2 threads"
std::string those(const load_headroom& load, headroom_verdict verdict) {
  std::vector<std::pair<std::string, std::vector<unsigned>>> by_subject;
  for (const point_headroom& p : load.points) {
    if (p.verdict != verdict) continue;
    if (by_subject.empty() || by_subject.back().first != p.subject) {
      by_subject.emplace_back(p.subject, std::vector<unsigned>{});
    }
    by_subject.back().second.push_back(p.threads);
  }
  std::string text;
  for (const auto& [subject, threads] : by_subject) {
    text += fmt::format("{}{} at {}", text.empty() ? "" : "; ", subject, threads_of(threads));
  }
  return text;
}

}  // namespace

std::string headroom_text(const load_headroom& load) {
  std::string text = fmt::format("Load alone ({}):", load.ceiling);
  const auto most = std::max_element(load.points.begin(), load.points.end(),
                                     [](const point_headroom& a, const point_headroom& b) {
                                       return a.share.ratio.value < b.share.ratio.value;
                                     });
  if (most != load.points.end()) {
    text +=
        fmt::format(" the designs reach at most {} of it ({} at {}).",
                    percent(most->share.ratio.value), most->subject, threads_of({most->threads}));
  }
  const std::string bound = percent(most_of_ceiling);
  if (const std::string names = those(load, headroom_verdict::refused); !names.empty()) {
    text += fmt::format(" Refused, above {}: {}.", bound, names);
  }
  if (const std::string names = those(load, headroom_verdict::undecided); !names.empty()) {
    text += fmt::format(" In doubt, on both sides of {}: {}.", bound, names);
  }
  for (const unknown_ceiling& u : load.unknown) {
    text += fmt::format(" Its rate at {} is not known: {}.", threads_of(u.threads), u.why);
  }
  return text;
}

nearest_ceiling nearest_to_ceiling(const curve_summary& curve) {
  const point_summary* most = nullptr;
  for (const point_summary& p : curve.points) {
    if (p.of_ceiling && (!most || p.of_ceiling->value > most->of_ceiling->value)) most = &p;
  }
  if (most == nullptr) return {};
  const auto& ci = most->of_ceiling->ci;
  const bool undecided = !most->refused() && ci && ci->high > most_of_ceiling;
  return {percent(most->of_ceiling->value) + (undecided ? "?" : ""), most->threads,
          !undecided && !most->refused()};
}

std::string of_ceiling_text(const point_summary& p) {
  if (!p.of_ceiling) return {};
  const auto& ci = p.of_ceiling->ci;
  return percent(p.of_ceiling->value) +
         (ci ? fmt::format(" ({} to {})", percent(ci->low), percent(ci->high)) : "");
}

}  // namespace contend
