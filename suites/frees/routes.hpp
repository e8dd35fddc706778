// Who hands blocks to whom: the links of a topology.
#pragma once

#include "batch_link.hpp"
#include "recipe.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace contend::suites {

/// Built by the controller; each worker uses its own ends of the links. Every link has one sender
/// and one receiver: no end is contended, so what is measured is the allocator.
template <class Link = batch_link>
class routes {
 public:
  /// Where a batch comes from, and where it goes on to; null where it is freed.
  struct arrival {
    Link* in;
    Link* onward;
  };
  /// One worker's ends.
  struct ends {
    bool makes = true;       ///< it allocates
    std::vector<Link*> out;  ///< for what it makes
    std::vector<arrival> arrivals;
  };

  routes(const recipe& r, unsigned threads) : _threads(threads), _batch(r.batch), _ends(threads) {
    switch (r.way) {
      case topology::self:
      case topology::exchange: break;
      case topology::pairs: pair_up(); break;
      case topology::fan_out: fan(0, true); break;
      case topology::fan_in: fan(0, false); break;
      case topology::random: mesh(); break;
      case topology::ring: circle(r.hops, depth); break;
      // Room for all that there is, and full with it.
      case topology::relay: circle(1, r.live / r.batch); break;
    }
  }

  [[nodiscard]] ends& of(unsigned worker) noexcept { return _ends[worker]; }
  [[nodiscard]] const std::vector<std::unique_ptr<Link>>& links() const noexcept { return _links; }

  /// Batches on their way on one link, at most.
  static constexpr std::size_t depth = 4;

 private:
  Link* link(std::size_t room) {
    return _links.emplace_back(std::make_unique<Link>(room, _batch)).get();
  }
  void connect(unsigned from, unsigned to) {
    Link* l = link(depth);
    _ends[from].out.push_back(l);
    _ends[to].arrivals.push_back({l, nullptr});
  }

  void pair_up() {
    for (unsigned i = 0; i < _threads; i += 2) {
      const bool alone = i + 1 == _threads;
      connect(i, alone ? i : i + 1);
      if (!alone) _ends[i + 1].makes = false;
    }
  }

  void fan(unsigned hub, bool outwards) {
    if (_threads == 1) return connect(hub, hub);
    for (unsigned i = 0; i < _threads; ++i) {
      if (i == hub) continue;
      outwards ? connect(hub, i) : connect(i, hub);
      _ends[outwards ? i : hub].makes = false;
    }
  }

  /// To every other one, up to as many as memory for the links allows, spread over the others.
  void mesh() {
    if (_threads == 1) return connect(0, 0);
    const std::size_t each = depth * _batch * sizeof(block) + 4 * no_share;
    const std::size_t most = std::max<std::size_t>(1, most_bytes / (each * _threads));
    const unsigned peers = static_cast<unsigned>(std::min<std::size_t>(_threads - 1, most));
    for (unsigned i = 0; i < _threads; ++i) {
      for (unsigned k = 0; k < peers; ++k) {
        const unsigned away = 1 + static_cast<unsigned>(std::uint64_t{k} * (_threads - 1) / peers);
        connect(i, (i + away) % _threads);
      }
    }
  }

  /// Link l of worker i carries what has l hops behind it.
  void circle(unsigned hops, std::size_t room) {
    std::vector<std::vector<Link*>> of(_threads);
    for (unsigned i = 0; i < _threads; ++i) {
      for (unsigned hop = 0; hop < hops; ++hop) of[i].push_back(link(room));
      _ends[i].out.push_back(of[i][0]);
    }
    for (unsigned i = 0; i < _threads; ++i) {
      const unsigned before = (i + _threads - 1) % _threads;
      for (unsigned hop = 0; hop < hops; ++hop) {
        _ends[i].arrivals.push_back({of[before][hop], hop + 1 < hops ? of[i][hop + 1] : nullptr});
      }
    }
  }

  static constexpr std::size_t most_bytes = std::size_t{64} << 20;

  unsigned _threads;
  std::size_t _batch;
  std::vector<std::unique_ptr<Link>> _links;
  std::vector<ends> _ends;
};

}  // namespace contend::suites
