// Event loops: timers of their own, and callbacks that they post to each other.
#pragma once

#include "kit.hpp"
#include "premises.hpp"

#include <contend/load/bag.hpp>

#include <deque>
#include <limits>
#include <memory>

namespace contend::suites {

/// Parameter: `arrivals`, see open_loop. A loop a worker.
template <scenario_kit Kit>
class event_loop {
  using inbox = typename Kit::template buffer_of<document*>;
  static_assert(inbox::traits.max_producers == any_threads);

 public:
  using subject = Kit;
  static constexpr std::string_view name = "event_loop";
  static constexpr card about{
      .title = "Event loops with timers that post to each other",
      .operation =
          "one event: a timer is armed, up to 50 us ahead, and fires on its loop, which posts a "
          "callback to another loop, where it runs. A round without a callback to run is a failed "
          "attempt",
      .models =
          "Seastar, Node workers, browsers, actor runtimes: a thread a loop, messages "
          "instead of locks",
      .frees = "the loop that runs the callback; the one that posted it made it",
      .exposes =
          "an inbox of many producers and one consumer, nearly empty most of the time; what "
          "a timer queue costs the loop that waits for it",
      .not_for =
          "sleeping and waking: the loops poll. The backlog counts timers that are not due "
          "yet; the latency is from a timer's deadline, which is its event's intended time "
          "plus the delay, until its callback has run",
      .source = "Varghese, Lauck, SOSP 1987 (timers); libuv's loop in shape",
      .breaks =
          "inboxes that are slow to be seen non-empty; with one loop busy, all that post to "
          "it",
  };

  explicit event_loop(const setting& s) : _all(s, 4096ull * s.threads) {
    for (unsigned i = 0; i < s.threads; ++i) _loops.push_back(std::make_unique<loop>(s.threads));
  }

 private:
  static constexpr std::uint32_t words = 8;
  static constexpr std::uint64_t longest_delay_ns = 50'000;
  static constexpr bool ordered = inbox::traits.order == order_guarantee::fifo ||
                                  inbox::traits.order == order_guarantee::per_producer_fifo;

  /// It outlives its worker: the audit ends its business.
  struct alignas(no_share) loop {
    explicit loop(unsigned threads)
        : callbacks({.capacity = 1024, .handles = threads + 1}), next(threads) {}

    inbox callbacks;
    typename Kit::timers timers;
    document* undelivered = nullptr;
    bag armed, fired, posted, run;
    std::uint64_t early = 0, wrong = 0, disordered = 0;
    std::vector<std::uint64_t> next;  // by sender: the least serial that may run now
  };

 public:
  class worker {
   public:
    worker(event_loop& load, const seat& s)
        : _load(load),
          _index(s.index),
          _threads(s.threads),
          _source(load._all.requests, s),
          _loop(*load._loops[s.index]),
          _random(s.seed) {
      for (auto& l : load._loops) _inboxes.emplace_back(l->callbacks);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t{.attempted = rounds, .succeeded = 0};
      for (std::uint32_t i = 0; i < rounds; ++i) {
        _source.look();
        const bool ran = run();
        t.succeeded += ran;
        bool busy = fire() || ran;
        for (unsigned n = 0; n < open_loop::source::burst && _source.due(!busy); ++n) {
          arm();
          busy = true;
        }
        _source.rest(busy);
      }
      _source.end_step();
      if (_index == 0) _load._all.observe();
      return t;
    }

   private:
    void arm() {
      const std::int64_t stamp = _source.admit();
      const std::int64_t from = stamp == 0 ? _source.now() : stamp;
      // Whether its latency counts goes with it: all that a timer has is a number.
      const timer t{.deadline = from + static_cast<std::int64_t>(_random.below(longest_delay_ns)),
                    .id = name_of(_index, _armed++ << 1 | (stamp != 0))};
      _loop.armed.put(t.id);
      _loop.timers.arm(t);
    }
    bool fire() {
      if (_loop.undelivered == nullptr) {
        timer t;
        if (!_loop.timers.fire(_source.now(), t)) return false;
        _loop.early += t.deadline > _source.now();
        _loop.fired.put(t.id);
        const std::uint64_t id = name_of(_index, _posted++);
        _loop.posted.put(id);
        _loop.undelivered = _load._all.papers.make(id, words, (t.id & 1) != 0 ? t.deadline : 0);
        const auto step = static_cast<unsigned>(_threads > 1 ? 1 + _random.below(_threads - 1) : 0);
        _to = (_index + step) % _threads;
      }
      if (!_inboxes[_to].try_push(_loop.undelivered)) return false;
      _loop.undelivered = nullptr;
      return true;
    }
    bool run() {
      document* callback = nullptr;
      if (!_inboxes[_index].try_pop(callback)) return false;
      const std::int64_t stamp = callback->stamp;
      _load.call(_loop, callback);
      _source.complete(stamp);
      return true;
    }

    event_loop& _load;
    unsigned _index, _threads;
    open_loop::source _source;
    loop& _loop;
    rng _random;
    std::deque<typename inbox::handle> _inboxes;
    std::uint64_t _armed = 0, _posted = 0;
    unsigned _to = 0;  // whom the undelivered callback is for
  };

  /// Runs what is left. Every timer fired once, none early; every callback ran once, unharmed and,
  /// where the inbox promises it, after those that its sender had posted before.
  complaint verify() {
    bag armed, fired, posted, run;
    std::uint64_t early = 0, wrong = 0, disordered = 0;
    std::uint64_t most = 0;  // should a queue give out what it has for ever
    for (const auto& l : _loops) most += 2 * l->armed.count;
    for (const auto& l : _loops) {
      for (timer t; most > 0 && l->timers.size() != 0; --most) {
        if (!l->timers.fire(std::numeric_limits<std::int64_t>::max(), t)) break;
        l->fired.put(t.id);
      }
      typename inbox::handle in(l->callbacks);
      document* callback = nullptr;
      for (; most > 0 && in.try_pop(callback); --most) call(*l, callback);
    }
    for (const auto& l : _loops) {
      // By whom it is run tells nothing any more, and its loop has seen the sender's earlier ones.
      if (l->undelivered != nullptr) call(*_loops[0], std::exchange(l->undelivered, nullptr));
    }
    for (const auto& l : _loops) {
      armed += l->armed;
      fired += l->fired;
      posted += l->posted;
      run += l->run;
      early += l->early;
      wrong += l->wrong;
      disordered += l->disordered;
    }
    if (early != 0) return std::to_string(early) + " timers fired early";
    if (armed != fired) return difference("timers were armed", armed, "fired", fired);
    if (wrong != 0) return std::to_string(wrong) + " callbacks arrived changed";
    if (posted != run) return difference("callbacks were posted", posted, "ran", run);
    if (ordered && disordered != 0) {
      return std::to_string(disordered) + " callbacks ran after a later one of the same sender";
    }
    return _all.papers.verify();
  }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _all.report(all);
    return all;
  }
  std::vector<series> histories() const { return _all.histories(); }

 private:
  static std::string difference(const char* in, const bag& a, const char* out, const bag& b) {
    return std::to_string(a.count) + " " + in + ", " + std::to_string(b.count) + " " + out +
           (a.count == b.count ? ": not the same ones" : "");
  }
  void call(loop& here, document* callback) {
    const std::uint64_t id = callback->id;
    here.wrong += callback->words != words || who_of(id) >= here.next.size() || !callback->intact();
    if (who_of(id) < here.next.size()) {
      std::uint64_t& next = here.next[who_of(id)];
      here.disordered += serial_of(id) < next;
      next = std::max(next, serial_of(id) + 1);
    }
    here.run.put(id);
    _all.papers.drop(callback);
  }

  premises<typename Kit::allocator> _all;
  std::vector<std::unique_ptr<loop>> _loops;
};

}  // namespace contend::suites
