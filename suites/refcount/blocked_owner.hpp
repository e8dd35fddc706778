// Objects handed out by a thread that then blocks.
#pragma once

#include "checked.hpp"
#include "lane.hpp"
#include "observed.hpp"

#include <contend/core/clock.hpp>
#include <contend/core/escape.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameter: `blocked_ms`, how long the owner blocks at a time (1 to 10000).
template <mortal P>
class blocked_owner {
  /// As large as the buffers of the report that this load follows.
  struct buffer {
    buffer(records& to, unsigned maker, std::uint64_t serial) : life(to, maker, serial) {}
    observed life;
    std::array<std::byte, 4096 - sizeof(observed)> room;
  };
  using reference = typename P::template ref<buffer>;
  using lane_type = lane<reference>;

 public:
  using subject = P;
  static constexpr std::string_view name = "blocked_owner";
  static constexpr unsigned min_threads = 2;
  static constexpr card about{
      .title = "The owner is asleep",
      .operation =
          "worker 0: make a 4 KiB object and hand it on; the others: drop one of these or, when "
          "there is none, one of their own",
      .models =
          "a thread that fills buffers and then waits: for input, for a lock, in a long call "
          "without a safepoint",
      .frees =
          "whoever drops, where a design lets him; else the owner after it wakes, at its "
          "next safepoint",
      .exposes =
          "memory held for a thread that does not come: up to 4096 objects are handed out, then "
          "the owner detaches and reaches no safepoint for `blocked_ms`",
      .not_for =
          "throughput: most of it is the others' own objects, made and dropped to keep them "
          "busy; look at the retained bytes and at the time from drop to destruction",
      .source = "CPython issue 157838 (20 000 buffers dropped, none freed)",
      .breaks =
          "biased counts, whose merges wait in the owner's queue; every scheme in which one "
          "thread's silence holds up another's dead",
  };

  explicit blocked_owner(const setting& s)
      : _blocked_ns(static_cast<std::int64_t>(in_range(name, s.params, "blocked_ms", 1, 10'000)) *
                    1'000'000),
        _records(s.threads, bytes_of<P, buffer>),
        _balances(s.threads),
        _lanes(s.threads - 1) {}

  class worker {
   public:
    worker(blocked_owner& load, const seat& s) : _load(load), _index(s.index), _here(s.index) {}
    ~worker() {
      _sum.high_water = queue_high_water(_membership);
      *_load._balances[_index] = _sum;
    }

    tally step(std::uint32_t rounds) { return _index == 0 ? lead() : follow(rounds); }

    /// No safepoint from here on: what was sent home is for the exit to find.
    void settle() {
      const attached here(_membership);
      if (_index == 0) return;
      while (receive() != 0) {
      }
    }

   private:
    /// The owner: asleep for a moment, or awake for one burst.
    tally lead() {
      const std::int64_t left = _blocked_until - now_ns();
      _load._records.waiting.tick(_load._records.deaths);
      if (left > 0) {
        std::this_thread::sleep_for(std::chrono::nanoseconds(std::min(left, nap_ns)));
        return {};
      }
      std::uint64_t sent = 0;
      {
        const attached here(_membership);
        _membership.safepoint();
        _load._records.waiting.tick(_load._records.deaths);
        for (bool room = true; room && sent < burst;) {
          room = false;
          for (lane_type& lane : _load._lanes) {
            if (sent < burst && send(lane)) {
              room = true;
              sent += batch;
            }
          }
        }
      }
      _blocked_until = now_ns() + _load._blocked_ns;
      return tally::all(sent);
    }

    bool send(lane_type& lane) {
      auto* room = lane.room();
      if (room == nullptr) return false;
      for (reference& r : *room) r = make();
      lane.send();
      return true;
    }

    /// The others.
    tally follow(std::uint32_t rounds) {
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::size_t received = receive();
        done += tally::all(received != 0 ? received : churn());
        _membership.safepoint();
      }
      return done;
    }

    std::size_t receive() {
      lane_type& in = _load._lanes[_index - 1];
      auto* arrived = in.next();
      if (arrived == nullptr) return 0;
      _load._records.waiting.dropping(_index, batch);
      for (reference& r : *arrived) {
        observed& o = P::get(r).life;
        _sum.wrong += o.maker() != 0 || o.serial() < _expected;
        _expected = o.serial() + 1;
        o.dropping(1);
        r.reset();
      }
      in.release();
      _sum.dropped += batch;
      return batch;
    }

    std::size_t churn() {
      std::array<reference, 8> own;
      for (reference& r : own) r = make();
      _load._records.waiting.dropping(_index, own.size());
      for (reference& r : own) r.reset();
      _sum.dropped += own.size();
      return own.size();
    }

    reference make() {
      reference made = P::template make<buffer>(_load._records, _index, _sum.made++);
      escape(&P::get(made));
      return made;
    }

    blocked_owner& _load;
    unsigned _index;
    // In this order: leaving the membership may still run destructors.
    provenance::mark _here;
    [[no_unique_address]] typename P::thread _membership;
    std::int64_t _blocked_until = 0;
    std::uint64_t _expected = 0;
    balance _sum;
  };

  /// However long the owner slept: in the end everything is freed, once.
  complaint verify() {
    for (const auto& b : _balances) _total += *b;
    if (auto wrong = _total.verify()) return wrong;
    collect<P>();
    return _records.verify(_total.made);
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    _records.report(all);
    report_queue<P>(all, _total);
    return all;
  }
  [[nodiscard]] std::vector<series> histories() const { return {_records.waiting.history()}; }

 private:
  static constexpr std::size_t batch = lane_type::most;
  static constexpr std::uint64_t burst = 4096;  // objects handed out between two sleeps, at most

  /// Short, as a run that counts its rounds has thousands of them; nothing of the design's happens.
  static constexpr std::int64_t nap_ns = 20'000;

  std::int64_t _blocked_ns;
  records _records;
  std::vector<padded<balance>> _balances;
  balance _total;
  std::vector<lane_type> _lanes;  // from the owner to each other worker; last: as in cross_drop
};

}  // namespace contend::suites
