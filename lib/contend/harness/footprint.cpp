#include <contend/harness/footprint.hpp>

#include <contend/analysis/footprint.hpp>
#include <contend/core/clock.hpp>
#include <contend/harness/session.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

namespace contend::harness {
namespace {

void sleep(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

double now() { return static_cast<double>(now_ns()) * 1e-9; }

/// Live bytes over time, in room that was there before: sampling allocates nothing. When the room
/// is full every pair of neighbours becomes one, the higher, and the interval doubles.
class live_line {
 public:
  live_line() { _points.reserve(room); }

  void sample(const load& what) {
    const double time = now();
    if (time < _next) return;
    if (_points.size() == room) {
      for (std::size_t i = 0; i < room / 2; ++i) {
        const auto& [a, b] = std::pair(_points[2 * i], _points[2 * i + 1]);
        _points[i] = a.second >= b.second ? a : b;
      }
      _points.resize(room / 2);
      _interval *= 2;
    }
    _points.emplace_back(time, static_cast<double>(what.live_bytes().value_or(0)));
    _next = time + _interval;
  }
  [[nodiscard]] series_record record() && { return {"bytes", std::move(_points)}; }

 private:
  static constexpr std::size_t room = 512;  // what a journal keeps of a series
  double _interval = 0.0005, _next = 0;
  std::vector<std::pair<double, double>> _points;
};

class memory_run {
 public:
  memory_run(const std::function<std::unique_ptr<load>(const setting&)>& build,
             const footprint_plan& plan)
      : _build(build), _plan(plan) {
    _record.marks.reserve(16);
  }

  point_record go() && {
    const auto threads = static_cast<unsigned>(_plan.cpus.size());
    _record.purpose = "footprint";
    _record.threads = threads;
    _record.seed = _plan.seed;
    std::optional<team> crew(std::in_place, _plan.cpus);
    mark(footprint_mark::baseline);
    sleep(_plan.hold_seconds);
    _what = _build({threads, _plan.params, _plan.seed, _plan.live_bytes});
    if (!_what->live_bytes()) throw std::logic_error("the load does not tell its live bytes");
    work(*crew, threads);
    mark(footprint_mark::left);
    sleep(_plan.hold_seconds);
    crew.reset();
    mark(footprint_mark::exited);
    sleep(_plan.tail_seconds);
    mark(footprint_mark::end);
    finish();
    return std::move(_record);
  }

 private:
  // Names are short enough to need no memory, and the room for the marks is there.
  void mark(std::string_view name) {
    const double live = _what ? static_cast<double>(_what->live_bytes().value_or(0)) : 0;
    _record.marks.push_back({std::string(name), now(), live});
  }

  void work(team& crew, unsigned threads) {
    session s(crew, *_what,
              {.threads = threads, .seed = _plan.seed, .operations = operations(), .hold = true});
    mark(footprint_mark::ready);
    sleep(_plan.hold_seconds);
    mark(footprint_mark::working);
    s.open();
    while (!s.finished()) {
      _live.sample(*_what);
      sleep(0.0002);
    }
    mark(footprint_mark::worked);
    s.settle();
    mark(footprint_mark::drained);
    sleep(_plan.hold_seconds);
    if (s.nudge()) {
      mark(footprint_mark::nudged);
      sleep(_plan.hold_seconds);
    }
    s.stop();
    for (const tally& t : s.done()) _done += t;
  }

  [[nodiscard]] std::uint64_t operations() const {
    if (_plan.operations != 0) return _plan.operations;
    return std::max<std::uint64_t>(_what->memory_operations().value_or(default_operations), 1);
  }

  void finish() {
    const complaint wrong = _what->verify();
    if (wrong) {
      // What a load that went wrong held is what no right one holds.
      _record.status = "oracle: " + *wrong;
      _record.marks.clear();
      return;
    }
    _record.status = "ok";
    for (const metric& m : _what->metrics()) _record.metrics[m.name] = {m.unit, m.value};
    _record.metrics["operations"] = {"operations", static_cast<double>(_done.succeeded)};
    _record.series["live_bytes"] = std::move(_live).record();
  }

  const std::function<std::unique_ptr<load>(const setting&)>& _build;
  const footprint_plan& _plan;
  point_record _record;
  live_line _live;
  std::unique_ptr<load> _what;
  tally _done;
};

}  // namespace

point_record measure_footprint(const std::function<std::unique_ptr<load>(const setting&)>& build,
                               const footprint_plan& plan) {
  return memory_run(build, plan).go();
}

}  // namespace contend::harness
