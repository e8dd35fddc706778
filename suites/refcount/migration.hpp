// Objects that wander from thread to thread and never come to rest.
#pragma once

#include "observed.hpp"
#include "ring.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace contend::suites {

template <counted P>
class migration {
  struct traveller {
    traveller(records& to, unsigned maker, std::uint64_t serial) : life(to, maker, serial) {}
    observed life;
    std::uint64_t hops = 0;  // written by whoever has the reference
  };
  using reference = typename P::template ref<traveller>;

 public:
  using subject = P;
  static constexpr std::string_view name = "migration";
  static constexpr card about{
      .title = "Moved round the ring",
      .operation =
          "take over an object that the previous worker moved here, copy the reference, use the "
          "object, drop the copy, and move the reference on to the next worker",
      .models =
          "ownership that is passed and not shared: a request through the stages of a server, "
          "actors' messages, a task that is stolen",
      .frees = "the worker at which it is when the run ends; nothing is made meanwhile",
      .exposes =
          "a bias that is never revised: an object is foreign to every worker but its maker, and "
          "with N workers it is there for one hop in N",
      .not_for = "sharing: at any time one thread has the object; the move itself counts nothing",
      .source = "Rust's Send and C++'s std::move through channels; CPython's queue.Queue",
      .breaks =
          "biased counts: the owner whom they favour has given the object away; the wandering "
          "count line costs all single-word designs a miss a hop, but no contention",
  };

  explicit migration(const setting& s)
      : _records(s.threads, bytes_of<P, traveller>), _balances(s.threads), _ring(s.threads) {}

  class worker {
   public:
    worker(migration& load, const seat& s) : _load(load), _index(s.index), _here(s.index) {
      const attached here(_membership);
      // All lanes together have room for four times as many: the ring can't jam.
      for (std::size_t b = 0; b < lane<reference>::depth / 4; ++b) {
        for (reference& r : *load._ring.out_of(s.index).room()) {
          r = P::template make<traveller>(load._records, s.index, _sum.made++);
          escape(&P::get(r));
        }
        load._ring.out_of(s.index).send();
      }
    }
    ~worker() {
      _sum.high_water = queue_high_water(_membership);
      auto& end = *_load._balances[_index];
      end.of_objects = _sum;
      end.moved = _moved;
      end.hops = _hops;
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const bool moved = pass_on();
        done += {batch, moved ? batch : 0};
        if (moved) {
          _idle.reset();
        } else {
          _idle.once();
        }
        _membership.safepoint();
      }
      return done;
    }

    /// The end of the journey. No safepoint from here on: what was sent home is for the exit to
    /// find.
    void settle() {
      const attached here(_membership);
      lane<reference>& in = _load._ring.into(_index);
      while (auto* arrived = in.next()) {
        for (reference& r : *arrived) {
          _hops += P::get(r).hops;
          P::get(r).life.dropping(1);
          r.reset();
        }
        in.release();
        _sum.dropped += batch;
      }
    }

   private:
    bool pass_on() {
      lane<reference>&in = _load._ring.into(_index), &out = _load._ring.out_of(_index);
      auto* arrived = in.next();
      if (arrived == nullptr) return false;
      auto* room = out.room();
      if (room == nullptr) return false;
      for (std::size_t i = 0; i < batch; ++i) {
        reference& r = (*arrived)[i];
        {
          const auto copy = localise<P, traveller>(r);
          escape(&copy);
          traveller& t = P::get(copy);
          _sum.wrong += t.life.maker() >= _load._balances.size();
          ++t.hops;
        }
        (*room)[i] = std::move(r);
      }
      in.release();
      out.send();
      _moved += batch;
      return true;
    }

    migration& _load;
    unsigned _index;
    // In this order: leaving the membership may still run destructors.
    provenance::mark _here;
    [[no_unique_address]] typename P::thread _membership;
    balance _sum;
    std::uint64_t _moved = 0, _hops = 0;
    spin_wait _idle;
  };

  /// Every object arrived, with as many hops as workers made, and was destroyed once.
  complaint verify() {
    std::uint64_t moved = 0, hops = 0;
    for (const auto& b : _balances) {
      _total += b->of_objects;
      moved += b->moved;
      hops += b->hops;
    }
    if (auto wrong = _total.verify()) return wrong;
    if (moved != hops) {
      return std::to_string(moved) + " hops were made, but the objects count " +
             std::to_string(hops);
    }
    collect<P>();
    return _records.verify(_total.made);
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    _records.deaths.report(all);
    _records.clock.report(all);
    report_queue<P>(all, _total);
    return all;
  }

 private:
  struct end_state {
    balance of_objects;
    std::uint64_t moved = 0, hops = 0;
  };
  static constexpr std::size_t batch = lane<reference>::most;

  records _records;
  std::vector<padded<end_state>> _balances;
  balance _total;
  ring<reference> _ring;  // last: what is left in it still reports its death
};

}  // namespace contend::suites
