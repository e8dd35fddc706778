// A shared buffer whose answers are written down, and then held to what it promises.
#pragma once

#include "../buffers/shape.hpp"
#include "promise.hpp"
#include "recorded.hpp"

#include <contend/core/rng.hpp>
#include <contend/linearize/queue.hpp>
#include <contend/subject/buffer.hpp>

namespace contend::suites {

/// No parameters. All workers push and pop, where the buffer bears it; else half of them each.
/// Afterwards the controller pops what is left, and writes that down, too.
template <buffer B>
requires std::same_as<typename B::value_type, item>
class recorded_queue {
  using action = linearize::action;
  static constexpr bool for_any =
      B::traits.max_producers == any_threads && B::traits.max_consumers == any_threads;

 public:
  using subject = B;
  static constexpr std::string_view name = "queue";
  static constexpr unsigned min_threads = for_any ? 1 : 2;
  static constexpr unsigned max_threads = std::min(64u, most_threads(shape::mpmc, B::traits));
  static constexpr card about = recorded_card(
      "Answers of a shared buffer",
      "one push or pop, recorded with when it was called and when it returned; for 2^15 operations "
      "a worker, then nothing");

  explicit recorded_queue(const setting& s)
      : _recorded(s, recorded::room * s.threads + 2),
        _buffer({.capacity = recorded_capacity, .handles = s.threads + 1}),
        _threads(s.threads) {}

  class worker {
   public:
    worker(recorded_queue& load, const seat& s)
        : _log(load._recorded.of(s.index)),
          _random(s.seed),
          _value(s.index + 1),
          _threads(s.threads),
          _pushes(for_any || produces(shape::mpmc, s.index)),
          _pops(for_any || !_pushes),
          _handle(load._buffer) {}

    tally step(std::uint32_t rounds) {
      tally t{.attempted = rounds, .succeeded = 0};
      for (std::uint32_t i = 0; i < rounds && !_log.full(); ++i) {
        t.succeeded += _pushes && (!_pops || (_random() & 1)) ? push() : pop(_log, _handle);
      }
      safepoint_of(_handle);
      return t;
    }

   private:
    bool push() {
      const item v = _value;
      const bool done = _log.operate(action::push, 0, v, [&] { return _handle.try_push(v); });
      // Each item once: a push that failed tries the same one again.
      if (done) _value += _threads;
      return done;
    }

    linearize::thread_log& _log;
    rng _random;
    item _value;
    unsigned _threads;
    bool _pushes, _pops;
    typename B::handle _handle;
  };

  complaint verify() {
    {
      typename B::handle rest(_buffer);
      linearize::thread_log& last = _recorded.of(_threads);
      // Bounded by the log, should the buffer give out items for ever.
      while (!last.full() && pop(last, rest)) {
      }
    }
    linearize::history all = _recorded.all();
    complaint lost = nothing_lost(all);
    complaint wrong = _recorded.conclude(linearize::check_queue(all, promise_of(B::traits)));
    return wrong ? wrong : lost;
  }
  std::vector<metric> metrics() const { return _recorded.metrics(); }

 private:
  static bool pop(linearize::thread_log& log, typename B::handle& handle) {
    const auto take = [&]() -> std::optional<item> {
      item got = 0;
      if (!handle.try_pop(got)) return std::nullopt;
      return got;
    };
    return log.operate(action::pop, 0, 0, take).has_value();
  }

  recorded _recorded;
  B _buffer;
  unsigned _threads;
};

}  // namespace contend::suites
