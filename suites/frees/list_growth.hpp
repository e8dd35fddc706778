// Arrays that grow by appending, with the allocator's realloc where it has one.
#pragma once

#include "../refcount/checked.hpp"
#include "../refcount/lane.hpp"
#include "added.hpp"
#include "books.hpp"
#include "leftovers.hpp"
#include "own_memory.hpp"
#include "sizing.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>

#include <algorithm>
#include <new>
#include <vector>

namespace contend::suites {

/// Parameters: `growth`, of a list that is full: `cpython`, by an eighth and six, or `doubling`;
/// `shared`, 0: each worker frees its own lists, 1: the next worker frees them; `length`, items of
/// 8 bytes to which a list grows before it goes (16 to 10000000); `lists`, that a worker has under
/// way at a time (1 to 100000). Lane is the transport; tests put a bad one there.
template <allocator A, template <class, std::size_t, std::size_t> class Lane = lane>
class list_growth {
  using memory = tallied<A>;
  struct list {
    std::uint64_t* items = nullptr;
    std::uint64_t size = 0, capacity = 0;
    std::uint64_t first = 0;   ///< item i is first + i
    std::uint64_t length = 0;  ///< at which it goes
  };
  using passage = Lane<list, 1, 16>;
  static constexpr std::uint64_t bite = 16;  ///< appends a round

 public:
  using subject = A;
  static constexpr std::string_view name = "list_growth";
  static constexpr card about{
      .title = "Lists that grow",
      .operation =
          "append an 8-byte item to one of `lists` lists, picked at random for 16 appends; the "
          "list grows from nothing to `length` and is then read once and freed",
      .models =
          "Python's list.append, std::vector, string builders, read buffers: geometric growth, "
          "several at a time",
      .frees =
          "the owner (shared:0) or the next worker (shared:1) the finished list; the owner each "
          "outgrown block",
      .exposes =
          "realloc: whether a block grows where it lies (metric moved_share), what it costs where "
          "it moves, and what becomes of the outgrown blocks, each size of which comes once",
      .not_for =
          "the speed of append: most appends touch no allocator; compare growth:cpython with "
          "doubling, or read moved_share. bytes_moved is what lay in moved blocks: the large "
          "ones move by their page tables, without a copy",
      .source =
          "CPython Objects/listobject.c, list_resize (over-allocation); the List Append row of "
          "the baseline's table of operation costs; Growth factors: folly FBVector.md",
      .breaks =
          "allocators without a realloc of their own, and size classes: each step of CPython's "
          "growth is a new class, so that the block moves; models that only allocate and free "
          "always move",
  };

  explicit list_growth(const setting& s)
      : _doubling(one_of(name, s.params, "growth", {"cpython", "doubling"}) == 1),
        _shared(one_of(name, s.params, "shared", {"0", "1"}) == 1),
        _length(in_range(name, s.params, "length", bite, 10'000'000)),
        // Half grown on average.
        _each(pieces(s, in_range(name, s.params, "lists", 1, 100'000),
                     static_cast<double>(_length * sizeof(std::uint64_t)) / 2)),
        // A list is half of its length on average.
        _turnover(turnover(s, sizeof(std::uint64_t) / 2.0)),
        _ends(s.threads),
        _books(s.threads),
        _lanes(s.threads) {}
  ~list_growth() {  // Nothing is left here, unless a worker threw.
    end_leftovers(_lanes, [](const list& l) { release(l); });
  }
  list_growth(const list_growth&) = delete;
  list_growth& operator=(const list_growth&) = delete;

 private:
  struct end_state {
    std::uint64_t growths = 0, moves = 0, bytes_moved = 0, finished = 0;
  };

 public:
  class worker {
   public:
    worker(list_growth& load, const seat& s)
        : _load(load),
          _page(load._books, s.index),
          _index(s.index),
          _foreign(s.threads > 1),
          _out(load._lanes[s.index]),
          _in(load._lanes[(s.index + s.threads - 1) % s.threads]),
          _random(s.seed),
          _lists(load._each, &load._own) {
      // The first ones end one after the other, so that not all are small or large at a time.
      for (std::size_t i = 0; i < _lists.size(); ++i) {
        _lists[i].first = _random();
        _lists[i].length = std::max<std::uint64_t>(1, load._length * (i + 1) / _lists.size());
      }
    }
    ~worker() {
      finish_all();
      *_load._ends[_index] = _end;
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::uint64_t appended = append();
        done += {std::max<std::uint64_t>(appended, 1), appended};
        if (receive() || appended != 0) {
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
      finish_all();
    }
    void nudge() { _page.nudge(_load._length * sizeof(std::uint64_t)); }

   private:
    /// To one list; nothing if it is full and there is no room for it on the way.
    std::uint64_t append() {
      list& l = _lists[_random.below(_lists.size())];
      if (l.size == l.length && !part_with(l)) return 0;
      const std::uint64_t end = std::min(l.size + bite, l.length);
      const std::uint64_t n = end - l.size;
      for (; l.size != end; ++l.size) {
        if (l.size == l.capacity) grow(l);
        l.items[l.size] = l.first + l.size;
        escape(l.items);
      }
      // Soon, so that the next worker has it when it asks.
      if (l.size == l.length) part_with(l);
      return n;
    }

    void grow(list& l) {
      const std::uint64_t to = _load.capacity_for(l.size + 1);
      const std::size_t old = l.capacity * sizeof(std::uint64_t),
                        bytes = to * sizeof(std::uint64_t);
      const auto before = reinterpret_cast<std::uintptr_t>(l.items);
      void* grown_to =
          l.items == nullptr ? memory::allocate(bytes) : grown<memory>(l.items, old, bytes);
      if (grown_to == nullptr) throw std::bad_alloc();
      l.items = static_cast<std::uint64_t*>(grown_to);
      l.capacity = to;
      if (before == 0) return;
      ++_end.growths;
      if (reinterpret_cast<std::uintptr_t>(grown_to) == before) return;
      ++_end.moves;
      _end.bytes_moved += old;
    }

    bool part_with(list& l) {
      if (_load._shared) {
        auto* room = _out.room();
        if (room == nullptr) return false;
        room->front() = l;
        _out.send();
        l = fresh();
      } else {
        finish(l);
      }
      return true;
    }

    bool receive() {
      auto* arrived = _in.next();
      if (arrived == nullptr) return false;
      finish(arrived->front());
      _in.release();
      _page.found_foreign(_foreign);
      return true;
    }

    /// Reads it, frees it, and leaves an empty one.
    void finish(list& l) {
      if (l.items != nullptr) {
        std::uint64_t wrong = 0;
        for (std::uint64_t i = 0; i < l.size; ++i) wrong += l.items[i] != l.first + i;
        _page.found_corrupt(wrong != 0);
        ++_end.finished;
      }
      release(l);
      l = fresh();
    }

    void finish_all() {
      for (list& l : _lists) finish(l);
      _page.enter();
    }
    [[nodiscard]] list fresh() noexcept {
      list l;
      l.first = _random();
      l.length = _load._length;
      return l;
    }

    list_growth& _load;
    own_page<A> _page;
    unsigned _index;
    bool _foreign;
    passage& _out;
    passage& _in;
    rng _random;
    std::pmr::vector<list> _lists;
    end_state _end;
    spin_wait _idle;
  };

  /// Every list held all that was appended to it, however often it moved.
  complaint verify() { return _books.total().verify(); }

  [[nodiscard]] std::vector<metric> metrics() const {
    const auto sum = [this](auto what) { return static_cast<double>(added(_ends, what)); };
    std::vector<metric> all;
    _books.total().report(all);
    all.push_back({"lists", "lists", sum(&end_state::finished)});
    all.push_back(
        {"moved_share", "share", sum(&end_state::moves) / std::max(1.0, sum(&end_state::growths))});
    all.push_back({"bytes_moved", "bytes", sum(&end_state::bytes_moved)});
    return all;
  }
  [[nodiscard]] std::uint64_t live_bytes() const noexcept { return _books.live_bytes(); }
  [[nodiscard]] std::uint64_t memory_operations() const noexcept { return _turnover; }

 private:
  /// Of a list that is to hold `size` items and is full.
  [[nodiscard]] std::uint64_t capacity_for(std::uint64_t size) const noexcept {
    if (_doubling) return std::max<std::uint64_t>(4, 2 * (size - 1));
    return (size + (size >> 3) + 6) & ~std::uint64_t{3};
  }
  static void release(const list& l) noexcept {
    if (l.items != nullptr) memory::deallocate(l.items, l.capacity * sizeof(std::uint64_t));
  }

  bool _doubling, _shared;
  std::uint64_t _length;
  std::size_t _each;
  std::uint64_t _turnover;
  own_memory _own;  // of all workers
  std::vector<padded<end_state>> _ends;
  books _books;
  std::vector<passage> _lanes;
};

}  // namespace contend::suites
