#include <contend/analysis/knee.hpp>
#include <contend/core/rng.hpp>
#include <contend/driver/child.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/interrupt.hpp>
#include <contend/driver/sweeping.hpp>
#include <contend/driver/visit.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace contend::driver {
namespace {

/// Starting and ending a process, building a load and its oracle: a first guess, for planning.
constexpr double visit_overhead_seconds = 0.04;

}  // namespace

double visit_seconds(const sweep_options& options) {
  return (options.windows + 1) * parse_duration("--window", options.window) +
         visit_overhead_seconds;
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

sweeping::sweeping(std::vector<curve_plan> curves, sweep_options options, run_record run,
                   journal file)
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

void sweeping::go() {
  const interrupt_guard guard;
  progress shown;
  for (unsigned block = 0; _budget > 0 || block < std::max(_options.blocks, memory_blocks());
       ++block) {
    const auto visits = choose_visits(block);
    if (!visit_all(visits, shown)) return;
    if (block == 0 && _options.near_knee) {
      _points += add_threads(_curves, knees_of(_run));
      _memory_points = count_memory_points(_curves);
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

std::vector<visit> sweeping::choose_visits(unsigned block) {
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

void sweeping::say_why_enough(unsigned blocks) const {
  fmt::print(stderr, "contend: after {} blocks {}\n", blocks,
             _goal ? fmt::format("every interval is within {:.3g} %", 100 * *_goal)
                   : fmt::format("nothing is known worse than within {:.3g} %; time is left",
                                 100 * fine_enough));
}

void sweeping::foresee(const std::map<std::string, load_precision>& known) {
  _foreseen = 0;
  for (const curve_plan& c : _curves) {
    const auto load = known.find(load_of(c));
    if (c.skipped || load == known.end()) continue;
    _foreseen += c.threads.size() * blocks_to_go(load->second, *_goal, _options.blocks);
  }
  _foreseen += _timed_visits;
}

bool sweeping::visit_all(const std::vector<visit>& visits, progress& shown) {
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

point_record sweeping::measure(const visit& v) {
  const curve_plan& curve = _curves[v.curve];
  child_plan plan;
  const double plant = v.footprint ? 1 : plant_of(_plants, curve.name);
  plan.arguments = point_arguments(curve, v, _options, plant, curve.preload);
  if (v.footprint) plan.arguments.emplace_back("--footprint");
  if (_options.latency && !v.footprint) plan.arguments.emplace_back("--latency");
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

void sweeping::remember(const point_record& p) {
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

bool sweeping::any_hope(const std::vector<visit>& visits) const {
  return std::any_of(visits.begin(), visits.end(), [this](const visit& v) {
    return !_hopeless.contains({_curves[v.curve].name, v.threads, v.footprint});
  });
}

unsigned sweeping::memory_blocks() const { return _memory_points > 0 ? _options.footprint : 0; }

double sweeping::seconds_left() const {
  if (_goal && _foreseen > _timed_visits) {
    const double each = _timed_spent / static_cast<double>(std::max<std::size_t>(_timed_visits, 1));
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

}  // namespace contend::driver
