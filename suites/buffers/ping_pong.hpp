// One item to and fro between two workers, over two buffers.
#pragma once

#include "audit.hpp"

#include <contend/core/clock.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/histogram.hpp>

#include <thread>
#include <vector>

namespace contend::suites {

/// Parameter: `capacity`, items that each of the two buffers must hold; it holds one.
template <buffer B>
class ping_pong {
 public:
  using subject = B;
  static constexpr std::string_view name = "ping_pong";
  static constexpr unsigned min_threads = 2;
  static constexpr unsigned max_threads = 2;
  static constexpr card about{
      .title = "Ping-pong",
      .operation =
          "one item handed over: a push on one side and the pop that takes it on the other; two "
          "are a round trip, and one round trip in eight is timed",
      .models = "a request and its answer between two threads that poll",
      .frees = "nothing: items are numbers",
      .exposes =
          "how many lines an item takes with it on its way, and in how many steps they come: "
          "round_trip, between the two CPUs that the placement chose",
      .not_for =
          "throughput of a stream, and threads that sleep. The waiting side polls with a pause, "
          "whose length is in the result",
      .source = "atomic_queue's ping-pong benchmark",
      .breaks =
          "buffers whose two ends share a line with the item or with each other, and locks that "
          "the polling side holds when the item comes",
  };

  explicit ping_pong(const setting& s)
      : _there(room_for(s)),
        _back(room_for(s)),
        _of_there(s.threads, B::traits, B::info.ceiling),
        _of_back(s.threads, B::traits, B::info.ceiling) {}

  class worker {
   public:
    worker(ping_pong& load, const seat& s)
        : _load(load),
          _serves(s.index == 0),
          _out(_serves ? load._there : load._back),
          _in(_serves ? load._back : load._there),
          _pushes(s.index),
          _pops(load._of_there.new_pop_book()) {}
    ~worker() {
      const unsigned self = _serves ? 0 : 1;
      (_serves ? _load._of_there : _load._of_back).leave(self, _pushes);
      (_serves ? _load._of_back : _load._of_there).leave(self, _pops);
      if (_serves) _load._round_trips = std::move(_round_trips);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t{.attempted = rounds, .succeeded = 0};
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (_serves ? serve() : answer()) ++t.succeeded;
      }
      return t;
    }

   private:
    bool serve() {
      if (!_away) {
        if (_pushes.items().count % timed_one_in == 0) _sent = now_ns();
        if (!push()) return false;
        _away = true;
      }
      if (!pop()) return false;
      _away = false;
      if ((_pushes.items().count - 1) % timed_one_in == 0) _round_trips.record(now_ns() - _sent);
      return true;
    }
    bool answer() {
      if (!_here && !pop()) return false;
      _here = true;
      if (!push()) return false;
      _here = false;
      return true;
    }

    bool push() {
      if (!_out.try_push(_pushes.next())) return false;
      _pushes.pushed();
      return true;
    }
    bool pop() {
      item got = 0;
      for (unsigned i = 0; i < longest_wait; ++i) {
        if (_in.try_pop(got)) {
          _pops.popped(got);
          return true;
        }
        cpu_pause();
      }
      std::this_thread::yield();  // the other may need this CPU
      return false;
    }

    static constexpr std::uint64_t timed_one_in = 8;
    static constexpr unsigned longest_wait = 256;  // polls: some ten microseconds

    ping_pong& _load;
    bool _serves;
    typename B::handle _out, _in;
    push_book _pushes;
    pop_book _pops;
    bool _away = false;  // of the one that serves: the item is on its way
    bool _here = false;  // of the other: it is to be sent back
    std::int64_t _sent = 0;
    histogram _round_trips;
  };

  complaint verify() {
    if (auto wrong = _of_there.close(typename B::handle(_there))) return wrong;
    return _of_back.close(typename B::handle(_back));
  }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _round_trips.report(all, "round_trip");
    return all;
  }

 private:
  B _there, _back;
  audit _of_there, _of_back;
  histogram _round_trips;
};

}  // namespace contend::suites
