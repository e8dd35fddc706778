// Shared places that many read and few replace: what a scheme costs those who only read.
#pragma once

#include "places.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/core/rng.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace contend::suites {

/// Parameters: `replace`, percent of the operations that replace and retire (0 to 100); `objects`,
/// how many places there are (1 to 65536), each on a line of its own.
template <reclaimer R>
class read_mostly {
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
        _accounts(s.threads),
        _places(in_range(s.params, "objects", 1, 65536)) {}

  class worker {
   public:
    worker(read_mostly& load, const seat& s)
        : _load(load), _index(s.index), _next(_index), _stride(s.threads), _random(s.seed) {}
    ~worker() { *_load._accounts[_index] = _mine; }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        // Two independent choices from one number.
        const std::uint64_t dice = _random(), high = dice >> 32, low = dice & 0xffffffff;
        const std::size_t which = high * _load._places.size() >> 32;
        if (low * 100 >> 32 < _load._percent) {
          _load._places.replace(which, _next += _stride, _mine);
        } else {
          _load._places.read(which, _mine);
        }
        _membership.safepoint();
      }
      if (_index == 0) _load._pending.tick([] { return R::pending(); });
      return tally::all(rounds);
    }

   private:
    read_mostly& _load;
    unsigned _index;
    std::uint64_t _next, _stride;  // values: no two workers put in the same
    rng _random;
    [[no_unique_address]] typename R::thread _membership;
    reclaim_account _mine;
  };

  complaint verify() {
    reclaim_account all;
    for (const auto& mine : _accounts) all += *mine;
    return _places.verify(all);
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    return {{"pending_peak", "bytes", _pending.peak()}, {"pending_mean", "bytes", _pending.mean()}};
  }
  [[nodiscard]] std::vector<series> histories() const { return {_pending.data()}; }

 private:
  std::uint64_t _percent;
  timeline _pending;
  std::vector<padded<reclaim_account>> _accounts;
  places<R> _places;
};

}  // namespace contend::suites
