#include <contend/report/power_text.hpp>

#include <contend/analysis/comparison.hpp>
#include <contend/analysis/quantile.hpp>
#include <contend/report/change_text.hpp>
#include <contend/report/format.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>

namespace contend {
namespace {

std::string plural(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string of_text(const frequency& f) { return fmt::format("{} of {}", f.times, f.of); }

std::string ci_text(const frequency& f) {
  const interval ci = f.ci();
  return fmt::format("{:.0f} to {:.0f} %", 100 * ci.low, 100 * ci.high);
}

/// The slow-down of a factor: "4.8 %".
std::string size_text(double factor) { return percent(1 - 1 / factor); }

std::optional<double> middle(const std::vector<double>& values) {
  return values.empty() ? std::nullopt : std::optional<double>(median(values));
}

/// What the curve finds nine times in ten at its worst thread count; none if one finds nothing.
std::optional<double> worst(const curve_power& c) {
  std::optional<double> most;
  for (const point_power& p : c.plants.front().points) {
    const auto here = middle(p.detectable);
    if (!here) return std::nullopt;
    most = std::max(most.value_or(0), *here);
  }
  return most;
}

std::string head(const gate_power& seen, const gate& of, const run_record& run) {
  const auto machine = [&run](const char* key) {
    const auto at = run.machine.find(key);
    return at == run.machine.end() ? std::string("unknown") : printable(at->second);
  };
  const double discarded =
      seen.discarded.of == 0 ? 0 : static_cast<double>(seen.discarded.times) / seen.discarded.of;
  return fmt::format(
      "{} beside itself: {} in turns, seed {}, begun {}\n"
      "on {}, {} CPUs; {} of windows discarded, {} of CPU time stolen\n"
      "the gate: {} of {}, windows of {}, margin {}: {:.0f} s of visits; here {}, no two with a "
      "block in common\n",
      printable(run.version), plural(seen.blocks, "block"), run.seed, printable(run.started),
      machine("cpu_model"), run.allowed_cpus, percent(discarded), percent(seen.stolen),
      plural(of.blocks, "block"), plural(seen.curves.size(), "curve"), duration(run.window_seconds),
      percent(of.margin), seen.suite_seconds, plural(seen.suites, "such suite"));
}

std::string least_found(const gate_power& seen) {
  const curve_power *least = nullptr, *most = nullptr;
  unsigned none = 0;
  for (const curve_power& c : seen.curves) {
    const auto here = worst(c);
    if (!here) {
      ++none;
      continue;
    }
    if (least == nullptr || *here < *worst(*least)) least = &c;
    if (most == nullptr || *here > *worst(*most)) most = &c;
  }
  if (least == nullptr) return "Of no curve all thread counts could tell what they would find.";
  std::string text = fmt::format("The smallest that a suite finds 9 times in 10: {} at {}",
                                 percent(*worst(*least)), printable(least->name));
  if (most != least) {
    text += fmt::format(", {} at {}", percent(*worst(*most)), printable(most->name));
  }
  if (none > 0) text += fmt::format("; {} can't tell", plural(none, "curve"));
  return text + ".";
}

std::string in_short(const gate_power& seen, const gate& of) {
  std::string text;
  if (2 * seen.spoilt.times > seen.spoilt.of) {
    text = fmt::format("This host can't be measured on: other work spoilt {} points.\n",
                       of_text(seen.spoilt));
  }
  if (seen.suites == 0) {
    return text +
           fmt::format("Nothing is known of such a gate: one suite takes {}, and there {} {}.{}\n",
                       plural(of.blocks, "block"), seen.blocks == 1 ? "is" : "are", seen.blocks,
                       seen.all_seconds > 0 ? fmt::format(" So many with their planted ones "
                                                          "would take {:.0f} s here.",
                                                          seen.all_seconds)
                                            : "");
  }
  const comparison_plan plan{.margin = of.margin, .looks = of.looks};
  if (const unsigned least = least_blocks(seen.curves.size(), plan); of.blocks < least) {
    return text + fmt::format("{} too few to call any of {} faster or slower: {} are the least.\n",
                              plural(of.blocks, "block") + (of.blocks == 1 ? " is" : " are"),
                              plural(seen.curves.size(), "curve"), least);
  }
  if (seen.alarms.of == 0) return text + "False alarms, finds: no suite could be measured.\n";
  text += fmt::format("False alarms: {} suites (95 %: {}).\n", of_text(seen.alarms),
                      ci_text(seen.alarms));
  std::map<double, frequency> by_size;
  for (const curve_power& c : seen.curves) {
    for (const plant_power& p : c.plants) {
      if (p.factor <= 1) continue;
      by_size[p.factor].times += p.called.times;
      by_size[p.factor].of += p.called.of;
    }
  }
  std::string finds;
  for (const auto& [factor, called] : by_size) {
    finds += fmt::format("{}{} in {}", finds.empty() ? "Found: a planted slow-down of " : ", of ",
                         size_text(factor), of_text(called));
  }
  if (!finds.empty()) text += finds + " suites, over all curves.\n";
  return text + least_found(seen) + "\n";
}

std::string alarms(const gate_power& seen) {
  if (seen.suites == 0) return "";
  std::string text = "\n";
  if (seen.alarms.of > 0) {
    text += fmt::format("{} suites call a curve slower or faster though nothing is planted",
                        of_text(seen.alarms));
    if (seen.suites > 1) {
      text += fmt::format(", and {} slower again on the next suite's blocks",
                          seen.alarms_confirmed.times);
    }
    text += fmt::format(
        "\n{} curves in them have p <= 5 % (95 %: {}), each by itself and before the margin; 5 % "
        "may\n",
        of_text(seen.rare), ci_text(seen.rare));
  }
  if (seen.others.of > 0) {
    text +=
        fmt::format("{} suites with one planted curve call another one\n", of_text(seen.others));
  }
  text += fmt::format("{} points of the suites, planted ones too, were spoilt by other work\n",
                      of_text(seen.spoilt));
  return text;
}

std::string seen_text(const point_power& p) {
  if (p.spoilt) return "spoilt by the host";
  if (!p.obstacle.empty()) return printable(p.obstacle);
  if (p.seen.blocks == 0) return "not measured";
  return fmt::format("{:>8} {}", change_text(p.seen.at.value),
                     p.seen.ci ? change_text(*p.seen.ci) : "");
}

std::string row(const plant_power& p, bool suites) {
  const std::string planted =
      p.factor > 1 ? fmt::format("-{} (x{:g})", size_text(p.factor), p.factor) : "nothing";
  std::string text = fmt::format("  {}", left(planted, 18));
  if (suites) {
    text += left(p.called.of == 0 ? "not measured"
                                  : fmt::format("{} ({})", of_text(p.called), ci_text(p.called)),
                 26);
    text += left(p.confirmed.of == 0 ? "" : fmt::format("{}", p.confirmed.times), 7);
  }
  for (const point_power& at : p.points) text += left(seen_text(at), 25);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string detectable(const point_power& p) {
  const auto here = middle(p.detectable);
  if (!here) return "can't tell";
  std::string text = percent(*here);
  if (p.detectable.size() > 1) {
    const auto [least, most] = std::minmax_element(p.detectable.begin(), p.detectable.end());
    text += fmt::format(" ({} to {})", percent(*least), percent(*most));
  }
  return text;
}

std::string table(const gate_power& seen, const palette& paint) {
  const bool suites = seen.suites > 0;
  std::string text = left("planted", 20);
  if (suites) text += left("called slower (95 %)", 26) + left("again", 7);
  std::vector<unsigned> threads;
  for (const curve_power& c : seen.curves) {
    for (const point_power& p : c.plants.front().points) threads.push_back(p.threads);
  }
  std::sort(threads.begin(), threads.end());
  threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
  for (const unsigned n : threads) text += left("seen at " + plural(n, "thread"), 25);
  text.erase(text.find_last_not_of(' ') + 1);
  text = fmt::format("\n{}\n", paint.dim(text));
  for (const curve_power& c : seen.curves) {
    text += paint.bold(printable(c.name)) + "\n";
    for (const plant_power& p : c.plants) text += row(p, suites);
    if (!suites) continue;
    std::string least = left("  least found 9 times in 10", 53);
    for (const point_power& p : c.plants.front().points) least += left(detectable(p), 25);
    least.erase(least.find_last_not_of(' ') + 1);
    text += least + "\n";
  }
  return text;
}

}  // namespace

std::string power_text(const gate_power& seen, const gate& of, const run_record& run,
                       const palette& paint) {
  std::string text = head(seen, of, run) + "\n" + paint.bold(in_short(seen, of));
  text += alarms(seen) + table(seen, paint);
  text += paint.dim(
      "called slower: by the suites that the host let measure it; where nothing is planted, or "
      "faster\nagain: slower too on the blocks of the next suite, as a gate confirms it\nseen: the "
      "change over all blocks, [95 %]\n");
  return text;
}

}  // namespace contend
