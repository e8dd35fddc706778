// How workers share one list after another, each for as long as it lasts.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace contend::suites {

/// A ring of `places`, each good for `each` portions of work. All workers take their portions from
/// one place until it is used up, then from the next; who ends the last portion of a place renews
/// it. With a place more than there are workers, one that is preempted in the midst of a portion
/// keeps the others waiting only when they have used up all the rest.
class portions {
 public:
  struct portion {
    std::size_t place;
    std::uint64_t part;  ///< 0 .. each-1
  };

  portions(std::size_t places, std::uint64_t each) : _each(each), _places(places) {
    // Relaxed: nobody else is here yet.
    for (std::size_t i = 0; i < places; ++i) _places[i].round.store(i, memory_order_relaxed);
  }

  /// The caller's portion; none while the place whose turn it is has not been renewed.
  [[nodiscard]] std::optional<portion> take() noexcept {
    // Relaxed: what lies in the place is ordered by (1).
    std::uint64_t turn = _next.load(memory_order_relaxed);
    do {
      // (1) acquire, partner (3): the place as it was renewed.
      if (at(turn).round.load(memory_order_acquire) != turn / _each) return std::nullopt;
      // Relaxed: it only makes the portion mine. A turn never comes back, so the place is still
      // in the round that (1) saw.
    } while (
        !_next.compare_exchange_weak(turn, turn + 1, memory_order_relaxed, memory_order_relaxed));
    return portion{static_cast<std::size_t>(turn / _each % _places.size()), turn % _each};
  }

  /// The caller has done a portion of that place. True if it was the last one: then the caller has
  /// the place to itself until renewed().
  [[nodiscard]] bool finish(std::size_t place) noexcept {
    // (2) acq_rel, partner (2): what all did with the place comes before its renewal.
    return _places[place].done.fetch_add(1, memory_order_acq_rel) + 1 == _each;
  }
  void renewed(std::size_t place) noexcept {
    slot& s = _places[place];
    // Relaxed, both loads and the count: (3) publishes them.
    s.done.store(0, memory_order_relaxed);
    const std::uint64_t next = s.round.load(memory_order_relaxed) + _places.size();
    // (3) release, partner (1): the place as it is now.
    s.round.store(next, memory_order_release);
  }

  /// Portions of a place's present round that were done; when the workers are gone.
  [[nodiscard]] std::uint64_t done(std::size_t place) const noexcept {
    // Relaxed: see above.
    return _places[place].done.load(memory_order_relaxed);
  }

 private:
  struct alignas(no_share) slot {
    atomic<std::uint64_t> round{0};  // the turns / each that it is ready for
    alignas(no_share) atomic<std::uint64_t> done{0};
  };

  slot& at(std::uint64_t turn) noexcept { return _places[turn / _each % _places.size()]; }

  const std::uint64_t _each;
  alignas(no_share) atomic<std::uint64_t> _next{0};
  alignas(no_share) std::vector<slot> _places;
};

}  // namespace contend::suites
