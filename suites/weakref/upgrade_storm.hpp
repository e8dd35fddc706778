// Everybody upgrades one weak reference while the last strong one goes, over and over.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/weak.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Objects come one after the other, generation by generation, made by the workers in turn. Each
/// worker gets a weak handle of its own to each of them, upgrades it `upgrades` times, says so,
/// and goes on upgrading. When all have said so, the maker drops its reference, the only one that
/// lasts: whatever was upgraded before cannot have failed, whatever is upgraded now races with the
/// last drop.
template <weakly_counted P>
requires mortal<P>
class upgrade_storm {
 public:
  using subject = P;
  static constexpr std::string_view name = "upgrade_storm";
  static constexpr card about{
      .title = "Upgrades against the last drop",
      .operation =
          "upgrade a weak reference that all workers have, look at the object, drop it; "
          "null from a dead object is an answer, too",
      .models = "caches and observer lists that hold weak references to what may just be going",
      .frees = "whoever drops last: its maker, or a worker whose upgrade outlived the maker's drop",
      .exposes =
          "the compare-and-swap loop of an upgrade, which others can keep going; the lock "
          "that all weak references to an object share",
      .not_for = "the price of making weak references: a worker gets one for some tens of upgrades",
      .source = "llvm-project issue 93315 (weak_ptr::lock as the bottleneck)",
      .breaks =
          "upgrades by compare-and-swap from nonzero, as every failed swap is a line fetched "
          "in vain; and check-then-increment, which hands out what is being destroyed",
  };

  explicit upgrade_storm(const setting& s)
      : _upgrades(upgrades_of(s.params)), _acknowledged(s.threads), _ends(s.threads) {
    for (generation& g : _generations) g.handles.resize(s.threads);
  }

 private:
  struct payload {
    payload(upgrade_storm& load, std::uint64_t serial) : home(load), life(load._book, serial) {}
    ~payload() {
      const std::uint64_t serial = life.value();
      // (4) release, partner (3): the destructor has begun.
      home._generations[serial % ring].died.store(serial + 1, memory_order_release);
    }
    upgrade_storm& home;
    tracked life;
  };
  struct end_state {
    std::uint64_t made = 0, upgraded = 0, failed = 0, spurious = 0, revived = 0, wrong = 0;
  };

 public:
  class worker {
   public:
    worker(upgrade_storm& load, const seat& s)
        : _load(load), _index(s.index), _threads(s.threads), _making(s.index) {}
    ~worker() {
      {
        const attached here(_membership);
        // Nobody holds a strong reference any more; what is dead by now must say so.
        if constexpr (P::traits.destroyed_by == destroyer::last_dropper) {
          if (P::upgrade(_weak)) ++_end.revived;
        }
        _weak.reset();
        _membership.safepoint();
      }
      *_load._ends[_index] = _end;
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (i % rounds_a_service == 0) serve();
        done += round();
      }
      _membership.safepoint();
      return done;
    }

    void settle() {
      const attached here(_membership);
      _held.reset();
      _membership.safepoint();
    }

   private:
    static constexpr std::uint32_t rounds_a_service = 4;

    /// What the maker owes the others.
    void serve() {
      if (_held && _load.all_beyond(_making, _seen)) {
        _held.reset();
        _making += _threads;
        _seen = 0;
      }
      // Two generations at a time: the one before the last has been taken by everybody.
      if (!_held && (_making < ring || _load.all_beyond(_making - ring, _seen))) {
        _held = P::template make<payload>(_load, _making);
        escape(&P::get(_held));
        _load.publish(_making, P::downgrade(_held));
        ++_end.made;
        _seen = 0;
      }
    }

    tally round() {
      if (_sure == 0 && (_left == 0 || !_weak)) next();
      // Without a successor there is still this one, unless it is dead.
      if (!_weak || (_failed && _left == 0)) {
        serve();
        _idle.once();
        return {1, 0};
      }
      _idle.reset();
      upgrade();
      return tally::all(1);
    }

    /// Goes on to the next generation if it is there.
    void next() {
      const std::uint64_t wanted = _weak ? _at + 1 : _at;
      generation& g = _load._generations[wanted % ring];
      // (1) acquire, partner (2): its handles are in place.
      if (g.published.load(memory_order_acquire) != wanted + 1) return;
      _at = wanted;
      _weak = std::move(*g.handles[_index]);
      _sure = _left = _load._upgrades;
      _failed = false;
    }

    void upgrade() {
      // (3) acquire, partner (4): its destructor began before this upgrade.
      const bool dead = _load._generations[_at % ring].died.load(memory_order_acquire) == _at + 1;
      if (const auto strong = P::upgrade(_weak)) {
        _end.revived += dead || _failed;
        _end.wrong += P::get(strong).life.value() != _at;
        ++_end.upgraded;
      } else {
        _end.spurious += _sure != 0;
        ++_end.failed;
        // Dead is dead: two more must find the same.
        if (!_failed) _left = std::min(_left, std::uint64_t{2});
        _failed = true;
      }
      if (_sure != 0) {
        if (--_sure == 0) {
          // (5) release, partner (6): all that I did with it while it was sure to live.
          _load._acknowledged[_index]->store(_at + 1, memory_order_release);
        }
      } else if (_left != 0) {
        --_left;
      }
    }

    upgrade_storm& _load;
    const unsigned _index, _threads;
    [[no_unique_address]] typename P::thread _membership;

    // As an upgrader.
    typename P::template weak<payload> _weak;
    std::uint64_t _at = 0;    // the generation of _weak, or the one to come
    std::uint64_t _sure = 0;  // upgrades still to come that cannot fail
    std::uint64_t _left = 0;  // upgrades after those, before the next generation is looked for
    bool _failed = false;
    spin_wait _idle;

    // As a maker.
    typename P::template ref<payload> _held;
    std::uint64_t _making;  // the generation of _held, or the one to make
    unsigned _seen = 0;     // workers known to be beyond the one waited for

    end_state _end;
  };

  /// No upgrade failed while the maker held its reference, none succeeded after the destructor
  /// began or after another had failed, and all objects died once.
  complaint verify() {
    for (generation& g : _generations) g.handles.clear();
    collect<P>();
    for (const auto& e : _ends) {
      _total.made += e->made;
      _total.upgraded += e->upgraded;
      _total.failed += e->failed;
      _total.spurious += e->spurious;
      _total.revived += e->revived;
      _total.wrong += e->wrong;
    }
    if (_total.spurious != 0) {
      return std::to_string(_total.spurious) + " upgrades failed while a reference was held";
    }
    if (_total.revived != 0) {
      return std::to_string(_total.revived) + " upgrades revived a dead object";
    }
    if (_total.wrong != 0) return std::to_string(_total.wrong) + " upgrades gave a wrong object";
    if (_total.made != _book.total_born()) {
      return std::to_string(_total.made) + " objects made, but the ledger knows " +
             std::to_string(_book.total_born());
    }
    return _book.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    return {{"generations", "objects", static_cast<double>(_total.made)},
            {"upgrades_succeeded", "operations", static_cast<double>(_total.upgraded)},
            {"upgrades_failed", "operations", static_cast<double>(_total.failed)}};
  }

 private:
  static constexpr std::uint64_t ring = 2, most = 4096;

  struct generation {
    alignas(no_share) atomic<std::uint64_t> published{0};             ///< its number, plus one
    alignas(no_share) atomic<std::uint64_t> died{0};                  ///< likewise
    std::vector<padded<typename P::template weak<payload>>> handles;  ///< one for each worker
  };

  static std::uint64_t upgrades_of(const parameters& p) {
    const std::int64_t n = p.integer("upgrades");
    if (n < 1 || n > static_cast<std::int64_t>(most)) {
      throw std::invalid_argument("upgrade_storm: upgrades must be 1 to " + std::to_string(most) +
                                  ", not " + std::to_string(n));
    }
    return static_cast<std::uint64_t>(n);
  }

  void publish(std::uint64_t number, typename P::template weak<payload> made) {
    generation& g = _generations[number % ring];
    for (auto& h : g.handles) *h = made;
    // (2) release, partner (1): the handles are in place.
    g.published.store(number + 1, memory_order_release);
  }

  /// All workers have done their upgrades of that generation. `seen`: how many are known to have.
  [[nodiscard]] bool all_beyond(std::uint64_t number, unsigned& seen) noexcept {
    // (6) acquire, partner (5): they are done with it.
    while (seen < _acknowledged.size() &&
           _acknowledged[seen]->load(memory_order_acquire) > number) {
      ++seen;
    }
    return seen == _acknowledged.size();
  }

  std::uint64_t _upgrades;
  ledger _book;
  std::vector<padded<atomic<std::uint64_t>>> _acknowledged;  ///< generations, by worker
  std::array<generation, ring> _generations;
  std::vector<padded<end_state>> _ends;
  end_state _total;
};

}  // namespace contend::suites
