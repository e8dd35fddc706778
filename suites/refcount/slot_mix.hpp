// Shared slots that are mostly read: loads of a counted reference against stores of new ones.
#pragma once

#include "slot_array.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/rng.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/slot.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `slots`, how many (1 to 10^8), chosen uniformly for each operation; `stores`, the
/// percentage of operations that store (0 to 100, not only integers).
template <slotted P>
requires mortal<P>
class slot_mix {
 public:
  using subject = P;
  static constexpr std::string_view name = "slot_mix";
  static constexpr card about{
      .title = "Shared slots, read by all, replaced by some",
      .operation =
          "load what a random slot holds, check it and let go of it; or make an object of 32 "
          "bytes and store it over a random slot's",
      .models =
          "a configuration, a routing table, the head of a persistent structure: readers take "
          "what is current, writers publish a new version",
      .frees =
          "whoever drops an old version last: the writer that replaced it, a reader that was "
          "still at it, or a deferred count down, of a writer's, some stores later",
      .exposes =
          "what a load writes: a lock, the slot's word, the object's count, or only the reader's "
          "own line; and what a design keeps back so that its loads are cheap",
      .not_for =
          "long reads: a view is dropped at once. A store includes an allocation and a free, so "
          "much of a rate at 50 % is the allocator's. 10^7 slots need 2 GB, and each operation on "
          "them misses the caches",
      .source =
          "Anderson, Blelloch, Wei, PLDI 2021, section 7.1 (bench_ref_count.cpp); folly's "
          "AtomicSharedPtrPerformance",
      .breaks =
          "slots under a lock and slots that count: each load writes to a line that all share; "
          "what only announces its reads writes nothing that others read until somebody scans",
  };

  explicit slot_mix(const setting& s)
      : _count(slots_in(s.params)),
        _store_below(share_in(s.params)),
        _follow(_count <= most_followed),
        _ends(s.threads),
        _slots(_count) {
    for (std::size_t i = 0; i < _count; ++i) {
      reference made = P::template make<version>(_book, version::mark(prefill, i));
      escape(&P::get(made));
      _slots.add(std::move(made));
    }
  }

  class worker {
   public:
    worker(slot_mix& load, const seat& s) : _load(load), _index(s.index), _random(s.seed) {
      if (load._follow) _newest.resize(load._count * s.threads + 2 * apart);
    }
    ~worker() {
      {
        const attached here(_membership);
        _membership.safepoint();
      }
      auto& end = *_load._ends[_index];
      end.made = _made;
      end.torn = _torn;
      end.backwards = _backwards;
      if (_load._follow) {
        const auto mine = _newest.begin() + apart + _index * _load._count;
        end.stored.assign(mine, mine + _load._count);
      }
      if constexpr (requires { _membership.queue_high_water(); }) {
        end.high_water = _membership.queue_high_water();
      }
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::size_t which = _random.below(_load._count);
        if (_random() < _load._store_below) {
          store(which);
        } else {
          load(which);
        }
      }
      if (_index == 0) _load._retained.tick([&] { return _load.retained(); });
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    void store(std::size_t which) {
      const std::uint64_t serial = ++_made;
      reference made = P::template make<version>(_load._book, version::mark(_index, serial));
      escape(&P::get(made));
      _load._slots[which].store(std::move(made));
      if (_load._follow) newest(_index, which) = serial;
    }

    void load(std::size_t which) {
      const auto seen = _load._slots[which].load();
      if (!seen) {
        ++_torn;
        return;
      }
      const version& v = P::get(seen);
      const std::uint64_t mark = v.life.value();
      if (v.seal != mix(mark)) {
        ++_torn;
      } else if (_load._follow) {
        follow(which, version::writer(mark), version::serial(mark));
      }
    }

    /// What one worker stored in a slot came there in order, after what was there first; so nobody
    /// may see it go back, the worker least of all.
    void follow(std::size_t which, unsigned writer, std::uint64_t serial) {
      if (writer == prefill) {
        _backwards += newest(_index, which) != 0;
      } else {
        _backwards += serial < newest(writer, which);
        newest(writer, which) = serial;
      }
    }
    std::uint64_t& newest(std::size_t writer, std::size_t which) noexcept {
      return _newest[apart + writer * _load._count + which];
    }

    slot_mix& _load;
    unsigned _index;
    [[no_unique_address]] typename P::thread _membership;
    rng _random;
    std::uint64_t _made = 0, _torn = 0, _backwards = 0;
    /// By writer and slot, the newest version that I know of; `apart` from the neighbours' heap.
    std::vector<std::uint64_t> _newest;
    static constexpr std::size_t apart = no_share / sizeof(std::uint64_t);
  };

  /// Whole versions were seen, in the order of their stores; each slot ends up with somebody's last
  /// store to it; and every version was destroyed once, the replaced and the last.
  complaint verify() {
    std::uint64_t made = 0, torn = 0, backwards = 0;
    for (const auto& end : _ends) {
      made += end->made;
      torn += end->torn;
      backwards += end->backwards;
      _high_water = std::max(_high_water, end->high_water);
    }
    if (_book.total_corrupt() != 0) return _book.verify();
    if (torn != 0) return std::to_string(torn) + " loads saw no object, or half of one";
    if (backwards != 0) {
      return std::to_string(backwards) + " loads saw a version older than one seen before";
    }
    const std::uint64_t lost = wrong_at_last();
    if (lost != 0) {
      return std::to_string(lost) + " slots do not hold what was stored in them last";
    }
    _slots.clear();
    collect<P>();
    if (_book.total_born() != made + _count) {
      return std::to_string(made + _count) + " objects made, but the ledger knows " +
             std::to_string(_book.total_born());
    }
    return _book.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all{{"retained_peak", "objects", _retained.peak()},
                            {"retained_mean", "objects", _retained.mean()}};
    if constexpr (requires(const typename P::thread& t) { t.queue_high_water(); }) {
      all.push_back({"queue_high_water", "objects", static_cast<double>(_high_water)});
    }
    return all;
  }
  [[nodiscard]] std::vector<series> histories() const { return {_retained.data()}; }

 private:
  static constexpr unsigned prefill = 0xffff;
  /// Beyond as many slots, what was seen where is not followed: it would cost more than the loads.
  static constexpr std::size_t most_followed = 64;

  /// 32 bytes, as in the paper's program.
  struct version {
    version(ledger& book, std::uint64_t m) : life(book, m), seal(mix(m)) {}

    static constexpr std::uint64_t mark(unsigned writer, std::uint64_t serial) noexcept {
      return (std::uint64_t{writer} << 48) | serial;
    }
    static constexpr unsigned writer(std::uint64_t mark) noexcept {
      return static_cast<unsigned>(mark >> 48);
    }
    static constexpr std::uint64_t serial(std::uint64_t mark) noexcept {
      return mark & ((std::uint64_t{1} << 48) - 1);
    }

    tracked life;
    std::uint64_t seal;
  };
  static_assert(sizeof(version) == 32);
  using reference = typename P::template ref<version>;

  struct end_state {
    std::uint64_t made = 0, torn = 0, backwards = 0;
    std::size_t high_water = 0;
    std::vector<std::uint64_t> stored;  // by slot: the serial of the last store there
  };

  static std::size_t slots_in(const parameters& p) {
    const std::int64_t n = p.integer("slots");
    if (n < 1 || n > 100'000'000) {
      throw std::invalid_argument("slot_mix: slots must be 1 to 100000000, not " +
                                  std::to_string(n));
    }
    return static_cast<std::size_t>(n);
  }
  /// As a bound for a random number of 64 bits.
  static std::uint64_t share_in(const parameters& p) {
    const double percent = p.number("stores");
    if (!(percent >= 0 && percent <= 100)) {
      throw std::invalid_argument("slot_mix: stores must be 0 to 100 percent, not " +
                                  p.text("stores"));
    }
    return percent == 100 ? ~std::uint64_t{0}
                          : static_cast<std::uint64_t>(std::ldexp(percent / 100, 64));
  }

  /// Objects alive beyond those in the slots, about.
  std::uint64_t retained() const noexcept {
    return std::max<std::uint64_t>(_book.alive_about(), _count) - _count;
  }

  /// Slots that hold neither a worker's last store there nor, untouched, their first object.
  std::uint64_t wrong_at_last() {
    if (!_follow) return 0;
    std::uint64_t wrong = 0;
    typename P::thread membership;
    const attached here(membership);
    for (std::size_t i = 0; i < _count; ++i) {
      const auto held = _slots[i].load();
      if (!held) {
        ++wrong;
        continue;
      }
      const std::uint64_t mark = P::get(held).life.value();
      if (version::writer(mark) == prefill) {
        wrong += std::any_of(_ends.begin(), _ends.end(),
                             [i](const auto& e) { return e->stored[i] != 0; });
      } else {
        wrong += _ends[version::writer(mark)]->stored[i] != version::serial(mark);
      }
    }
    return wrong;
  }

  std::size_t _count;
  std::uint64_t _store_below;
  bool _follow;
  ledger _book;
  timeline _retained{"retained", "objects"};
  std::vector<padded<end_state>> _ends;
  std::size_t _high_water = 0;
  slot_array<typename P::template slot<version>> _slots;  // last: the versions know the ledger
};

}  // namespace contend::suites
