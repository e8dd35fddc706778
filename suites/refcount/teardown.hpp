// A chain of objects that goes with its head: a million destructors, one after another.
#pragma once

#include "lane.hpp"
#include "trashcan.hpp"

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/clock.hpp>
#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/histogram.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `length`, nodes in a chain (1 to 2^24); `by`, who drops its head: owner (the worker
/// that built it) or stranger (the next worker in the ring). A worker has at most 2^16 nodes alive,
/// or two chains if that is more; of long chains mostly two halves.
template <mortal P>
class teardown {
 public:
  using subject = P;
  static constexpr std::string_view name = "teardown";
  static constexpr card about{
      .title = "A chain that goes with its head",
      .operation =
          "one node torn down. A round takes 64 nodes off a chain that was dropped, and adds 64 "
          "to the next one: the rate includes an allocation a node; the metric "
          "teardown_of_64 times the tearing alone",
      .models = "the end of a long list, a deep tree, a linked request: one drop frees it all",
      .frees =
          "who dropped the head, node by node from a list of what is left to drop; the builder, "
          "where a design sends the dead home",
      .exposes =
          "a design that frees a chain a link at a time, each link a grace period after the one "
          "before; deep recursion, which the load itself avoids as CPython does",
      .not_for =
          "the stack that a design would need without a trashcan: here no drop runs inside a "
          "destructor",
      .source = "CPython's trashcan (Objects/object.c)",
      .breaks =
          "deferred and scanning designs: the successor becomes garbage only when its predecessor "
          "is found dead, so a chain takes as many collections as it has nodes",
  };

  explicit teardown(const setting& s)
      : _length(length_of(s)),
        _most_chains(std::max<std::uint64_t>(2, (1 << 16) / _length)),
        _chains(s.threads),
        _lanes(s.threads) {
    const std::string& by = s.params.text("by");
    if (by != "owner" && by != "stranger") {
      throw std::invalid_argument("teardown: by: '" + by + "' is not owner or stranger");
    }
    _by_stranger = by == "stranger";
  }

 private:
  struct node;
  using reference = typename P::template ref<node>;
  using can = trashcan<reference>;
  using lane_type = lane<reference>;

  static constexpr unsigned bite = 64;

 public:
  class worker {
   public:
    worker(teardown& load, const seat& s)
        : _load(load), _index(s.index), _before((s.index + s.threads - 1) % s.threads) {}
    ~worker() {
      {
        const attached here(_membership);
        // What was never finished goes as well; it counts as a chain that is alive.
        if (_head) _left.add(std::move(_head));
        _membership.safepoint();
        // What leaving the membership still destroys empties the can by itself.
        _left.close();
      }
      const std::lock_guard held(_load._mutex);
      _load._times.merge(_times);
      _load._built += _built;
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      const std::uint64_t before = _left.unlinked();
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const bool built = build();
        receive();
        if (tear() || built) {
          _idle.reset();
        } else {
          _idle.once();
        }
        _membership.safepoint();
      }
      const std::uint64_t torn = _left.unlinked() - before;
      return {std::max<std::uint64_t>(torn, std::uint64_t{rounds} * bite), torn};
    }

    void settle() {
      const attached here(_membership);
      while (receive()) {
      }
      while (_left.drop(bite) != 0) _membership.safepoint();
      _membership.safepoint();
    }

   private:
    /// A few nodes more, and hands the chain over when it is whole. False if there is no room.
    bool build() {
      auto& alive = *_load._chains[_index];
      if (_height == 0) {
        // Relaxed, both: a limit on memory; no node is reached through it.
        if (alive.load(memory_order_relaxed) >= _load._most_chains) return false;
        alive.fetch_add(1, memory_order_relaxed);
      }
      for (unsigned i = 0; i < bite && _height < _load._length; ++i) {
        _head = P::template make<node>(_load, _index, _height++, std::move(_head));
        escape(&P::get(_head));
        ++_built;
      }
      if (_height < _load._length) return true;
      if (!_load._by_stranger) {
        _left.add(std::move(_head));
      } else {
        // A batch of one chain: it is work enough.
        lane_type& out = _load._lanes[_index];
        auto* const room = out.room();
        if (room == nullptr) return false;
        room->front() = std::move(_head);
        out.send();
      }
      _height = 0;
      return true;
    }

    bool receive() {
      if (!_load._by_stranger) return false;
      lane_type& in = _load._lanes[_before];
      auto* const chain = in.next();
      if (chain == nullptr) return false;
      _left.add(std::move(chain->front()));
      in.release();
      return true;
    }

    /// False if there is nothing to tear down.
    bool tear() {
      if (++_rounds % timed_one_in != 0) return _left.drop(bite) != 0;
      const std::uint64_t before = _left.unlinked();
      const std::int64_t start = now_ns();
      const bool found = _left.drop(bite) != 0;
      const std::int64_t took = now_ns() - start;
      if (_left.unlinked() - before == bite) _times.record(took);
      return found;
    }

    static constexpr std::uint32_t timed_one_in = 16;

    teardown& _load;
    unsigned _index, _before;
    std::uint64_t _height = 0, _built = 0;
    std::uint32_t _rounds = 0;
    histogram _times;
    // In this order: leaving the membership may still run destructors.
    typename teardown::can _left;
    [[no_unique_address]] typename P::thread _membership;
    typename teardown::reference _head;
    spin_wait _idle;
  };

  /// Every node was destroyed once, and before the one that it kept alive.
  complaint verify() {
    collect<P>();
    // Relaxed, both: the workers are gone.
    if (const auto wrong = _broken.load(memory_order_relaxed); wrong != 0) {
      return std::to_string(wrong) + " nodes had lost their place in the chain";
    }
    if (_built != _book.total_born()) {
      return std::to_string(_built) + " nodes built, but the ledger knows " +
             std::to_string(_book.total_born());
    }
    if (auto wrong = _book.verify()) return wrong;
    for (const auto& chains : _chains) {
      // Relaxed: as above.
      if (chains->load(memory_order_relaxed) != 0) return "a chain was destroyed without its tail";
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    _times.report(all, "teardown_of_64");
    return all;
  }

 private:
  /// Knows its height, 0 at the tail, and keeps the node below alive.
  struct node {
    node(teardown& load, unsigned by, std::uint64_t height, reference below)
        : home(load), life(load._book, height), maker(by), next(std::move(below)) {}
    ~node() {
      const std::uint64_t height = life.value();
      if (next ? P::get(next).life.value() + 1 != height : height != 0) {
        // Relaxed: a count; read when the workers are gone.
        home._broken.fetch_add(1, memory_order_relaxed);
      }
      if (height == 0) {
        // Relaxed: see worker::build().
        home._chains[maker]->fetch_sub(1, memory_order_relaxed);
      }
      can::put(std::move(next));
    }

    teardown& home;
    tracked life;
    unsigned maker;
    reference next;
  };

  static std::uint64_t length_of(const setting& s) {
    const std::int64_t value = s.params.integer("length");
    if (value < 1 || value > (std::int64_t{1} << 24)) {
      throw std::invalid_argument("teardown: length must be 1 to 2^24, not " +
                                  std::to_string(value));
    }
    return static_cast<std::uint64_t>(value);
  }

  std::uint64_t _length, _most_chains;
  bool _by_stranger = false;
  ledger _book;
  std::vector<padded<atomic<std::uint32_t>>> _chains;  // alive, by their builder
  atomic<std::uint64_t> _broken{0};
  std::mutex _mutex;  // guards what follows until the workers are gone
  std::uint64_t _built = 0;
  histogram _times;
  std::vector<lane_type> _lanes;  // last: what is left in them still reports its death
};

}  // namespace contend::suites
