// Objects that outlive their owner, or nearly so.
#pragma once

#include "checked.hpp"
#include "observed.hpp"
#include "ring.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <future>
#include <latch>
#include <optional>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `exit`, when an owner ends: `before` the next worker in the ring drops what it
/// made, `during` or `after` that; `turnover`, what ends: the worker's `membership`, or a
/// `thread` that was started for the purpose.
template <mortal P>
class owner_exit {
  using reference = typename P::template ref<observed>;
  using thread_membership = typename P::thread;

 public:
  using subject = P;
  static constexpr std::string_view name = "owner_exit";
  static constexpr card about{
      .title = "The owner is gone",
      .operation =
          "one object's life: made by an owner that lives for 256 of them, dropped by the next "
          "worker in the ring",
      .models =
          "thread pools that shrink and grow, a thread for each request, results that outlive the "
          "thread that computed them",
      .frees =
          "the dropper, if the owner is gone or the design knows none; else the owner while it "
          "leaves, or at a safepoint",
      .exposes =
          "registration and exit: orphans, the race between the last drop and the exit, "
          "what a leaving thread must still take with it, identities that are used again",
      .not_for =
          "the price of a count; with turnover:thread an operation includes 1/256 of starting "
          "and joining a thread, which is the same for all designs",
      .source = "CPython brc.c (thread exit), issues 130794 and 121794",
      .breaks =
          "designs with per-thread state: biased counts, epochs, per-thread deltas; every exit is "
          "a registration, a drain and a merge",
  };

  explicit owner_exit(const setting& s)
      : _exit(static_cast<moment>(one_of(name, s.params, "exit", {"before", "during", "after"}))),
        _real_threads(one_of(name, s.params, "turnover", {"membership", "thread"}) == 1),
        _records(s.threads, bytes_of<P, observed>),
        _balances(s.threads),
        _ring(s.threads) {}

  class worker {
   public:
    worker(owner_exit& load, const seat& s)
        : _load(load), _index(s.index), _here(s.index), _membership(std::in_place) {
      _estate.reserve(life);
    }
    ~worker() {
      if (_owner_lives && _load._real_threads) {
        _go->count_down();
        _thread.wait();
      }
      note_queue(*_membership);
      auto& end = *_load._balances[_index];
      end.of_objects = _sum;
      end.lives = _lives;
    }

    tally step(std::uint32_t rounds) {
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        std::size_t did = 0;
        if (_owner_lives) {
          if (bequeathed()) end_life();
        } else if (_round++ % rounds_a_life == 0) {
          if (_estate.empty()) did = begin_life();
          done += {life, did};
        }
        {
          const attached here(*_membership);
          send();
          did += receive();
        }
        if (did != 0) {
          _idle.reset();
        } else {
          _idle.once();
        }
      }
      const attached here(*_membership);
      _membership->safepoint();
      if (_index == 0) _load._records.waiting.tick(_load._records.deaths);
      return done;
    }

    /// No safepoint from here on: what was sent home is for the exit to find.
    void settle() {
      const attached here(*_membership);
      while (receive() != 0) {
      }
      // What found no room in the lane.
      _load._records.waiting.dropping(_index, _estate.size() - _sent);
      for (; _sent < _estate.size(); ++_sent) drop(_estate[_sent]);
    }

   private:
    std::size_t begin_life() {
      ++_lives;
      if (!_load._real_threads) {
        live(*_membership);
        if (_load._exit == moment::after) {
          _owner_lives = true;
        } else {
          turn_over();
        }
        return life;
      }
      _complete = false;
      _made.emplace(1);
      _go.emplace(1);
      _thread = std::async(std::launch::async, [this] { live_apart(); });
      _owner_lives = true;
      _made->wait();
      // If it failed, this says why.
      if (_load._exit != moment::after || !_complete) end_life();
      return life;
    }

    void end_life() {
      _owner_lives = false;
      if (_load._real_threads) {
        _go->count_down();
        _thread.get();
      } else {
        turn_over();
      }
    }

    void turn_over() {
      note_queue(*_membership);
      _membership.reset();
      _membership.emplace();
    }

    /// On the owner's thread. If that is another one, the worker is waiting for it.
    void live(thread_membership& owner) {
      const attached here(owner);
      while (_estate.size() < life) {
        _estate.push_back(P::template make<observed>(_load._records, _index, _sum.made++));
        escape(&P::get(_estate.back()));
      }
      if (_load._exit != moment::before) send();
    }

    void live_apart() {
      struct announcement {
        std::latch& made;
        ~announcement() { made.count_down(); }
      };
      const provenance::mark here(_index);
      thread_membership owner;
      {
        const announcement at_last{*_made};
        live(owner);
        _complete = true;
      }
      if (_load._exit == moment::after) _go->wait();
      note_queue(owner);
    }

    [[nodiscard]] bool bequeathed() noexcept {
      return _estate.empty() && _load._ring.out_of(_index).drained();
    }

    void send() {
      lane<reference>& out = _load._ring.out_of(_index);
      // A life that failed half-way leaves less than a batch.
      while (_sent + batch <= _estate.size()) {
        auto* room = out.room();
        if (room == nullptr) return;
        for (reference& r : *room) r = std::move(_estate[_sent++]);
        out.send();
      }
      if (_sent != _estate.size()) return;
      _estate.clear();
      _sent = 0;
    }

    std::size_t receive() {
      lane<reference>& in = _load._ring.into(_index);
      auto* arrived = in.next();
      if (arrived == nullptr) return 0;
      _load._records.waiting.dropping(_index, batch);
      for (reference& r : *arrived) {
        const observed& o = P::get(r);
        _sum.wrong += o.maker() != _load._ring.before(_index) || o.serial() != _expected++;
        drop(r);
      }
      in.release();
      return batch;
    }

    void drop(reference& r) {
      P::get(r).dropping();
      r.reset();
      ++_sum.dropped;
    }

    void note_queue(const thread_membership& m) noexcept {
      _sum.high_water = std::max(_sum.high_water, queue_high_water(m));
    }

    owner_exit& _load;
    unsigned _index;
    // In this order: leaving the membership may still run destructors.
    provenance::mark _here;
    std::optional<thread_membership> _membership;
    std::vector<reference> _estate;  // made and not yet sent, from _sent on
    std::size_t _sent = 0;
    bool _owner_lives = false;  // exit:after, until the neighbour has dropped it all
    std::optional<std::latch> _made, _go;
    bool _complete = false;  // the life on _thread has made all; ordered by _made
    std::future<void> _thread;
    std::uint64_t _round = 0, _lives = 0, _expected = 0;
    balance _sum;
    spin_wait _idle;
  };

  /// All that was made was dropped, in order, and was destroyed once, whoever had left.
  complaint verify() {
    for (const auto& b : _balances) {
      _total += b->of_objects;
      _lives += b->lives;
    }
    if (auto wrong = _total.verify()) return wrong;
    collect<P>();
    return _records.verify(_total.made);
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all{{"owners", "lives", static_cast<double>(_lives)}};
    _records.report(all);
    report_queue<P>(all, _total);
    return all;
  }
  [[nodiscard]] std::vector<series> histories() const { return {_records.waiting.history()}; }

 private:
  enum class moment { before, during, after };
  struct end_state {
    balance of_objects;
    std::uint64_t lives = 0;
  };
  static constexpr std::size_t batch = lane<reference>::most;
  static constexpr std::size_t life = 4 * batch;     // objects
  static constexpr std::uint64_t rounds_a_life = 8;  // a thread costs more than a round

  moment _exit;
  bool _real_threads;
  records _records;
  std::vector<padded<end_state>> _balances;
  balance _total;
  std::uint64_t _lives = 0;
  ring<reference> _ring;  // last: what is left in it still reports its death
};

}  // namespace contend::suites
