#include <contend/analysis/plants.hpp>
#include <contend/report/entry.hpp>
#include <contend/report/format.hpp>
#include <contend/report/left_out.hpp>
#include <contend/report/markdown_run.hpp>
#include <contend/report/markdown_text.hpp>
#include <contend/report/tip.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <vector>

namespace contend {
namespace {

/// More failures than these are counted, not listed.
constexpr std::size_t most_listed = 10;

std::string machine_of(const run_record& run) {
  std::string text = entry_of(run.machine, "cpu_model");
  const auto add = [&text](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : ", ") + more;
  };
  add(fmt::format("{} CPU{}", run.allowed_cpus, run.allowed_cpus == 1 ? "" : "s"));
  if (entry_of(run.machine, "hypervisor") == "yes") add("a virtual machine");
  add(entry_of(run.machine, "kernel"));
  add(entry_of(run.build, "compiler"));
  return code_span(text);
}

std::string cell(const point_summary& p) {
  if (p.status == "not run") return "not run";
  if (!p.ok()) return fmt::format("**{}**", code_cell(brief_status(p)));
  if (p.bimodal()) {
    return fmt::format("{} or {}", si(p.modes[0].throughput), si(p.modes[1].throughput));
  }
  const auto half = half_interval(p);
  return fmt::format("{} {}", si(*p.throughput), half ? "± " + percent(*half) : "±?");
}

std::string row(const curve_summary& c, const std::set<unsigned>& threads) {
  std::string text = fmt::format("| {} |", code_cell(c.name));
  for (const unsigned t : threads) {
    const auto at = std::find_if(c.points.begin(), c.points.end(),
                                 [t](const point_summary& p) { return p.threads == t; });
    text += at == c.points.end() ? "  |" : fmt::format(" {} |", cell(*at));
  }
  return text + "\n";
}

/// Designs under one load together, in the order in which the loads first come.
std::vector<const curve_summary*> by_load(const findings& found) {
  std::vector<std::vector<const curve_summary*>> groups;
  std::map<std::string, std::size_t> known;
  for (const curve_summary& c : found.curves) {
    if (c.skipped) continue;
    const auto [at, fresh] =
        known.try_emplace(c.suite + "/" + c.workload + "/" + c.parameters, groups.size());
    if (fresh) groups.emplace_back();
    groups[at->second].push_back(&c);
  }
  std::vector<const curve_summary*> result;
  for (const auto& group : groups) result.insert(result.end(), group.begin(), group.end());
  return result;
}

std::string table_of(const run_record& run, const std::vector<const curve_summary*>& curves) {
  std::set<unsigned> threads;
  for (const curve_summary* c : curves) {
    for (const point_summary& p : c->points) threads.insert(p.threads);
  }
  if (threads.empty()) return "nothing was measured\n";
  std::string head = "| operations a second, by threads |", line = "|---|";
  for (const unsigned t : threads) {
    head += fmt::format(" {}{} |", t, t > run.allowed_cpus ? " (over)" : "");
    line += "---:|";
  }
  std::string text = head + "\n" + line + "\n";
  std::size_t shown = 0;
  for (const curve_summary* c : curves) {
    const std::string next = row(*c, threads);
    if (text.size() + next.size() > most_markdown) break;
    text += next;
    ++shown;
  }
  if (shown < curves.size()) {
    text += fmt::format("\n{} more curves are in the report\n", curves.size() - shown);
  }
  return text;
}

std::string failures_of(const findings& found) {
  std::vector<std::string> all;
  const auto add = [&all](const std::string& what, const std::string& why) {
    all.push_back(fmt::format("- {}: {}\n", code_span(what), code_span(clipped(why, 200))));
  };
  for (const curve_summary& c : found.curves) {
    for (const point_summary& p : c.points) {
      const std::string name = fmt::format("{}/threads:{}", c.name, p.threads);
      if (p.footprint && !p.footprint->ok()) add(name + " (memory)", p.footprint->status);
      if (p.ok() || p.refused() || p.status == "not run" || p.status.starts_with("invalid"))
        continue;
      add(name, p.status);
    }
  }
  if (all.empty()) return {};
  std::string text = "\n**failed**\n\n";
  for (std::size_t i = 0; i < std::min(all.size(), most_listed); ++i) text += all[i];
  if (all.size() > most_listed) text += fmt::format("- and {} more\n", all.size() - most_listed);
  return text;
}

}  // namespace

std::string markdown_run(const run_record& run, const findings& found) {
  std::string text = fmt::format("**contend {}**, seed {}: {}\n\n", code_span(run.version),
                                 run.seed, machine_of(run));
  for (const auto& [name, factor] : plants_of(run)) {
    text += fmt::format("**PLANTED:** {} was slowed down on purpose, by a factor of {}\n\n",
                        code_span(name), fixed(factor, 3));
  }
  text += table_of(run, by_load(found));
  text += "\n± half of the 95 % interval, ±? where there is none; a or b: two speeds, no average\n";
  if (const std::string out = left_out_text(found.curves); !out.empty()) {
    text += fmt::format("\n**without a number:** {}\n", out);
  }
  return text + failures_of(found);
}

}  // namespace contend
