// Every worker pushes and then pops, on one buffer that all share.
#pragma once

#include "audit.hpp"

#include <contend/core/spin_wait.hpp>

namespace contend::suites {

/// Parameter: `capacity`, items that the buffer must hold. Built with a size and a number of items,
/// it starts with so many in the buffer and is another load (window_shared).
template <buffer B>
class pairs {
 public:
  using subject = B;
  static constexpr std::string_view name = "pairs";
  static constexpr unsigned max_threads =
      std::min({B::traits.max_producers, B::traits.max_consumers, too_many_producers});
  static constexpr card about{
      .title = "Push, then pop, everybody on one buffer",
      .operation =
          "one push or one pop. After a pop that finds nothing the worker waits a little "
          "and tries to pop again before it pushes again",
      .models = "work queues and free lists that every thread both fills and empties",
      .frees = "nothing: items are numbers. A buffer's own nodes go where it puts them",
      .exposes =
          "the hot ends of a queue: every operation of every thread wants the same two words",
      .not_for = "pipelines: the buffer is nearly empty here, so both ends may share a line",
      .source =
          "enqueue-dequeue pairs: Michael, Scott, PODC 1996; Yang, Mellor-Crummey, PPoPP 2016",
      .breaks = "queues whose operations retry against each other at either end",
  };

  explicit pairs(const setting& s) : pairs(s, room_for(s), 0) {}
  pairs(const setting& s, const buffer_size& size, std::size_t kept)
      : _kept(kept),
        _buffer(size),
        _audit(s.threads, B::traits, B::info.ceiling),
        _foreign(s.threads) {}

  class worker {
   public:
    worker(pairs& load, const seat& s)
        : _load(load),
          _index(s.index),
          _handle(load._buffer),
          _pushes(s.index),
          _pops(load._audit.new_pop_book()) {
      // Its share of what is there from the start.
      const std::size_t upto = load._kept * (s.index + 1) / s.threads;
      for (std::size_t i = load._kept * s.index / s.threads; i < upto; ++i) push();
    }
    ~worker() {
      _load._audit.leave(_index, _pushes);
      _load._audit.leave(_index, _pops);
      *_load._foreign[_index] = _foreign;
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (!_owes_pop) {
          ++t.attempted;
          _owes_pop = push();
          if (_owes_pop) ++t.succeeded;
        }
        if (_owes_pop) {
          ++t.attempted;
          _owes_pop = !pop();
          if (!_owes_pop) {
            ++t.succeeded;
            _pause.reset();
            continue;
          }
        }
        _pause.once();
      }
      return t;
    }

   private:
    bool push() {
      if (!_handle.try_push(_pushes.next())) {
        _pushes.refused();
        return false;
      }
      _pushes.pushed();
      return true;
    }
    bool pop() {
      item got = 0;
      if (!_handle.try_pop(got)) {
        _pops.missed();
        return false;
      }
      _pops.popped(got);
      if (producer_of(got) != _index) ++_foreign;
      return true;
    }

    pairs& _load;
    unsigned _index;
    typename B::handle _handle;
    push_book _pushes;
    pop_book _pops;
    bool _owes_pop = false;  // at most one item a worker is under way, also in an unbounded buffer
    std::uint64_t _foreign = 0;
    spin_wait _pause;
  };

  complaint verify() { return _audit.close(typename B::handle(_buffer)); }

  std::vector<metric> metrics() const {
    std::uint64_t popped = 0, foreign = 0;
    for (unsigned i = 0; i < _foreign.size(); ++i) {
      popped += _audit.popped_by(i);
      foreign += *_foreign[i];
    }
    // Low on many threads: each had the buffer to itself for long runs, so little was contended.
    std::vector<metric> all{
        {"foreign_item_share", "share",
         static_cast<double>(foreign) / static_cast<double>(std::max<std::uint64_t>(popped, 1))}};
    _audit.report(all);
    return all;
  }

 private:
  std::size_t _kept;
  B _buffer;
  audit _audit;
  std::vector<padded<std::uint64_t>> _foreign;
};

}  // namespace contend::suites
