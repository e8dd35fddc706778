// Counted objects that several threads share: the last one to let go frees, whoever that is.
#pragma once

#include "../refcount/checked.hpp"
#include "../refcount/lane.hpp"
#include "added.hpp"
#include "books.hpp"
#include "cookie.hpp"
#include "leftovers.hpp"
#include "own_memory.hpp"
#include "sizing.hpp"

#include <contend/core/clock.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/histogram.hpp>
#include <contend/model/refcount/atomic_steps.hpp>

#include <array>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `sharers`, references to each object (2 to 8): its maker's, and one for each of the
/// next workers in the circle, as often as it takes; `hold`, references that a worker keeps (1 to
/// 1000000); `size`, of an object, see size_mix, from 40 bytes on. Count is how a count goes up
/// and down and Lane the transport; tests put bad ones there.
template <allocator A, class Count = model::acq_rel_steps,
          template <class, std::size_t, std::size_t> class Lane = lane>
class last_release {
  using memory = tallied<A>;

  struct object {
    model::atomic_word count;
    std::uint32_t bytes;
    std::uint16_t maker, check;  ///< of the other fields, so that `bytes` is not believed blindly
    std::uint64_t cookie;        ///< and its inverse in the last word
    std::int64_t let_go;         ///< when its maker did; 0 until then; `untimed` in most objects
  };
  static constexpr std::int64_t untimed = -1;
  static constexpr std::size_t batch = 16, most_sharers = 8;
  static constexpr std::uint64_t sample = 64;  ///< one of so many is timed
  using passage = Lane<object*, batch, 4>;

 public:
  using subject = A;
  static constexpr std::string_view name = "last_release";
  static constexpr unsigned max_threads = 65'535;  // an object has 16 bits for its maker
  static constexpr card about{
      .title = "The last release frees",
      .operation =
          "one object's life: made with memory from the allocator, handed to the other sharers, "
          "held by each in a pool of `hold` where a later one takes its place at random, and "
          "freed by the sharer that drops the last reference",
      .models =
          "reference-counted objects that threads share: requests, buffers, tree versions, "
          "where the program does not decide who frees",
      .frees =
          "any of the sharers, the maker least often, as its reference is the first to be held: "
          "most are freed by a thread that did not make them (metric foreign_free_share), in an "
          "order that is nobody's",
      .exposes =
          "frees that come one by one from several threads at once, to blocks that lie side by "
          "side: batches by owner or slab find little to batch",
      .not_for =
          "the price of a count: each drop is an atomic on a line that other threads own, the "
          "same for all allocators; nor for transport, `sharers` - 1 hand-overs an object",
      .source =
          "no suite has it; the count is Boost's intrusive_ref_counter, as in the refcount family",
      .breaks =
          "remote lists that one thread pushes to in runs (mimalloc's page lists, snmalloc's "
          "rings of one slab): several push to one list, and no run is long",
  };

  explicit last_release(const setting& s)
      : _sharers(in_range(name, s.params, "sharers", 2, most_sharers)),
        _sizes(s.params.text("size"), sizeof(object) + sizeof(std::uint64_t)),
        _hold(pieces(s, in_range(name, s.params, "hold", 1, 1'000'000),
                     mean_size(_sizes) * live_share(_sharers))),
        _turnover(turnover(s, mean_size(_sizes))),
        _books(s.threads),
        _times(s.threads),
        _lanes(s.threads * (_sharers - 1)) {}
  ~last_release() {  // Nothing is left here, unless a worker threw.
    end_leftovers(_lanes, [](object* o) {
      if (Count::down(o->count)) unmake(o);
    });
  }
  last_release(const last_release&) = delete;
  last_release& operator=(const last_release&) = delete;

 private:
  struct times {
    histogram outlived, last_drop;
  };

 public:
  class worker {
   public:
    worker(last_release& load, const seat& s)
        : _load(load),
          _page(load._books, s.index),
          _index(static_cast<std::uint16_t>(s.index)),
          _threads(s.threads),
          _random(s.seed),
          _serial(s.seed),
          _pool(load._hold, nullptr, &load._own) {}
    ~worker() {
      let_go();
      *_load._times[_index] = std::move(_times);
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const bool made = make(), received = receive();
        done += {batch, made ? batch : 0};
        if (made || received) {
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
      let_go();
    }
    void nudge() { _page.nudge(_load._sizes(_random)); }

   private:
    /// A batch, with a reference to each for every sharer; nothing if one has no room for it.
    bool make() {
      std::array<typename passage::batch*, most_sharers> rooms;
      for (std::size_t j = 1; j < _load._sharers; ++j) {
        rooms[j] = _load.lane_of(_index, j).room();
        if (rooms[j] == nullptr) return false;
      }
      std::array<object*, batch> made;
      for (std::size_t i = 0; i < batch; ++i) {
        const std::uint32_t bytes = _load._sizes(_random);
        void* at = memory::allocate(bytes);
        if (at == nullptr) {
          while (i != 0) unmake(made[--i]);
          throw std::bad_alloc();
        }
        const std::uint64_t cookie = mix(_serial++);
        const std::int64_t timed = _serial % sample == 0 ? 0 : untimed;
        made[i] = new (at) object{_load._sharers, bytes, _index, 0, cookie, timed};
        made[i]->check = check(*made[i]);
        stamp_end(at, bytes, cookie);
      }
      for (std::size_t j = 1; j < _load._sharers; ++j) {
        *rooms[j] = made;
        _load.lane_of(_index, j).send();
      }
      for (object* o : made) keep(o);
      return true;
    }

    bool receive() {
      bool any = false;
      for (std::size_t j = 1; j < _load._sharers; ++j) {
        const std::size_t maker = (_index + _threads * most_sharers - j) % _threads;
        passage& in = _load.lane_of(maker, j);
        auto* arrived = in.next();
        if (arrived == nullptr) continue;
        any = true;
        for (object* o : *arrived) keep(o);
        in.release();
      }
      return any;
    }

    /// In place of any other: it may go soon or stay for long.
    void keep(object* o) {
      object*& place = _pool[_random.below(_pool.size())];
      if (place != nullptr) drop(place);
      place = o;
    }

    void drop(object* o) {
      // What another one may not have freed yet.
      if (o->check != check(*o) || !end_stamped(o, o->bytes, o->cookie)) _page.found_corrupt(1);
      if (o->maker == _index && o->let_go != untimed) o->let_go = now_ns();
      if (!Count::down(o->count)) return;
      const bool foreign = o->maker != _index;
      _page.found_foreign(foreign);
      if (o->let_go == untimed) {
        unmake(o);
        return;
      }
      const std::int64_t before = now_ns();
      if (foreign) _times.outlived.record(before - o->let_go);
      unmake(o);
      _times.last_drop.record(now_ns() - before);
    }

    void let_go() {
      for (object*& o : _pool) {
        if (o != nullptr) drop(std::exchange(o, nullptr));
      }
      _page.enter();
    }

    last_release& _load;
    own_page<A> _page;
    std::uint16_t _index;
    unsigned _threads;
    rng _random;
    std::uint64_t _serial;
    std::pmr::vector<object*> _pool;
    times _times;
    spin_wait _idle;
  };

  /// Every object held what its maker wrote until the last drop, and was freed then.
  complaint verify() { return _books.total().verify(); }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    _books.total().report(all);
    added(_times, &times::outlived).report(all, "outlived_its_maker");
    added(_times, &times::last_drop).report(all, "last_drop");
    return all;
  }
  [[nodiscard]] std::uint64_t live_bytes() const noexcept { return _books.live_bytes(); }
  [[nodiscard]] std::uint64_t memory_operations() const noexcept { return _turnover; }

 private:
  /// Objects alive for each reference held: the longest-lived of `sharers` references lives for
  /// 1 + 1/2 + ... + 1/sharers of one's time.
  static double live_share(std::uint64_t sharers) {
    double longest = 0;
    for (std::uint64_t i = 1; i <= sharers; ++i) longest += 1.0 / static_cast<double>(i);
    return longest / static_cast<double>(sharers);
  }
  static std::uint16_t check(const object& o) noexcept {
    return static_cast<std::uint16_t>(mix(o.cookie ^ o.bytes ^ std::uint64_t{o.maker} << 32));
  }
  static void unmake(object* o) noexcept {
    const std::uint32_t bytes = o->bytes;
    std::destroy_at(o);
    memory::deallocate(o, bytes);
  }
  /// From a maker to the j-th worker after it.
  [[nodiscard]] passage& lane_of(std::size_t maker, std::size_t j) noexcept {
    return _lanes[maker * (_sharers - 1) + j - 1];
  }

  std::uint64_t _sharers;
  size_mix _sizes;
  std::size_t _hold;
  std::uint64_t _turnover;
  books _books;
  own_memory _own;  // of all workers
  std::vector<padded<times>> _times;
  std::vector<passage> _lanes;
};

}  // namespace contend::suites
