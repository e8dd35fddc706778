#include <contend/harness/session.hpp>

#include <contend/core/clock.hpp>
#include <contend/core/rng.hpp>
#include <contend/core/spin_wait.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace contend::harness {
namespace {

/// A step this long makes the counter store, the stop check and the virtual call of a step
/// (a few ns together) less than 0.1 % of it, and a window's resolution better than 0.1 %.
constexpr std::int64_t step_ns = 10'000;

void pause_now_and_then(rng& random) {
  const std::uint64_t dice = random.below(512);
  if (dice == 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  } else if (dice < 32) {
    std::this_thread::yield();
  }
}

}  // namespace

session::session(team& crew, load& what, const drive& how)
    : _crew(crew),
      _what(what),
      _how(how),
      _together(how.threads),
      _gathered(static_cast<std::ptrdiff_t>(how.threads) + 1),
      _places(how.threads) {
  for (unsigned i = 0; i < how.threads; ++i) _meters.emplace_back(crew.thread_ids()[i]);
  _crew.start(how.threads, [this](unsigned index) { work(index); });
  _gathered.arrive_and_wait();
  if (_failure) stop();  // rethrows
}

session::~session() {
  try {
    stop();
  } catch (...) {  // NOLINT(bugprone-empty-catch): somebody is already being told something worse
  }
}

void session::enter(stage next) noexcept {
  // (1) release, partner (2): a worker that goes on sees all that the controller did.
  _stage.store(next, std::memory_order_release);
  _stage.notify_all();
}

session::stage session::await(stage least) noexcept {
  for (;;) {
    // (2) acquire, partner (1).
    const stage now = _stage.load(std::memory_order_acquire);
    if (now >= least) return now;
    _stage.wait(now, std::memory_order_relaxed);  // Relaxed: the load above is what orders.
  }
}

void session::open() { enter(stage::tuning); }

void session::steady() {
  // Relaxed: read for its value alone; a worker may see it a step late.
  _stage.store(stage::steady, std::memory_order_relaxed);
}

void session::wait() {
  // (3) acquire, partner (4).
  for (unsigned n; (n = _finished.load(std::memory_order_acquire)) < _how.threads;) {
    _finished.wait(n, std::memory_order_relaxed);  // Relaxed: the load above is what orders.
  }
}

bool session::finished() const noexcept {
  // (5) acquire, partner (4).
  return _finished.load(std::memory_order_acquire) == _how.threads;
}

void session::await_rests(unsigned each) noexcept {
  // (6) acquire, partner (7).
  for (unsigned n; (n = _rests.load(std::memory_order_acquire)) < each * _how.threads;) {
    _rests.wait(n, std::memory_order_relaxed);  // Relaxed: the load above is what orders.
  }
}

void session::settle() {
  enter(stage::stopping);
  await_rests(1);
}

bool session::nudge() {
  enter(stage::nudging);
  await_rests(2);
  // Relaxed: the workers' rests order it.
  return _nudged.load(std::memory_order_relaxed);
}

void session::stop() {
  if (_stopped) return;
  _stopped = true;
  enter(stage::leaving);  // also lets those go who still wait at the gate
  _crew.join();
  if (_failure) std::rethrow_exception(_failure);
}

void session::note_failure() noexcept {
  const std::lock_guard lock(_failure_mutex);
  if (!_failure) _failure = std::current_exception();
}

void session::work(unsigned index) {
  place& at = _places[index];
  const seat s{index, _how.threads, derive_seed(_how.seed, index)};
  std::unique_ptr<member> self;
  try {
    at.hardware.emplace();
    self = _what.join(s);
  } catch (...) {
    note_failure();
  }
  _gathered.arrive_and_wait();
  await(stage::tuning);
  if (self) {
    try {
      step_until_told(*self, at, s.seed);
    } catch (...) {
      note_failure();
    }
  }
  // (4) release, partners (3), (5): whoever waits for the rounds to be done sees them done.
  _finished.fetch_add(1, std::memory_order_release);
  _finished.notify_all();
  // What it holds when the work is done is still to be read.
  if (_how.hold) await(stage::stopping);

  _together.arrive_and_wait();  // nobody steps any more
  try {
    if (self) self->settle();
  } catch (...) {
    note_failure();
  }
  _together.arrive_and_wait();  // nothing is in flight any more
  if (_how.hold) rest(self.get());
  self.reset();
}

void session::rest(member* self) {
  const auto asleep = [this] {
    // (7) release, partner (6): the controller sees what the worker did before.
    _rests.fetch_add(1, std::memory_order_release);
    _rests.notify_all();
  };
  asleep();
  if (await(stage::nudging) == stage::nudging) {
    try {
      // Relaxed: read after (6), which orders it.
      if (self == nullptr || !self->nudge()) _nudged.store(false, std::memory_order_relaxed);
    } catch (...) {
      note_failure();
    }
    asleep();
  }
  await(stage::leaving);
}

void session::step_until_told(member& self, place& at, std::uint64_t seed) {
  rng random(mix(seed));  // not the worker's own stream
  tally done;
  std::uint64_t left = _how.rounds != 0 ? _how.rounds : ~std::uint64_t{0};
  std::uint64_t counted = 0;
  std::uint32_t rounds = 1;
  const std::uint32_t longest = std::max(1u, _how.longest_step);

  // Relaxed, here and below: times that are read for their value alone.
  at.first_step_ns.store(now_ns(), std::memory_order_relaxed);
  while (left != 0) {
    // Relaxed: read for its value alone; the barrier after the loop is what orders.
    const stage now = _stage.load(std::memory_order_relaxed);
    if (now >= stage::stopping) break;
    if (_how.perturb) {
      rounds = static_cast<std::uint32_t>(1 + random.below(longest));
      pause_now_and_then(random);
    }
    const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>(rounds, left));
    if (_how.latency) {
      if (n > 1) done += self.step(n - 1);
      const std::int64_t before = now_ns();
      done += self.step(1);
      const std::int64_t after = now_ns();
      if (now == stage::steady) at.latency.record(after - before);
      rounds = std::min(longest, sampled_one_in);
    } else if (now == stage::tuning && !_how.perturb) {
      const std::int64_t before = now_ns();
      done += self.step(n);
      const std::int64_t took = now_ns() - before;
      if (took < step_ns / 2 && rounds < longest) {
        rounds = std::min(longest, rounds * 2);
      } else if (took > step_ns * 2 && rounds > 1) {
        rounds /= 2;
      }
    } else {
      done += self.step(n);
    }
    left -= n;
    at.progress.publish(done);
    if (_how.operations != 0) {
      // Relaxed: a count; the barrier after the loop is what orders.
      const std::uint64_t more = done.succeeded - counted;
      counted = done.succeeded;
      if (_successes.fetch_add(more, std::memory_order_relaxed) + more >= _how.operations) break;
    }
  }
  // Relaxed: as first_step_ns.
  at.last_step_ns.store(now_ns(), std::memory_order_relaxed);
}

snapshot session::look() {
  snapshot best;
  for (int attempt = 0; attempt < 8; ++attempt) {
    snapshot s;
    s.done.resize(_places.size());
    s.before_ns = now_ns();
    for (std::size_t i = 0; i < _places.size(); ++i) s.done[i] = _places[i].progress.read();
    s.after_ns = now_ns();
    const std::int64_t took = s.after_ns - s.before_ns;
    if (attempt == 0 || took < best.after_ns - best.before_ns) best = std::move(s);
    if (took < 20'000) break;
  }
  std::uint64_t known_ns = host::own_cpu_ns();
  for (const auto& meter : _meters) {
    const host::thread_reading r = meter.quick();
    best.sched.push_back({r.cpu_ns, r.run_delay_ns, r.timeslices});
    known_ns += r.cpu_ns;
  }
  best.helpers_cpu_ns = host::process_cpu_ns() - known_ns;
  return best;
}

activity session::when() const {
  activity a;
  for (const place& at : _places) {
    // Relaxed: times that are read for their value alone.
    a.first_step_ns.push_back(at.first_step_ns.load(std::memory_order_relaxed));
    a.last_step_ns.push_back(at.last_step_ns.load(std::memory_order_relaxed));
  }
  return a;
}

std::vector<tally> session::done() const {
  std::vector<tally> all;
  for (const place& at : _places) all.push_back(at.progress.read());
  return all;
}

std::optional<latency_record> session::latency() const {
  histogram all;
  for (const place& at : _places) all.merge(at.latency);
  latency_record r;
  r.samples = all.samples();
  if (r.samples == 0) return std::nullopt;
  r.p50 = all.percentile(0.50);
  r.p90 = all.percentile(0.90);
  r.p99 = all.percentile(0.99);
  r.p999 = all.percentile(0.999);
  r.max = all.max();
  return r;
}

std::vector<host::thread_reading> session::meters() const {
  std::vector<host::thread_reading> all;
  for (const auto& meter : _meters) all.push_back(meter.full());
  return all;
}

std::map<std::string, double> session::hardware() const {
  std::map<std::string, double> sum;
  for (const place& at : _places) {
    if (!at.hardware) continue;
    for (const auto& [name, value] : at.hardware->read()) sum[name] += value;
  }
  return sum;
}

}  // namespace contend::harness
