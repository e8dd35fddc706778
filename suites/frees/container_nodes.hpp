// Containers that one thread fills and the next one empties: the library's nodes cross threads.
#pragma once

#include "../refcount/checked.hpp"
#include "../refcount/lane.hpp"
#include "added.hpp"
#include "books.hpp"
#include "node_kinds.hpp"
#include "own_memory.hpp"
#include "sizing.hpp"

#include <contend/core/spin_wait.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `container`, Kind's name; `elements` of each (1 to 1000000); `ending`, how it ends:
/// `erase` element by element, or `clear` after a look at all; `hold`, containers that wait with
/// the next worker before that (0 to 10000). Lane is the transport; tests put a bad one there.
template <allocator A, class Kind, template <class, std::size_t, std::size_t> class Lane = lane>
class container_nodes {
  using memory = tallied<A>;
  using container = typename Kind::template container<memory>;
  struct parcel {
    container content;
    std::uint64_t serial = 0;
  };
  using passage = Lane<parcel, 1, 4>;
  static constexpr std::size_t bite = 16;  ///< elements a round

 public:
  using subject = A;
  static constexpr std::string_view name = "container_nodes";
  static constexpr card about{
      .title = "Nodes of a container, erased elsewhere",
      .operation =
          "one element's life: inserted into a standard container by its owner; the full "
          "container is moved to the next worker, which finds, checks and erases the element or "
          "clears all. The rounds in which the way is full fail",
      .models =
          "results, indexes and sessions that are built by one thread and taken down by another: "
          "the program never says free, the container does",
      .frees =
          "the next worker, all nodes and the last array of buckets; the maker, the outgrown "
          "arrays of buckets",
      .exposes =
          "the way of small blocks of one size class back to their owner, in the container's "
          "order: that of insertion for a list, of the buckets or the tree for a clear",
      .not_for =
          "containers: hashing, search and rebalancing are part of an operation, and the same "
          "for all allocators",
      .source = "no suite has it; containers of libstdc++ or libc++, whose node sizes they are",
      .breaks =
          "allocators that batch returned blocks by slab: a tree or table is freed in an order "
          "that has little to do with that of its making",
  };

  explicit container_nodes(const setting& s)
      : _elements(in_range(name, s.params, "elements", 1, 1'000'000)),
        _clear(one_of(name, s.params, "ending", {"erase", "clear"}) == 1),
        _hold(pieces(s, in_range(name, s.params, "hold", 0, 10'000),
                     static_cast<double>(_elements * (sizeof(keyed) + 2 * sizeof(void*))))),
        _turnover(turnover(s, static_cast<double>(sizeof(keyed) + 2 * sizeof(void*)))),
        _seed(s.seed),
        _tales(s.threads),
        _books(s.threads),
        _lanes(s.threads) {
    one_of(name, s.params, "container", {Kind::name});
  }

 private:
  /// What a worker has done.
  struct tale {
    std::uint64_t inserted = 0, erased = 0, wrong = 0;
  };

 public:
  class worker {
   public:
    worker(container_nodes& load, const seat& s)
        : _load(load),
          _page(load._books, s.index),
          _index(s.index),
          _foreign(s.threads > 1),
          _out(load._lanes[s.index]),
          _in(load._lanes[(s.index + s.threads - 1) % s.threads]),
          _out_keys(derive_seed(load._seed, s.index)),
          _in_keys(derive_seed(load._seed, (s.index + s.threads - 1) % s.threads)),
          _held(load._hold + 1, &load._own) {}
    ~worker() { *_load._tales[_index] = _tale; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::uint64_t added = fill();
        done += {std::max<std::uint64_t>(added, 1), added};
        while (_waiting <= _load._hold && receive()) {
        }
        const bool busy = _waiting > _load._hold;
        if (busy) take_down();
        if (added != 0 || busy) {
          _idle.reset();
        } else {
          _idle.once();
        }
      }
      _page.enter();
      return done;
    }
    void settle() {
      do {
        while (_waiting != 0) take_down();
      } while (receive());
      // What it has not filled up it takes down itself.
      end(_filling.content, _out_keys + _sent * _load._elements, _filled);
      _filled = 0;
      _page.enter();
    }
    void nudge() { _page.nudge(sizeof(keyed) + 2 * sizeof(void*)); }

   private:
    [[nodiscard]] static std::uint64_t key(std::uint64_t stream, std::uint64_t number) noexcept {
      return mix(stream + number);  // one to one: no key comes twice
    }

    /// Elements added: 0 if the container is full and there is no room for it on the way.
    std::uint64_t fill() {
      if (_filled == _load._elements && !send()) return 0;
      const std::uint64_t n = std::min<std::uint64_t>(bite, _load._elements - _filled);
      const std::uint64_t first = _out_keys + _sent * _load._elements + _filled;
      for (std::uint64_t i = 0; i < n; ++i) Kind::add(_filling.content, key(first, i));
      _filled += n;
      _tale.inserted += n;
      return n;
    }
    bool send() {
      auto* room = _out.room();
      if (room == nullptr) return false;
      _filling.serial = _sent++;
      room->front() = std::exchange(_filling, parcel());
      _out.send();
      _filled = 0;
      return true;
    }

    bool receive() {
      auto* arrived = _in.next();
      if (arrived == nullptr) return false;
      _held[(_oldest + _waiting++) % _held.size()] = std::exchange(arrived->front(), parcel());
      _in.release();
      return true;
    }

    /// The oldest one, or a bite of it.
    void take_down() {
      parcel& p = _held[_oldest];
      if (_ended == 0) _tale.wrong += p.serial != _expected || p.content.size() != _load._elements;
      const std::uint64_t left = _load._elements - _ended;
      const std::uint64_t n = _load._clear ? left : std::min<std::uint64_t>(bite, left);
      const std::uint64_t before = memory::so_far().frees;
      end(p.content, _in_keys + _expected * _load._elements + _ended, n);
      if ((_ended += n) == _load._elements) {
        p.content = container();
        _oldest = (_oldest + 1) % _held.size();
        --_waiting;
        ++_expected;
        _ended = 0;
      }
      if (_foreign) _page.found_foreign(memory::so_far().frees - before);
    }

    /// The oldest n elements, the first of which is the stream's `first`.
    void end(container& c, std::uint64_t first, std::uint64_t n) {
      if (_load._clear) {
        for (const auto& [key, value] : c) _tale.wrong += !value.belongs_to(key);
        _tale.erased += c.size();
        c.clear();
        return;
      }
      for (std::uint64_t i = 0; i < n; ++i) {
        if (Kind::erase(c, key(first, i))) {
          ++_tale.erased;
        } else {
          ++_tale.wrong;
        }
      }
    }

    container_nodes& _load;
    own_page<A> _page;  // before the containers: it counts how they end
    unsigned _index;
    bool _foreign;
    passage& _out;
    passage& _in;
    std::uint64_t _out_keys, _in_keys;
    parcel _filling;
    std::uint64_t _filled = 0, _sent = 0;
    std::pmr::vector<parcel> _held;  // a queue, from _oldest on
    std::size_t _oldest = 0, _waiting = 0;
    std::uint64_t _ended = 0;     // elements of the oldest
    std::uint64_t _expected = 0;  // its serial
    tale _tale;
    spin_wait _idle;
  };

  /// Every element was found where it belongs, ended once, and so did its memory.
  complaint verify() {
    if (const std::uint64_t wrong = added(_tales, &tale::wrong); wrong != 0) {
      return std::to_string(wrong) + " elements or containers were not what was inserted";
    }
    const std::uint64_t inserted = added(_tales, &tale::inserted),
                        erased = added(_tales, &tale::erased);
    if (inserted != erased) {
      return std::to_string(inserted) + " elements were inserted and " + std::to_string(erased) +
             " erased";
    }
    return _books.total().verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    _books.total().report(all);
    return all;
  }
  [[nodiscard]] std::uint64_t live_bytes() const noexcept { return _books.live_bytes(); }
  [[nodiscard]] std::uint64_t memory_operations() const noexcept { return _turnover; }

 private:
  std::uint64_t _elements;
  bool _clear;
  std::size_t _hold;
  std::uint64_t _turnover;
  std::uint64_t _seed;
  own_memory _own;  // of all workers
  std::vector<padded<tale>> _tales;
  books _books;
  std::vector<passage> _lanes;
};

}  // namespace contend::suites
