#include <contend/driver/duet.hpp>

#include <contend/core/rng.hpp>
#include <contend/driver/child.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/header.hpp>
#include <contend/driver/interrupt.hpp>
#include <contend/driver/progress.hpp>
#include <contend/driver/run_directory.hpp>
#include <contend/driver/visit.hpp>
#include <contend/host/machine.hpp>
#include <contend/report/journal.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

namespace contend::driver {
namespace {

/// A visit takes so much longer than its windows: a process, a load, an oracle.
constexpr double visit_overhead_seconds = 0.06;

/// A side's header: what a sweep's says, as far as another program can be asked for it.
run_record header_of(const duet_plan& plan, const program& side, const char* paired_with) {
  const sweep_options& o = plan.options;
  const auto where = host::topology::detect();
  run_record run;
  run.version = side.version;
  run.command = o.command_line;
  run.started = utc_now(true);
  run.seed = o.seed;
  run.blocks = o.blocks;
  run.window_seconds = parse_duration("--window", o.window);
  run.windows = o.windows;
  run.machine = host::describe_machine(where);
  run.build = {{"program", side.path}, {"sha256", side.digest}};
  if (!side.preload.empty()) run.build["preload"] = side.preload;
  if (!side.subject.empty()) run.build["subject"] = side.subject;
  run.allowed_cpus = where.allowed();
  run.edges = where.edges();
  run.options = {{"filter", o.filter},
                 {"preset", o.preset},
                 {"threads", o.threads},
                 {"budget", o.budget},
                 {"placement", o.placement},
                 {"window", o.window},
                 {"timeout", o.timeout},
                 {"memory", o.memory},
                 {"latency", ""},
                 {"paired_with", paired_with},
                 {"looks", fmt::format("{}", fmt::join(plan.how.looks, ","))}};
  run.options.insert(plan.noted.begin(), plan.noted.end());
  for (const curve_plan& c : side.curves) run.cases.push_back({c.name, c.threads, c.skipped});
  run.designs = side.designs;
  return run;
}

/// Two journals that grow together.
class playing {
 public:
  playing(const duet_plan& plan, const std::vector<std::string>& chosen, bool to_the_end)
      : _plan(plan),
        _to_the_end(to_the_end),
        _base(begin(plan.base, "candidate", "base")),
        _candidate(begin(plan.candidate, "base", "candidate")),
        _timeout(parse_duration("--timeout", plan.options.timeout)),
        _memory(memory_limit(plan.options.memory)),
        _budget(plan.options.budget.empty() ? 0 : parse_duration("--budget", plan.options.budget)) {
    const std::set<std::string> wanted(chosen.begin(), chosen.end());
    for (const curve_plan& c : plan.base.curves) {
      const auto other = std::find_if(plan.candidate.curves.begin(), plan.candidate.curves.end(),
                                      [&c](const curve_plan& o) { return o.name == c.name; });
      if (!wanted.contains(c.name) || c.skipped || other == plan.candidate.curves.end() ||
          other->skipped) {
        continue;
      }
      _curves.push_back(c);
      std::erase_if(_curves.back().threads, [&](unsigned n) {
        return std::count(other->threads.begin(), other->threads.end(), n) == 0;
      });
      if (_curves.back().threads.empty()) {
        _curves.pop_back();
      } else {
        _candidates_cases.push_back(other->case_name);
      }
    }
    for (const curve_plan& c : _curves) _points += c.threads.size();
  }

  duet_runs go() {
    for (unsigned block = 0; block < _plan.options.blocks && !over(); ++block) {
      for (const visit& v : plan_block(_curves, block, _plan.options.seed)) {
        if (_settled.contains(v.curve) || _hopeless.contains({v.curve, v.threads})) continue;
        if (over() || !visit_both(v)) break;
      }
      const auto& looks = _plan.how.looks;
      const bool look = std::count(looks.begin(), looks.end(), block + 1) != 0;
      if (look && block + 1 < _plan.options.blocks && !_to_the_end) settle();
      if (_settled.size() == _curves.size()) break;
    }
    _shown.clear();
    write_results(_plan.directory / "base", _base.run);
    write_results(_plan.directory / "candidate", _candidate.run);
    return {std::move(_base.run), std::move(_candidate.run)};
  }

 private:
  struct side {
    const program* what;
    run_record run;
    journal file;
  };

  side begin(const program& what, const char* paired_with, const char* name) const {
    make_run_directory(_plan.directory / name);
    run_record run = header_of(_plan, what, paired_with);
    if (&what == &_plan.candidate && !_plan.slowed.empty()) {
      run.options["plant"] = to_text(_plan.slowed);
    }
    journal file = journal::create(journal_of(_plan.directory / name), run);
    return {&what, std::move(run), std::move(file)};
  }

  [[nodiscard]] bool over() const {
    return interrupt_guard::interrupted() || (_budget > 0 && _spent >= _budget);
  }

  /// False if it was interrupted; then neither side has the visit.
  bool visit_both(const visit& v) {
    const curve_plan& curve = _curves[v.curve];
    const double each = _visits == 0 ? 0 : _spent / static_cast<double>(_visits);
    const auto left = 2 * _points * _plan.options.blocks - _visits;
    double seconds = each * static_cast<double>(left);
    if (_budget > 0) seconds = std::min(seconds, _budget - _spent);
    _shown.show(_visits, 2 * _points * _plan.options.blocks, _visits == 0 ? -1 : seconds,
                fmt::format("block {}  {}/threads:{}", v.block + 1, curve.name, v.threads));
    const auto at = static_cast<std::size_t>(
        std::find(curve.threads.begin(), curve.threads.end(), v.threads) - curve.threads.begin());
    const bool straight = base_first(_plan.options.seed, v.block, v.curve, at);
    side& first = straight ? _base : _candidate;
    side& second = straight ? _candidate : _base;
    // The padding is by turn, not by side: what a turn is given does not depend on the coin.
    point_record a = measure(first, v, 0);
    if (a.status == "cancelled") return false;
    point_record b = measure(second, v, 1);
    if (b.status == "cancelled") return false;
    for (const point_record* p : {&a, &b}) {
      _spent += p->process_seconds;
      ++_visits;
      // It would crash, hang or fail its oracle again.
      if (!p->ok() && !p->status.starts_with("invalid")) _hopeless.emplace(v.curve, v.threads);
    }
    first.file.append(a);
    second.file.append(b);
    first.run.points.push_back(std::move(a));
    second.run.points.push_back(std::move(b));
    return true;
  }

  point_record measure(const side& of, const visit& v, std::uint64_t turn) {
    curve_plan curve = _curves[v.curve];
    if (of.what == &_plan.candidate) curve.case_name = _candidates_cases[v.curve];
    const sweep_options& o = _plan.options;
    child_plan plan;
    plan.program = of.what->path;
    plan.preload = of.what->preload;
    const double plant = of.what == &_plan.candidate ? plant_of(_plan.slowed, curve.name) : 1;
    plan.arguments = point_arguments(curve, v, o, plant, plan.preload);
    plan.timeout_seconds = _timeout;
    plan.memory_bytes = _memory;
    plan.padding = derive_seed(o.seed, (v.block * 1'000'003ull + v.curve) * 2 + turn);
    point_record p = visit_point(curve.name, v.threads, plan, &interrupt_guard::interrupted);
    p.block = v.block;
    p.oversubscribed = v.threads > of.run.allowed_cpus;
    return p;
  }

  /// Leaves the curves alone that this look has an answer to.
  void settle() {
    for (const curve_comparison& c :
         compare_pairs(pair_runs(_base.run, _candidate.run), _plan.how)) {
      if (c.is == verdict::inconclusive || c.is == verdict::invalid) continue;
      for (std::size_t i = 0; i < _curves.size(); ++i) {
        if (_curves[i].name == c.name) _settled.insert(i);
      }
    }
  }

  const duet_plan& _plan;
  bool _to_the_end;
  side _base, _candidate;
  double _timeout;
  std::uint64_t _memory;
  double _budget;
  double _spent = 0;
  std::size_t _points = 0, _visits = 0;
  std::vector<curve_plan> _curves;             // as the base has them
  std::vector<std::string> _candidates_cases;  // for each, what the candidate calls it
  std::set<std::size_t> _settled;
  std::set<std::pair<std::size_t, unsigned>> _hopeless;
  progress _shown;
};

}  // namespace

std::vector<unsigned> looks_of(unsigned blocks) {
  std::set<unsigned> looks;
  for (unsigned i = 1; i <= 3; ++i) looks.insert(std::max(1u, (blocks * i + 2) / 3));
  return {looks.begin(), looks.end()};
}

unsigned blocks_within(double seconds, const sweep_options& o, const program& side) {
  std::size_t points = 0;
  for (const curve_plan& c : side.curves) points += c.skipped ? 0 : c.threads.size();
  const double visit =
      (o.windows + 1) * parse_duration("--window", o.window) + visit_overhead_seconds;
  const double block = 2 * visit * static_cast<double>(points);
  return static_cast<unsigned>(std::clamp(seconds / block, 1.0, 1000.0));
}

bool base_first(std::uint64_t seed, unsigned block, std::size_t curve, std::size_t point) {
  const std::uint64_t coin = derive_seed(derive_seed(~seed, block), curve);
  return ((coin >> 32) + point) % 2 == 0;
}

duet_runs play(const duet_plan& plan, const std::vector<std::string>& chosen, bool to_the_end) {
  return playing(plan, chosen, to_the_end).go();
}

}  // namespace contend::driver
