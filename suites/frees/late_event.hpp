// Events that are handled and freed after the thread that allocated them is gone.
#pragma once

#include "../refcount/checked.hpp"
#include "../refcount/lane.hpp"
#include "added.hpp"
#include "books.hpp"
#include "cookie.hpp"
#include "exit_count.hpp"
#include "leftovers.hpp"
#include "own_memory.hpp"
#include "sizing.hpp"
#include "thread_life.hpp"

#include <contend/core/clock.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/histogram.hpp>

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `life`, events that a thread allocates before it exits (1 to 4096); `size`, of an
/// event, see size_mix; `pending`, events that wait with the next worker before it handles them
/// (1 to 1000000). Life runs work on a thread of its own and Lane is the transport; tests put bad
/// ones there.
template <allocator A, class Life = fresh_thread,
          template <class, std::size_t, std::size_t> class Lane = lane>
class late_event {
  using memory = tallied<A>;
  struct event {
    std::byte* at = nullptr;
    std::uint32_t bytes = 0;
    std::uint64_t life = 0;  ///< its owner's, from 1
  };
  static constexpr std::size_t batch = 64;
  static constexpr std::uint64_t rounds_a_life = 8;  // a thread costs more than a round
  using passage = Lane<event, batch, 16>;

 public:
  using subject = A;
  static constexpr std::string_view name = "late_event";
  static constexpr card about{
      .title = "Handled after its owner's exit",
      .operation =
          "one event's life: allocated and written by a thread that lives for `life` of them and "
          "exits, then handed to the next worker, read and freed. Every eighth round begins a "
          "life, which fails where the events of the last one still wait",
      .models =
          "a thread for each request or task whose results, messages and log events outlive it; "
          "thread pools that shrink",
      .frees = "the next worker, always after the owner has exited (metric freed_after_exit)",
      .exposes =
          "what an exiting thread does with memory that is in use: abandoned slabs and who takes "
          "them over, caches flushed at exit; and what a new thread sets up at its first call",
      .not_for =
          "the price of a block: an operation includes 1/`life` of starting and joining a thread, "
          "which is the same for all allocators, and itself allocates (a thread's state)",
      .source =
          "no suite has it as a curve; mleak of mimalloc-bench swaps tables of a thread's blocks; "
          "mimalloc issues 1104 and 1372 (abandoned, adopted, abandoned again)",
      .breaks =
          "allocators with heaps or caches of a thread: mimalloc abandons and adopts, oneTBB "
          "makes orphans, jemalloc and tcmalloc flush; each exit pays",
  };

  explicit late_event(const setting& s)
      : _life(in_range(name, s.params, "life", 1, 4096)),
        _sizes(s.params.text("size"), least_stamped),
        _pending(pieces(s, in_range(name, s.params, "pending", 1, 1'000'000), mean_size(_sizes))),
        _turnover(turnover(s, mean_size(_sizes))),
        _seed(s.seed),
        _books(s.threads),
        _ends(s.threads),
        _exits(s.threads),
        _lanes(s.threads) {
    if constexpr (A::info.ceiling) {
      A::expect(2 * _life + passage::depth * batch + _pending, _sizes.largest());
    }
  }
  ~late_event() {  // Nothing is left here, unless a worker threw.
    end_leftovers(_lanes, [](const event& e) {
      if (e.at != nullptr) memory::deallocate(e.at, e.bytes);
    });
  }
  late_event(const late_event&) = delete;
  late_event& operator=(const late_event&) = delete;

 private:
  struct end_state {
    std::uint64_t lives = 0, made = 0, handled = 0;
    std::uint64_t too_early = 0;  ///< freed while its owner lived
    histogram first, exit;
  };

 public:
  class worker {
   public:
    worker(late_event& load, const seat& s)
        : _load(load),
          _page(load._books, s.index),
          _index(s.index),
          _before((s.index + s.threads - 1) % s.threads),
          _foreign(s.threads > 1),
          _random(s.seed),
          _pending(load._pending, &load._own) {
      _estate.reserve(load._life);
    }
    ~worker() {
      end_all();
      *_load._ends[_index] = std::move(_end);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        bool did = false;
        if (_round++ % rounds_a_life == 0) {
          did = _estate.empty();
          if (did) live_apart();
          done += {_load._life, did ? _load._life : 0};
        }
        send();
        if (receive() || did) {
          _idle.reset();
        } else {
          _idle.once();
        }
      }
      _page.enter();
      return done;
    }
    void settle() {
      while (receive()) {
      }
      end_all();
    }
    void nudge() { _page.nudge(_load._sizes(_random)); }

   private:
    /// The worker waits for its own thread, which waits for nobody.
    void live_apart() {
      ++_end.lives;
      const std::int64_t exit = _thread.run([this] {
        _load._watch.watch(*_load._exits[_index]);
        const std::int64_t before = now_ns();
        if (allocate()) {
          _end.first.record(now_ns() - before);
          do {
            const event& e = _estate.back();
            marks<A>::put(e.at, e.bytes, cookie(_index, _end.made + _estate.size() - 1));
          } while (_estate.size() < _load._life && allocate());
        }
        _page.enter();
      });
      _end.exit.record(exit);
      _end.made += _estate.size();
      if (_estate.size() == _load._life) return;
      throw std::bad_alloc();
    }
    bool allocate() {
      const std::uint32_t bytes = _load._sizes(_random);
      void* at = memory::allocate(bytes);
      if (at == nullptr) return false;
      _estate.push_back({static_cast<std::byte*>(at), bytes, _end.lives});
      return true;
    }

    void send() {
      passage& out = _load._lanes[_index];
      while (_sent < _estate.size()) {
        auto* room = out.room();
        if (room == nullptr) return;
        for (event& e : *room) e = _sent < _estate.size() ? _estate[_sent++] : event{};
        out.send();
      }
      _estate.clear();
      _sent = 0;
    }

    bool receive() {
      passage& in = _load._lanes[_before];
      auto* arrived = in.next();
      if (arrived == nullptr) return false;
      for (const event& e : *arrived) {
        if (e.at == nullptr) break;
        event& oldest = _pending[_at];
        if (++_at == _pending.size()) _at = 0;
        if (oldest.at != nullptr) handle(oldest);
        oldest = e;
      }
      in.release();
      return true;
    }

    /// In the order of their making.
    void handle(const event& e) {
      if (e.life > _gone) _gone = exit_count::seen(*_load._exits[_before]);
      _end.too_early += e.life > _gone;
      free(e, cookie(_before, _expected++));
      _page.found_foreign(_foreign);
    }
    /// What is pending, and what found no room in the lane.
    void end_all() {
      for (std::size_t i = 0; i < _pending.size(); ++i) {
        const event e = std::exchange(_pending[(_at + i) % _pending.size()], {});
        if (e.at != nullptr) handle(e);
      }
      for (; _sent < _estate.size(); ++_sent) {
        free(_estate[_sent], cookie(_index, _end.made - _estate.size() + _sent));
      }
      _estate.clear();
      _sent = 0;
      _page.enter();
    }
    void free(const event& e, std::uint64_t cookie) {
      _page.found_corrupt(!marks<A>::hold(e.at, e.bytes, cookie));
      memory::deallocate(e.at, e.bytes);
      ++_end.handled;
    }

    [[nodiscard]] std::uint64_t cookie(unsigned maker, std::uint64_t number) const noexcept {
      return mix(derive_seed(_load._seed, maker) + number);
    }

    late_event& _load;
    own_page<A> _page;
    unsigned _index, _before;
    bool _foreign;
    rng _random;
    std::vector<event> _estate;  // made and not yet sent, from _sent on
    std::size_t _sent = 0;
    std::pmr::vector<event> _pending;  // received and not yet handled; a ring, the oldest at _at
    std::size_t _at = 0;
    std::uint64_t _round = 0, _expected = 0;
    std::uint64_t _gone = 0;  // lives of the one before that have ended, as last seen
    end_state _end;
    spin_wait _idle;
    Life _thread;  // last: what it runs refers to all of this
  };

  /// Every event was handled once, unharmed, and only after its owner's exit.
  complaint verify() {
    const heap_account all = _books.total();
    if (const auto early = added(_ends, &end_state::too_early); early != 0) {
      return std::to_string(early) + " of " + std::to_string(all.frees) +
             " events were freed while the thread that allocated them lived";
    }
    return all.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    const std::uint64_t late =
        added(_ends, &end_state::handled) - added(_ends, &end_state::too_early);
    _books.total().report(all);
    all.push_back({"owners", "lives", static_cast<double>(added(_ends, &end_state::lives))});
    all.push_back({"freed_after_exit", "events", static_cast<double>(late)});
    added(_ends, &end_state::first).report(all, "first_allocation");
    added(_ends, &end_state::exit).report(all, "thread_exit");
    return all;
  }
  [[nodiscard]] std::uint64_t live_bytes() const noexcept { return _books.live_bytes(); }
  [[nodiscard]] std::uint64_t memory_operations() const noexcept { return _turnover; }

 private:
  std::size_t _life;
  size_mix _sizes;
  std::size_t _pending;
  std::uint64_t _turnover;
  std::uint64_t _seed;
  exit_count _watch;
  books _books;
  own_memory _own;  // of all workers
  std::vector<padded<end_state>> _ends;
  std::vector<padded<exit_count::counter>> _exits;
  std::vector<passage> _lanes;
};

}  // namespace contend::suites
