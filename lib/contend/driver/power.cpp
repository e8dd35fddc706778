#include <contend/driver/power.hpp>

#include <contend/analysis/gate_power.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/driver/comma_list.hpp>
#include <contend/driver/duet.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/header.hpp>
#include <contend/driver/interrupt.hpp>
#include <contend/driver/plan.hpp>
#include <contend/driver/show_comparison.hpp>
#include <contend/driver/thread_list.hpp>
#include <contend/report/power_text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

namespace contend::driver {
namespace {

/// What is measured unless a filter says otherwise: cheap loads, each noisy in a way of its own.
constexpr std::array fixed_suite{
    // Registers only: as quiet as a host gets, so what is missed here is missed everywhere.
    "control/compute/none",
    // One line that all threads write: it has rhythms of its own, and hides a part of a plant.
    "control/hot_atomic/fetch_add",
    // A buffer of each thread's own, in its cache: suffers from what a neighbour evicts.
    "control/stream/read_write/kib:128",
    // An allocator whose blocks are freed by another thread: the layout of a process decides much.
    "frees/ring/malloc",
    // A map under one lock: who is preempted while holding it stops all.
    "containers/map_mix/shared_mutex_unordered_map/read:90/skew:0.99/size:10000",
};

/// How much longer the steps of a planted curve take, the most telling first: what a gate is for,
/// what none should miss, and what is below the margin, so that it leaves it alone.
constexpr std::array plant_factors{1.05, 1.1, 1.025};

/// More plants are worth their time once so many suites are left.
constexpr unsigned suites_before_plants = 4;

/// Few, but enough: in 12 blocks of five curves, the least that can find anything, a slow-down by a
/// third is found half of the time; in 14 nine times in ten, from 18 on always (docs/power.md).
constexpr unsigned usual_blocks = 19;

/// More threads say more of the machine than of the gate.
constexpr unsigned most_cpus = 4;

/// The header's option that says of how many blocks the gate is.
constexpr const char* blocks_option = "gate_blocks";

std::string filter_of_fixed_suite() { return fmt::format("^({})$", fmt::join(fixed_suite, "|")); }

/// "none" or "1.05,1.025", each once.
std::vector<double> parse_factors(const std::string& text) {
  std::vector<double> factors;
  if (text == "none") return factors;
  for (const std::string& part : split_at_commas(text)) {
    const std::optional<double> factor = parse_factor(part);
    if (!factor || *factor == 1) {
      throw bad_input(fmt::format(
          "--plants: '{}' is neither none nor a list of factors above 1, up to 100", text));
    }
    if (std::count(factors.begin(), factors.end(), *factor) != 0) {
      throw bad_input(fmt::format("--plants: {:g} is there twice", *factor));
    }
    factors.push_back(*factor);
  }
  return factors;
}

/// As many of the usual plants as leave time for a few suites: one at least.
std::vector<double> affordable_factors(double unplanted_blocks, unsigned blocks) {
  std::size_t count = 1;
  while (count < plant_factors.size() &&
         unplanted_blocks >= static_cast<double>((count + 2) * suites_before_plants * blocks)) {
    ++count;
  }
  return {plant_factors.begin(), plant_factors.begin() + static_cast<std::ptrdiff_t>(count)};
}

/// Every curve once more under each plant, as a curve of its own.
plants add_planted(program& side, const std::vector<double>& factors) {
  plants slowed;
  std::vector<curve_plan> all;
  for (const curve_plan& c : side.curves) {
    all.push_back(c);
    for (const double factor : factors) {
      curve_plan& planted = all.emplace_back(c);
      planted.name = planted_name(c.name, factor);
      slowed[planted.name] = factor;
    }
  }
  side.curves = std::move(all);
  return slowed;
}

duet_plan plan_power(const catalog& cases, const doctor_options& options) {
  duet_plan plan;
  plan.options = options.sweep;
  sweep_options& o = plan.options;
  if (o.filter.empty()) o.filter = filter_of_fixed_suite();
  if (o.budget.empty()) o.budget = "2m";
  const unsigned blocks = o.blocks == 0 ? usual_blocks : o.blocks;
  o.blocks = blocks;
  check(o);
  (void)choose(cases, o.filter);
  const auto where = host::topology::detect();
  if (o.threads.empty()) o.threads = fmt::format("1,{}", std::min(where.allowed(), most_cpus));
  const auto threads = parse_threads(o.threads, where);
  o.threads = fmt::format("{}", fmt::join(threads, ","));
  plan.base = ask_program("/proc/self/exe", o.filter, o.preset, threads);
  std::erase_if(plan.base.curves, [](const curve_plan& c) { return c.skipped.has_value(); });
  if (plan.base.curves.empty()) throw bad_input("--filter: none of its cases runs here");
  // The budget ends it, not the number of blocks, which is no more than a guess.
  const double budget = parse_duration("--budget", o.budget);
  plan.slowed =
      add_planted(plan.base, options.plants.empty()
                                 ? affordable_factors(blocks_within(budget, o, plan.base), blocks)
                                 : parse_factors(options.plants));
  plan.candidate = plan.base;
  o.blocks = blocks_within(2 * budget, o, plan.base);
  plan.how = {.looks = {o.blocks}, .seed = o.seed};
  plan.noted = {{blocks_option, fmt::to_string(blocks)}};
  plan.directory = o.out.empty() ? "results/" + utc_now(false) + "-power" : o.out;
  return plan;
}

unsigned blocks_of(const run_record& run, const std::string& directory) {
  const auto at = run.options.find(blocks_option);
  const std::string text = at == run.options.end() ? "" : at->second;
  unsigned blocks = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), blocks);
  if (error != std::errc{} || end != text.data() + text.size() || blocks == 0) {
    throw bad_input(directory + " was not measured by contend doctor --power");
  }
  return blocks;
}

int show(const duet_runs& runs, unsigned blocks, double margin) {
  const gate of{
      .blocks = blocks, .looks = looks_of(blocks), .margin = margin, .seed = runs.base.seed};
  const gate_power seen = power_of(runs.base, runs.candidate, of);
  const palette paint{::isatty(STDOUT_FILENO) != 0};
  fmt::print("{}", power_text(seen, of, runs.base, paint));
  if (2 * seen.spoilt.times > seen.spoilt.of) return exit_code::invalid;
  return seen.suites == 0 ? exit_code::inconclusive : exit_code::fine;
}

}  // namespace

int power(const catalog& cases, const doctor_options& options) {
  const double margin = parse_share("--margin", options.margin);
  if (!options.from.empty()) {
    const duet_runs runs = read_duet(options.from);
    const unsigned measured = blocks_of(runs.base, options.from);
    const int code =
        show(runs, options.sweep.blocks == 0 ? measured : options.sweep.blocks, margin);
    std::fflush(stdout);
    return code;
  }
  const duet_plan plan = plan_power(cases, options);
  std::vector<std::string> names;
  for (const curve_plan& c : plan.base.curves) names.push_back(c.name);
  const interrupt_guard guard;
  const duet_runs runs = play(plan, names, true);
  const int code = show(runs, blocks_of(runs.base, plan.directory.string()), margin);
  fmt::print("shown again by: contend doctor --power --from {}\n", plan.directory.string());
  std::fflush(stdout);
  return interrupt_guard::interrupted() ? exit_code::interrupted : code;
}

}  // namespace contend::driver
