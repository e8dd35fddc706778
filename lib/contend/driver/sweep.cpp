// contend sweep
#include <contend/analysis/findings.hpp>
#include <contend/analysis/knee.hpp>
#include <contend/analysis/plants.hpp>
#include <contend/analysis/precision.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/core/rng.hpp>
#include <contend/driver/allocators.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/header.hpp>
#include <contend/driver/interrupt.hpp>
#include <contend/driver/plan.hpp>
#include <contend/driver/progress.hpp>
#include <contend/driver/run_directory.hpp>
#include <contend/driver/visit.hpp>
#include <contend/report/journal.hpp>
#include <contend/report/table.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <tuple>

#include <unistd.h>

namespace contend::driver {
namespace {

/// Starting and ending a process, building a load and its oracle: a first guess, for planning.
constexpr double visit_overhead_seconds = 0.04;

/// Without a budget, a precision that is not reached by then is out of reach.
constexpr unsigned most_blocks_for_precision = 50;

/// A memory run's states and tail, and its work: likewise.
constexpr double footprint_seconds = 7;

double visit_seconds(const sweep_options& o) {
  return (o.windows + 1) * parse_duration("--window", o.window) + visit_overhead_seconds;
}

std::size_t count_points(const std::vector<curve_plan>& curves) {
  std::size_t points = 0;
  for (const auto& c : curves) points += c.skipped ? 0 : c.threads.size();
  return points;
}

std::size_t count_memory_points(const std::vector<curve_plan>& curves) {
  std::size_t points = 0;
  for (const auto& c : curves) points += c.skipped || !c.measures_memory ? 0 : c.threads.size();
  return points;
}

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

/// One sweep over its run directory: new or resumed.
class sweeping {
 public:
  sweeping(std::vector<curve_plan> curves, sweep_options options, run_record run, journal file)
      : _curves(std::move(curves)),
        _options(std::move(options)),
        _run(std::move(run)),
        _journal(std::move(file)),
        _plants(plants_of(_run)),
        _timeout(parse_duration("--timeout", _options.timeout)),
        _memory(memory_limit(_options.memory)),
        _budget(_options.budget.empty() ? 0 : parse_duration("--budget", _options.budget)),
        _goal(_options.precision.empty()
                  ? std::nullopt
                  : std::optional(parse_share("--precision", _options.precision))),
        _points(count_points(_curves)),
        _memory_points(count_memory_points(_curves)) {
    for (const point_record& p : _run.points) remember(p);
  }

  void go() {
    const interrupt_guard guard;
    progress shown;
    for (unsigned block = 0; _budget > 0 || block < std::max(_options.blocks, memory_blocks());
         ++block) {
      const auto visits = choose_visits(block);
      if (!visit_all(visits, shown)) return;
      if (block == 0 && _options.near_knee) {
        _points += add_threads(_curves, knees_of(_run));
        // What is done already is passed over.
        if (!visit_all(choose_visits(block), shown)) return;
      }
      // Nothing left that could be measured again, or that is worth it, with time to spare.
      if (adaptive() && block >= memory_blocks() && !any_hope(visits)) {
        shown.clear();
        if (block >= least_blocks_to_leave) say_why_enough(block);
        return;
      }
    }
  }

  [[nodiscard]] const run_record& run() const { return _run; }

 private:
  /// Whether blocks go where they tell most, instead of everywhere.
  [[nodiscard]] bool adaptive() const { return _budget > 0 || _goal; }

  [[nodiscard]] std::vector<visit> choose_visits(unsigned block) {
    auto visits = plan_block(_curves, block, _options.seed,
                             {_budget > 0 || block < _options.blocks, block < _options.footprint});
    if (!adaptive() || block < least_blocks_to_leave) return visits;
    const auto known = precision_by_load(_run);
    const auto wanted = worth_another_block(known, _goal);
    std::erase_if(visits, [&](const visit& v) {
      return !v.footprint && !wanted.contains(load_of(_curves[v.curve]));
    });
    if (_goal) foresee(known);
    return visits;
  }

  void say_why_enough(unsigned blocks) const {
    fmt::print(stderr, "contend: after {} blocks {}\n", blocks,
               _goal ? fmt::format("every interval is within {:.3g} %", 100 * *_goal)
                     : fmt::format("nothing is known worse than within {:.3g} %; time is left",
                                   100 * fine_enough));
  }

  /// How many visits the goal will take.
  void foresee(const std::map<std::string, load_precision>& known) {
    _foreseen = 0;
    for (const curve_plan& c : _curves) {
      const auto load = known.find(load_of(c));
      if (c.skipped || load == known.end()) continue;
      _foreseen += c.threads.size() * blocks_to_go(load->second, *_goal, _options.blocks);
    }
    _foreseen += _timed_visits;
  }

  /// False: interrupted, or out of budget.
  bool visit_all(const std::vector<visit>& visits, progress& shown) {
    for (const visit& v : visits) {
      if (_done.contains({_curves[v.curve].name, v.threads, v.block, v.footprint})) continue;
      if (_hopeless.contains({_curves[v.curve].name, v.threads, v.footprint})) continue;
      if (interrupt_guard::interrupted() || out_of_budget()) return false;
      const auto total =
          adaptive() ? 0 : _points * _options.blocks + _memory_points * _options.footprint;
      shown.show(_run.points.size(), total, seconds_left(),
                 fmt::format("block {}  {}/threads:{}{}", v.block + 1, _curves[v.curve].name,
                             v.threads, v.footprint ? "  memory" : ""));
      point_record p = measure(v);
      if (p.status == "cancelled") return false;
      _journal.append(p);
      remember(p);
      _run.points.push_back(std::move(p));
    }
    return true;
  }

  point_record measure(const visit& v) {
    const curve_plan& curve = _curves[v.curve];
    child_plan plan;
    plan.arguments = {"point",
                      "--case",
                      curve.case_name,
                      "--threads",
                      fmt::to_string(v.threads),
                      "--seed",
                      fmt::to_string(derive_seed(_options.seed, v.block)),
                      "--placement",
                      _options.placement,
                      "--window",
                      fmt::to_string(_run.window_seconds),
                      "--warm-up",
                      fmt::to_string(_run.window_seconds),
                      "--windows",
                      fmt::to_string(_options.windows)};
    if (v.footprint) plan.arguments.emplace_back("--footprint");
    if (_options.latency && !v.footprint) plan.arguments.emplace_back("--latency");
    if (const double factor = plant_of(_plants, curve.name); factor > 1 && !v.footprint) {
      plan.arguments.insert(plan.arguments.end(), {"--plant", fmt::to_string(factor)});
    }
    if (!curve.preload.empty()) {
      plan.arguments.insert(plan.arguments.end(), {"--expect-library", curve.preload});
    }
    plan.preload = curve.preload;
    plan.timeout_seconds = _timeout + (v.footprint ? footprint_seconds : 0);
    plan.memory_bytes = _memory;
    plan.padding = derive_seed(_options.seed, v.block * 1'000'003ull + v.curve);
    point_record p = (v.footprint ? visit_footprint : visit_point)(curve.name, v.threads, plan,
                                                                   &interrupt_guard::interrupted);
    p.block = v.block;
    p.oversubscribed = v.threads > _run.allowed_cpus;
    return p;
  }

  void remember(const point_record& p) {
    const bool memory = p.measures_memory();
    _done.emplace(p.name, p.threads, p.block, memory);
    _spent += p.process_seconds;
    ++(memory ? _memory_visits : _timed_visits);
    (memory ? _memory_spent : _timed_spent) += p.process_seconds;
    // It would crash, hang or fail its oracle again; one visit has said so. A host that
    // interfered once may be quiet the next time.
    if (!p.ok() && !p.status.starts_with("invalid")) {
      _hopeless.emplace(p.name, p.threads, memory);
    }
  }

  [[nodiscard]] bool any_hope(const std::vector<visit>& visits) const {
    return std::any_of(visits.begin(), visits.end(), [this](const visit& v) {
      return !_hopeless.contains({_curves[v.curve].name, v.threads, v.footprint});
    });
  }

  [[nodiscard]] bool out_of_budget() const { return _budget > 0 && _spent >= _budget; }

  [[nodiscard]] unsigned memory_blocks() const {
    return _memory_points > 0 ? _options.footprint : 0;
  }

  [[nodiscard]] double seconds_left() const {
    if (_goal && _foreseen > _timed_visits) {
      const double each =
          _timed_spent / static_cast<double>(std::max<std::size_t>(_timed_visits, 1));
      const double left = each * static_cast<double>(_foreseen - _timed_visits);
      return _budget > 0 ? std::min(left, _budget - _spent) : left;
    }
    if (_budget > 0) return _budget - _spent;
    if (_goal) return -1;
    const auto left = [](std::size_t total, std::size_t done, double spent, double guess) {
      const double each = done == 0 ? guess : spent / static_cast<double>(done);
      return each * static_cast<double>(total - std::min(total, done));
    };
    return left(_points * _options.blocks, _timed_visits, _timed_spent, visit_seconds(_options)) +
           left(_memory_points * _options.footprint, _memory_visits, _memory_spent,
                footprint_seconds);
  }

  std::vector<curve_plan> _curves;
  sweep_options _options;
  run_record _run;
  journal _journal;
  plants _plants;
  double _timeout;
  std::uint64_t _memory;
  double _budget;
  std::optional<double> _goal;
  std::size_t _foreseen = 0;  // timed visits that the goal will have taken
  std::size_t _points, _memory_points;
  std::size_t _timed_visits = 0, _memory_visits = 0;
  double _spent = 0;  // seconds in children, over all sittings
  double _timed_spent = 0, _memory_spent = 0;
  std::set<std::tuple<std::string, unsigned, unsigned, bool>> _done;
  std::set<std::tuple<std::string, unsigned, bool>> _hopeless;
};

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
