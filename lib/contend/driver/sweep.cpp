// contend sweep
#include <contend/analysis/findings.hpp>
#include <contend/analysis/plants.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/driver/allocators.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/header.hpp>
#include <contend/driver/interrupt.hpp>
#include <contend/driver/plan.hpp>
#include <contend/driver/run_directory.hpp>
#include <contend/driver/sweeping.hpp>
#include <contend/driver/thread_list.hpp>
#include <contend/report/journal.hpp>
#include <contend/report/table.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace contend::driver {
namespace {

/// Without a budget, a precision that is not reached by then is out of reach.
constexpr unsigned most_blocks_for_precision = 50;

/// Fewer windows a visit, so that a budget pays for every point at least twice; two are the least.
void fit_budget(sweep_options& o, std::size_t points, std::size_t memory_points) {
  if (o.budget.empty()) return;
  const double memory = static_cast<double>(memory_points * o.footprint) * footprint_seconds;
  const double budget = std::max(parse_duration("--budget", o.budget) - memory, 0.0);
  const auto count = static_cast<double>(points);
  while (o.windows > 2 && 2 * count * visit_seconds(o) > budget) --o.windows;
  if (count * visit_seconds(o) > budget) {
    fmt::print(stderr,
               "contend: {} pays for about {:.0f} of {} points; a larger --budget, a narrower "
               "--filter or --preset tour would reach them all\n",
               o.budget, budget / visit_seconds(o), points);
  }
}

std::vector<unsigned> threads_of(const catalog& cases, const sweep_options& options,
                                 const host::topology& where) {
  const preset* p = preset_named(cases, options.preset);
  if (!options.threads.empty()) return parse_threads(options.threads, where);
  if (p == nullptr || p->threads.empty()) return parse_threads("auto", where);
  return parse_threads(fmt::format("{}", fmt::join(p->threads, ",")), where);
}

bool threads_left_to_us(const catalog& cases, const sweep_options& options) {
  const preset* p = preset_named(cases, options.preset);
  return options.threads.empty() ? p == nullptr || p->threads.empty() : options.threads == "auto";
}

sweeping begin(const catalog& cases, sweep_options options, std::filesystem::path& directory) {
  const auto where = host::topology::detect();
  check(options);
  const auto threads = threads_of(cases, options, where);
  options.near_knee = threads_left_to_us(cases, options);
  if (!options.precision.empty() && options.budget.empty()) {
    options.blocks = std::max(options.blocks, most_blocks_for_precision);
  }
  options.threads = fmt::format("{}", fmt::join(threads, ","));
  const auto chosen = choose(cases, options.filter, options.preset);
  // Kept as NAME=LIB: a run goes on with the libraries that it was begun with.
  options.allocators = resolve_allocators(options.allocators, options.known_allocators);
  auto curves = plan_curves(chosen, threads, parse_allocators(options.allocators));
  const plants slowed = parse_plants(options.plants, curves);
  fit_budget(options, count_points(curves), count_memory_points(curves));
  directory = options.out.empty() ? "results/" + utc_now(false) : options.out;
  make_run_directory(directory);
  run_record header = make_header(cases, options, curves, where);
  if (!slowed.empty()) header.options["plant"] = to_text(slowed);
  journal file = journal::create(journal_of(directory), header);
  return {std::move(curves), std::move(options), std::move(header), std::move(file)};
}

sweeping resume(const catalog& cases, const std::string& directory) {
  run_record run = read_journal(journal_of(directory));
  if (run.options.contains("paired_with")) {
    throw bad_input("--resume: " + directory +
                    " is one side of a duet, which is measured in one sitting");
  }
  sweep_options options = options_of(run);
  const auto where = host::topology::detect();
  auto curves =
      plan_curves(choose(cases, options.filter, options.preset),
                  parse_threads(options.threads, where), parse_allocators(options.allocators));
  const bool same = run.build == describe_build() &&
                    std::equal(curves.begin(), curves.end(), run.cases.begin(), run.cases.end(),
                               [](const curve_plan& a, const planned_case& b) {
                                 return a.name == b.name && a.threads == b.threads;
                               });
  if (!same || where.allowed() != run.allowed_cpus) {
    throw bad_input(fmt::format(
        "--resume: {} was begun by another build or on other CPUs; its points can't be joined with "
        "new ones (start a new run)",
        directory));
  }
  journal file = journal::append_to(journal_of(directory));
  return {std::move(curves), std::move(options), std::move(run), std::move(file)};
}

int verdict(const std::vector<curve_summary>& curves) {
  unsigned measured = 0, failed = 0, invalid = 0;
  for (const auto& curve : curves) {
    for (const auto& p : curve.points) {
      if (p.footprint && !p.footprint->ok() && !p.footprint->status.starts_with("invalid"))
        ++failed;
      if (p.status == "not run") continue;
      ++measured;
      // Refused: the load, not the design, is measured; no failure, but no result either.
      if (p.status.starts_with("invalid") || p.refused())
        ++invalid;
      else if (!p.ok())
        ++failed;
    }
  }
  if (failed != 0) return exit_code::failed;
  return 2 * invalid > measured ? exit_code::invalid : exit_code::fine;
}

}  // namespace

int sweep(const catalog& cases, const sweep_options& options) {
  std::filesystem::path directory = options.resume;
  sweeping s =
      options.resume.empty() ? begin(cases, options, directory) : resume(cases, options.resume);
  s.go();
  write_results(directory, s.run());
  const findings found = analyse(s.run());
  fmt::print("{}\nreport: {}\n", summary_table(s.run(), found, ::isatty(STDOUT_FILENO) != 0),
             (directory / "report.html").string());
  std::fflush(stdout);
  if (interrupt_guard::interrupted()) {
    fmt::print(stderr, "contend: interrupted; go on with: contend sweep --resume {}\n",
               directory.string());
    return exit_code::interrupted;
  }
  return verdict(found.curves);
}

}  // namespace contend::driver
