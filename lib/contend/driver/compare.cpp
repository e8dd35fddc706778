// contend compare
#include <contend/analysis/comparison.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/core/rng.hpp>
#include <contend/driver/allocators.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/duet.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/header.hpp>
#include <contend/driver/interrupt.hpp>
#include <contend/driver/show_comparison.hpp>
#include <contend/driver/thread_list.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

namespace contend::driver {
namespace {

namespace fs = std::filesystem;

/// Of a duet's budget; the rest is for a second opinion on what was slower.
constexpr double first_part = 0.7;

std::string library_of(const std::string& allocator) {
  if (allocator == "malloc") return {};
  const bool known = allocator.find('=') == std::string::npos;
  const auto texts =
      known ? resolve_allocators({}, allocator) : resolve_allocators({allocator}, std::string());
  const auto parsed = parse_allocators(texts);
  if (parsed.size() != 1) {
    throw bad_input(fmt::format("--duet-allocators: '{}' is not one allocator", allocator));
  }
  return parsed.begin()->second;
}

std::vector<std::string> in_common(const program& a, const program& b) {
  std::vector<std::string> names;
  for (const curve_plan& c : a.curves) {
    const bool both = std::any_of(b.curves.begin(), b.curves.end(), [&c](const curve_plan& o) {
      return o.name == c.name && !o.skipped;
    });
    if (both && !c.skipped) names.push_back(c.name);
  }
  return names;
}

/// As many blocks as the first part of a budget pays for.
unsigned blocks_of(const sweep_options& o, const program& side) {
  if (o.budget.empty()) return o.blocks;
  return blocks_within(first_part * parse_duration("--budget", o.budget), o, side);
}

duet_plan plan_duet(const compare_options& options, double margin) {
  duet_plan plan;
  plan.options = options.sweep;
  sweep_options& o = plan.options;
  check(o);
  const auto threads =
      parse_threads(o.threads.empty() ? "auto" : o.threads, host::topology::detect());
  o.threads = fmt::format("{}", fmt::join(threads, ","));
  if (!options.preloads.empty()) {
    plan.base = plan.candidate = ask_program("/proc/self/exe", o.filter, o.preset, threads);
    plan.base.preload = library_of(options.preloads[0]);
    plan.candidate.preload = library_of(options.preloads[1]);
  } else if (!options.subjects.empty()) {
    const std::string &a = options.subjects[0], &b = options.subjects[1];
    if (a == b) throw bad_input("--duet-subjects: two of them; --duet with itself is an A/A");
    const program all = ask_program("/proc/self/exe", o.filter, o.preset, threads);
    plan.base = only_subject(all, a, a + "_vs_" + b);
    plan.candidate = only_subject(all, b, a + "_vs_" + b);
  } else {
    plan.base = ask_program(options.duet[0], o.filter, o.preset, threads);
    plan.candidate = ask_program(options.duet[1], o.filter, o.preset, threads);
  }
  plan.slowed = parse_plants(o.plants, plan.candidate.curves);
  o.blocks = blocks_of(o, plan.base);
  plan.how = {.margin = margin, .looks = looks_of(o.blocks), .seed = o.seed};
  plan.directory = o.out.empty() ? "results/" + utc_now(false) + "-duet" : o.out;
  return plan;
}

int run_duet(const compare_options& options, const comparison_view& view) {
  duet_plan plan = plan_duet(options, view.margin);
  const auto names = in_common(plan.base, plan.candidate);
  if (names.empty()) throw bad_input("--duet: the two have no case in common that runs here");
  const interrupt_guard guard;
  const duet_runs first = play(plan, names, false);

  std::vector<std::string> slower;
  if (!interrupt_guard::interrupted()) {
    for (const auto& c : compare_pairs(pair_runs(first.base, first.candidate), plan.how)) {
      if (c.is == verdict::slower) slower.push_back(c.name);
    }
  }
  std::optional<duet_runs> second;
  const fs::path directory = plan.directory;
  if (!slower.empty()) {
    fmt::print(stderr, "contend: {} slower; measuring {} once more, in fresh processes\n",
               slower.size() == 1 ? "1 curve looks" : fmt::format("{} curves look", slower.size()),
               slower.size() == 1 ? "it" : "them");
    plan.directory /= "confirm";
    plan.options.seed = derive_seed(plan.options.seed, first.base.blocks);
    plan.options.budget.clear();
    second = play(plan, slower, true);
  }
  const int code = show_duet(first, second, view);
  fmt::print(view.format == comparison_format::text ? stdout : stderr,
             "shown again by: contend compare {}\n", directory.string());
  std::fflush(stdout);
  return interrupt_guard::interrupted() ? exit_code::interrupted : code;
}

}  // namespace

int compare(const catalog&, const compare_options& options) {
  const comparison_view view{parse_share("--margin", options.margin),
                             comparison_format_named(options.format)};
  const bool duet = !options.duet.empty() || !options.preloads.empty() || !options.subjects.empty();
  if (duet) {
    if (!options.directories.empty()) {
      throw bad_input("a duet measures two programs: no run directories beside it");
    }
    return run_duet(options, view);
  }
  const auto& given = options.directories;
  if (given.size() == 1) {
    if (!is_duet(given[0])) {
      throw bad_input(
          fmt::format("{} is no duet's directory; give two run directories, or --duet "
                      "PROGRAM PROGRAM",
                      given[0]));
    }
    return show_duet(fs::path(given[0]), view);
  }
  if (given.size() != 2) {
    throw bad_input("two run directories, a duet's directory, or --duet PROGRAM PROGRAM");
  }
  // The two sides of one duet are what they were measured as.
  std::error_code ignored;
  const fs::path a = fs::weakly_canonical(given[0], ignored);
  const fs::path b = fs::weakly_canonical(given[1], ignored);
  if (a.parent_path() == b.parent_path() && a.filename() == "base" && b.filename() == "candidate") {
    return show_duet(a.parent_path(), view);
  }
  return show_separate(given[0], given[1], options.across_machines, view);
}

}  // namespace contend::driver
