// Shared places that many read and few replace: what a scheme costs those who only read.
#pragma once

#include "item.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace contend::suites {

/// Parameters: `replace`, percent of the operations that replace and retire (0 to 100); `objects`,
/// how many places there are (1 to 65536), each on a line of its own.
template <reclaimer R>
class read_mostly {
  using object = item<R>;
  struct alignas(no_share) place_type {
    explicit place_type(object* first) : value(first) {}
    typename R::template place<object> value;
  };
  struct end_state {
    std::uint64_t broken = 0, retired = 0;
  };

 public:
  using subject = R;
  static constexpr std::string_view name = "read_mostly";
  static constexpr card about{
      .title = "Read by many, replaced by few",
      .operation =
          "look at the object in one of the places under a guard of its own, or replace "
          "it and retire the old one",
      .models =
          "a routing table, a configuration, a lock-free container's nodes: what readers "
          "reach without a lock and writers exchange",
      .frees =
          "whichever member finds that nobody can be looking any more, or a thread of the "
          "scheme's own",
      .exposes =
          "what a guard costs: nothing, a store, or a store that everybody waits for; and "
          "what a retired object costs its writer",
      .not_for =
          "how much memory waits when a reader does not come back (stalled_reader), or "
          "long traversals under one guard",
      .source =
          "Hart, McKenney, Brown, Walpole, Performance of memory reclamation for lockless "
          "synchronization, JPDC 67(12), 2007",
      .breaks =
          "hazard pointers: each read is a sequentially consistent store, although on a line "
          "of the reader's own",
  };

  explicit read_mostly(const setting& s)
      : _percent(in_range(s.params, "replace", 0, 100)),
        _pending("pending", "bytes"),
        _ends(s.threads) {
    const std::size_t objects = in_range(s.params, "objects", 1, 65536);
    _places.reserve(objects);
    for (std::size_t i = 0; i < objects; ++i) {
      _places.push_back(std::make_unique<place_type>(object::make(_book, i)));
    }
  }
  ~read_mostly() { empty(); }

  class worker {
   public:
    worker(read_mostly& load, const seat& s)
        : _load(load), _index(s.index), _next(_index), _stride(s.threads), _random(s.seed) {}
    ~worker() { *_load._ends[_index] = _end; }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::uint64_t dice = _random();
        // Two independent choices from one number.
        auto& place = _load._places[(dice >> 32) * _load._places.size() >> 32]->value;
        if ((dice & 0xffffffff) * 100 >> 32 < _load._percent) {
          replace(place);
        } else {
          typename R::template guard<object> guard;
          const object* const seen = guard.protect(place);
          _end.broken += !seen->whole();
        }
        _membership.safepoint();
      }
      if (_index == 0) _load._pending.tick([] { return R::pending(); });
      return tally::all(rounds);
    }

   private:
    void replace(typename R::template place<object>& place) {
      object* const old = place.exchange(object::make(_load._book, _next));
      _next += _stride;
      _end.broken += !old->whole();
      R::retire(old);
      ++_end.retired;
    }

    read_mostly& _load;
    unsigned _index;
    std::uint64_t _next, _stride;  // values: all different, whoever makes them
    rng _random;
    [[no_unique_address]] typename R::thread _membership;
    end_state _end;
  };

  /// What was seen was whole; what was replaced was retired, deleted, and nothing else.
  complaint verify() {
    empty();
    R::collect();
    std::uint64_t broken = 0, retired = 0;
    for (const auto& end : _ends) {
      broken += end->broken;
      retired += end->retired;
    }
    if (broken != 0) return std::to_string(broken) + " objects were seen that were not whole";
    if (const auto wrong = _book.verify()) return wrong;
    if (_book.total_born() != retired + _places.size()) {
      return std::to_string(retired) + " objects replaced, but " +
             std::to_string(_book.total_born()) + " made";
    }
    if (R::pending() != 0) {
      return std::to_string(R::pending()) + " bytes still on the books when all was collected";
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    return {{"pending_peak", "bytes", _pending.peak()}, {"pending_mean", "bytes", _pending.mean()}};
  }
  [[nodiscard]] std::vector<series> histories() const { return {_pending.data()}; }

 private:
  /// By the controller: takes what is left out of its place.
  void empty() {
    for (const auto& place : _places) delete place->value.exchange(nullptr);
  }

  std::uint64_t _percent;
  ledger _book;
  timeline _pending;
  std::vector<padded<end_state>> _ends;
  std::vector<std::unique_ptr<place_type>> _places;
};

}  // namespace contend::suites
