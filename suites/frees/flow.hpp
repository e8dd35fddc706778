// Blocks that are allocated here and freed there: every allocation load of this family is a recipe
// for this one.
#pragma once

#include "carrier.hpp"
#include "flow_state.hpp"
#include "handler.hpp"
#include "thread_life.hpp"
#include "waiting_room.hpp"

#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: see recipe_from(). Link is the transport; tests put a bad one there.
template <allocator A, class Link = batch_link>
class flow {
 public:
  using subject = A;
  static constexpr std::string_view name = "flow";
  static constexpr card about{
      .title = "Allocate here, free there",
      .operation =
          "one allocation, or one free; a batch that finds no room on its way is a failed attempt",
      .models = "whatever its parameters say: pipelines, pools, message passing, thread churn",
      .frees = "by `topology`: the maker, its neighbour, one for all, anybody",
      .exposes =
          "one axis at a time: what the topology, the batch, the wait before the free, the order "
          "of the frees, the freer's and the owner's state, size and touch do to an allocator",
      .not_for =
          "a program: each parameter is one aspect of it; the named loads combine them as others "
          "did",
      .source = "the union of the loads below: larson, xmalloc-test, rptest, mstress and so on",
      .breaks = "allocators whose way home for a foreign block is long, at the values that take it",
  };

  explicit flow(const setting& s) : flow(s, recipe_from(s.params)) {}

  flow(const setting& s, const recipe& r) : _state(s, r) {}

  class worker {
   public:
    worker(flow& load, const seat& s)
        : _state(load._state),
          _how(_state.how),
          _index(s.index),
          _ends(_state.ways.of(s.index)),
          _apart(_ends.makes ? _how.owner != owner_state::active
                             : _how.freer == freer_state::never),
          _carrier(_ends),
          _hand(_state.sizes, _how.touch, _how.writes, s.index, s.seed),
          // Of the two others, all blocks are in the slots or on their way.
          _waiting(_how.way == topology::exchange || _how.way == topology::relay ? 0 : _how.live,
                   _how.order, _state.own),
          // All that a relay will ever hold is the first one's to make.
          _credit(_how.way == topology::relay && s.index == 0 ? _how.live : 0),
          _batch(_how.way == topology::self ? _how.batch : 0) {
      if (!_ends.makes && _how.freer == freer_state::allocated_once) nudge();
      // Not timed; but where memory is measured, what is resident before the first step is the
      // load's own.
      if (!_state.measures_memory) fill_up();
    }
    ~worker() {
      _idler.reset();
      clear();
      _state.book.close(_index, _hand.book());
      *_state.times[_index] = std::move(_hand.times());
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      const std::uint64_t before = calls();
      _failed = 0;
      open_gift();
      if (_state.measures_memory) fill_up();
      for (std::uint32_t i = 0; i < rounds; ++i) _apart ? live() : round();
      const std::uint64_t done = calls() - before;
      return {done + _failed, done};
    }

    void settle() {
      open_gift();
      _carrier.drain([this](std::span<const block> batch) { drop_all(batch); });
      clear();
      _state.slots.drain(_index, _state.threads(), [this](std::byte* at) { _hand.drop(at); });
      publish();
    }

    /// One allocation and one free on the worker's own thread.
    void nudge() { _hand.drop(_hand.make()); }

   private:
    /// The blocks that wait from the start on.
    void fill_up() {
      if (std::exchange(_filled, true) || !_ends.makes || _apart) return;
      while (!_waiting.full()) _waiting.add(_hand.make());
      publish();
    }

    /// A batch, on whichever thread this is.
    void round() {
      bool did = _how.way == topology::relay ? relay() : _ends.makes && give();
      if (_how.way != topology::relay) did = take() || did;
      publish();
      if (did) {
        _pause.reset();
      } else {
        _pause.once();
      }
    }

    /// The whole set arrives, is freed, is made anew and goes on: never two of it, nor two halves.
    bool relay() {
      if (_credit >= _how.batch) {
        _credit -= _how.batch;
        return give();
      }
      // A turn comes once in a round of all: waiting a little for it is most of what there is to
      // do.
      for (unsigned i = 0; !_freeing && !_carrier.full(); ++i) {
        if (i == longest_wait) return false;
        _pause.once();
      }
      _freeing = take();
      if (!_freeing) _credit = _how.live;
      return true;
    }

    /// A thread's life of many rounds.
    void live() {
      // An heir goes on with what waits. Of the others, it is freed behind their backs.
      if (_how.owner != owner_state::replaced) clear();
      const auto life = [this] {
        if (_ends.makes) {
          _hand.drop(_hand.make_first());
          while (!_waiting.full()) _waiting.add(_hand.make());
          publish();
        }
        for (unsigned i = 0; i < _how.life; ++i) round();
      };
      if (_how.owner == owner_state::idle && _ends.makes) {
        if (!_idler) _idler.emplace();
        _idler->live(life);
      } else {
        _hand.times().thread_exit.record(live_apart(life));
      }
      publish();
    }

    /// Makes a batch and sends as many blocks on their way; false if nothing was done.
    bool give() {
      if (_how.way == topology::exchange) return trade();
      if (_how.way == topology::self) {
        fill(_batch);
        drop_all(_batch);
        return true;
      }
      const std::span<block> room =
          _carrier.room(_how.way == topology::random ? _hand.random().below(_ends.out.size()) : 0);
      if (room.empty()) {
        _failed += _how.batch;
        return false;
      }
      fill(room);
      _carrier.send();
      return true;
    }

    bool trade() {
      const std::size_t n = _state.slots.size();
      for (std::size_t i = 0; i < _how.batch; ++i) {
        _slot = _how.order == free_order::shuffled ? _hand.random().below(n) : (_slot + 1) % n;
        const block b = _hand.make();
        if (std::byte* old = _state.slots.swap(_slot, b.at)) _hand.drop(old);
      }
      return true;
    }

    /// With new blocks, or with those that have waited, in whose place the new ones wait.
    void fill(std::span<block> batch) {
      std::size_t n = 0;
      try {
        for (; n < batch.size(); ++n) batch[n] = _waiting.exchange(_hand.make(), _hand.random());
      } catch (...) {
        drop_all(batch.first(n));
        throw;
      }
      if (_how.order == free_order::shuffled && _how.live == 0) {
        std::shuffle(batch.begin(), batch.end(), _hand.random());
      }
    }

    /// Frees a batch that has arrived, or hands it on; false if there is none that can be.
    bool take() {
      return _carrier.take([this](std::span<const block> batch) {
        drop_all(batch);
        if (!_ends.makes && _how.freer == freer_state::allocates) nudge();
      });
    }

    void drop_all(std::span<const block> batch) {
      if (_how.order == free_order::lifo) {
        std::for_each(batch.rbegin(), batch.rend(), [this](const block& b) { _hand.drop(b); });
      } else {
        for (const block& b : batch) _hand.drop(b);
      }
    }
    void clear() {
      while (!_waiting.empty()) _hand.drop(_waiting.take());
    }
    void open_gift() {
      if (_how.donated && !std::exchange(_opened, true)) _hand.drop(_state.gifts[_index]);
    }

    [[nodiscard]] std::uint64_t calls() const noexcept {
      return _hand.book().allocations + _hand.book().frees;
    }
    void publish() noexcept { _state.book.publish(_index, _hand.book()); }

    static constexpr unsigned longest_wait = 200;  // pauses: microseconds, or as many yields

    flow_state<A, Link>& _state;
    const recipe& _how;
    unsigned _index;
    typename routes<Link>::ends& _ends;
    bool _apart;  // each of its rounds is a thread's life
    carrier<Link> _carrier;
    handler<A> _hand;
    waiting_room _waiting;
    std::size_t _credit;  // of a relay: blocks that it may make
    std::vector<block> _batch;
    std::size_t _slot = 0;
    std::uint64_t _failed = 0;
    bool _filled = false, _opened = false, _freeing = false;
    std::optional<idler> _idler;
    spin_wait _pause;
  };

  complaint verify() {
    const heap_account all = _state.book.total();
    // A ceiling's blocks have no marks, and in the slots not even a size: it is no allocator.
    return A::info.ceiling ? all.verify_calls() : all.verify();
  }

  [[nodiscard]] std::uint64_t round_operations() const { return _state.round_operations(); }
  [[nodiscard]] std::uint64_t memory_operations() const { return _state.memory_operations(); }
  [[nodiscard]] std::uint64_t live_bytes() const { return _state.book.live_bytes(); }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    _state.book.total().report(all);
    waits times;
    for (const auto& of : _state.times) times += *of;
    times.report(all);
    return all;
  }

 private:
  flow_state<A, Link> _state;
};

}  // namespace contend::suites
