// Members come and go: what they leave behind when they go is nobody's unless a scheme sees to it.
#pragma once

#include "places.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace contend::suites {

/// Parameter: `retired`, objects that each membership retires before it ends (1 to 10000).
template <reclaimer R>
class turnover {
 public:
  using subject = R;
  static constexpr std::string_view name = "turnover";
  static constexpr card about{
      .title = "Members that come and go",
      .operation = "become a member, replace and retire some objects, look at one, and leave",
      .models = "a thread a request, an executor that shrinks and grows, short-lived workers",
      .frees = "the leaver what it can; whoever comes by, the rest",
      .exposes =
          "what leaving costs, and leftovers that wait for a member who never looks: "
          "pending bytes that grow with each member there ever was",
      .not_for = "the cost of a thread: the membership is new each time, the thread is not",
      .source = "CPython issue 130794",
      .breaks = "schemes that batch by member: few objects a membership never fill a batch",
  };

  explicit turnover(const setting& s)
      : _retired(in_range(s.params, "retired", 1, 10000)),
        _pending("pending", "bytes"),
        _accounts(s.threads),
        _places(s.threads) {}

  class worker {
   public:
    worker(turnover& load, const seat& s)
        : _load(load), _index(s.index), _neighbour((s.index + 1) % s.threads) {}
    ~worker() { *_load._accounts[_index] = _mine; }

    tally step(std::uint32_t rounds) {
      // Only when the host holds somebody up inside a guard. The others still come and go: those
      // who free may be waiting for just that.
      const bool full = R::pending() > most_pending;
      for (std::uint32_t i = 0; i < rounds; ++i) come_and_go(full ? 0 : _load._retired);
      if (_index == 0) _load._pending.tick([] { return R::pending(); });
      return {rounds, full ? 0 : rounds};
    }

   private:
    void come_and_go(std::uint64_t objects) {
      typename R::thread membership;
      const attached here(membership);
      for (std::uint64_t k = 0; k < objects; ++k)
        _load._places.replace_own(_index, _replaced, _mine);
      _load._places.read(_neighbour, _mine);
      membership.safepoint();
    }

    turnover& _load;
    unsigned _index, _neighbour;
    std::uint64_t _replaced = 0;
    reclaim_account _mine;
  };

  complaint verify() {
    _left = static_cast<double>(R::pending());
    reclaim_account all;
    for (const auto& mine : _accounts) all += *mine;
    return _places.verify(all);
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    return {{"pending_peak", "bytes", _pending.peak()},
            {"pending_mean", "bytes", _pending.mean()},
            {"left_behind", "bytes", _left}};
  }
  [[nodiscard]] std::vector<series> histories() const { return {_pending.data()}; }

 private:
  static constexpr std::size_t most_pending = std::size_t{256} << 20;

  std::uint64_t _retired;
  timeline _pending;
  double _left = 0;
  std::vector<padded<reclaim_account>> _accounts;
  places<R> _places;
};

}  // namespace contend::suites
