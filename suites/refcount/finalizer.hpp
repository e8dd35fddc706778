// Destructors that count.
#pragma once

#include "checked.hpp"
#include "observed.hpp"
#include "ring.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameter: `does`, what a destructor does: it `drops` the object that it holds, which another
/// worker made, and so on for up to 8; or it `revives` the one that it holds by copying the
/// reference to where the destroying worker keeps one.
template <mortal P>
class finalizer {
  struct object {
    object(finalizer& in, unsigned maker, std::uint64_t serial, typename P::template ref<object> h)
        : load(in), held(std::move(h)), life(in._records, maker, serial) {
      if (!in._revives && held) depth = P::get(held).depth + 1;
    }
    ~object() {
      if (load._revives && held) load.revive(held);
    }
    finalizer& load;
    typename P::template ref<object> held;
    std::uint64_t depth = 1;  // objects that go with this one
    observed life;            // destroyed first
  };
  using reference = typename P::template ref<object>;

 public:
  using subject = P;
  static constexpr std::string_view name = "finalizer";
  static constexpr card about{
      .title = "Destructors that count",
      .operation =
          "one object's life; drops: each holds one of the previous worker's, up to 8 deep; "
          "revives: 63 hold one elder of their maker's, and are dropped by the next worker",
      .models =
          "trees and lists taken down from the root; Python's __del__, Swift's deinit, caches "
          "that put a dying entry's parts back",
      .frees =
          "the dropper, destructors nested; where the dead go home each level is another "
          "thread's, at its next safepoint",
      .exposes =
          "re-entry: a destructor that drops and copies while a queue is drained, a batch is "
          "freed or an epoch is scanned; the hand-overs until a chain of foreign objects is gone",
      .not_for =
          "true resurrection: what `revives` saves is another, living object, since no design "
          "here lets a destructor save its own",
      .source = "PEP 442; CPython's re-entrant brc drain",
      .breaks =
          "designs that run destructors inside their own locks or loops; biased counts: a chain "
          "takes as many safepoints as it has owners",
  };

  explicit finalizer(const setting& s)
      : _revives(one_of(name, s.params, "does", {"drops", "revives"}) == 1),
        _records(s.threads, bytes_of<P, object>),
        _places(s.threads),
        _balances(s.threads),
        _ring(s.threads) {}

  class worker {
   public:
    worker(finalizer& load, const seat& s) : _load(load), _index(s.index), _here(s.index) {
      load._places[s.index]->open = true;
    }
    ~worker() {
      {
        const attached here(_membership);
        auto& place = *_load._places[_index];
        // What dies while this thread leaves finds nobody to be revived for.
        place.open = false;
        place.kept.reset();
      }
      _sum.high_water = queue_high_water(_membership);
      *_load._balances[_index] = _sum;
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::uint64_t before = _sum.made;
        const bool did = _load._revives ? elders_round() : chains_round();
        done += {batch, _sum.made - before};
        if (did) {
          _idle.reset();
        } else {
          _idle.once();
        }
        _membership.safepoint();
        if (_index == 0) _load._records.waiting.tick(_load._records.deaths);
      }
      return done;
    }

    /// No safepoint from here on: what was sent home is for the exit to find.
    void settle() {
      const attached here(_membership);
      lane<reference>& in = _load._ring.into(_index);
      while (auto* arrived = in.next()) drop_all(in, *arrived);
    }

   private:
    using batch_of = typename lane<reference>::batch;

    reference make(reference held) {
      auto made = P::template make<object>(_load, _index, _sum.made++, std::move(held));
      escape(&P::get(made));
      return made;
    }

    /// Puts each chain that arrived under an object of one's own and sends it on; drops those
    /// that are long enough, or that find no room. Starts new ones when none arrive.
    bool chains_round() {
      lane<reference>&in = _load._ring.into(_index), &out = _load._ring.out_of(_index);
      auto *arrived = in.next(), *room = out.room();
      if (arrived != nullptr && (room == nullptr || P::get((*arrived)[0]).depth == deepest)) {
        drop_all(in, *arrived);
        return true;
      }
      if (room == nullptr) return false;
      // A few batches at a time, so that there is room for long chains.
      if (arrived == nullptr && !out.drained()) return false;
      for (std::size_t i = 0; i < batch; ++i) {
        reference held;
        if (arrived != nullptr) {
          check((*arrived)[i]);
          held = std::move((*arrived)[i]);
        }
        (*room)[i] = make(std::move(held));
      }
      if (arrived != nullptr) in.release();
      out.send();
      return true;
    }

    /// Drops what arrived; sends an elder's dependants and lets go of the elder.
    bool elders_round() {
      lane<reference>&in = _load._ring.into(_index), &out = _load._ring.out_of(_index);
      auto* arrived = in.next();
      if (arrived != nullptr) drop_all(in, *arrived);
      auto* room = out.room();
      if (room == nullptr) return arrived != nullptr;
      reference elder = make({});
      // In the first place, so that its dependants are dropped after it and save it.
      for (std::size_t i = 1; i < batch; ++i) (*room)[i] = make(elder);
      (*room)[0] = std::move(elder);
      out.send();
      return true;
    }

    void drop_all(lane<reference>& in, batch_of& arrived) {
      for (reference& r : arrived) {
        check(r);
        object& o = P::get(r);
        _load._records.waiting.dropping(_index, o.depth);
        _sum.dropped += o.depth;
        // The elder lives on.
        if (!_load._revives || o.held) o.life.dropping();
        r.reset();
      }
      in.release();
    }

    void check(const reference& r) {
      const object& o = P::get(r);
      const unsigned maker = _load._ring.before(_index);
      bool right = o.life.maker() == maker && o.life.serial() >= _expected;
      _expected = o.life.serial() + 1;
      if (o.held) {
        const object& inner = P::get(o.held);
        right = right && (_load._revives ? inner.life.maker() == maker
                                         : inner.life.maker() == _load._ring.before(maker) &&
                                               inner.depth + 1 == o.depth);
      }
      _sum.wrong += !right;
    }

    finalizer& _load;
    unsigned _index;
    // In this order: leaving the membership may still run destructors.
    provenance::mark _here;
    [[no_unique_address]] typename P::thread _membership;
    std::uint64_t _expected = 0;
    balance _sum;
    spin_wait _idle;
  };

  /// Everything went, with all that hung on it, once.
  complaint verify() {
    for (const auto& b : _balances) _total += *b;
    if (auto wrong = _total.verify()) return wrong;
    collect<P>();
    return _records.verify(_total.made);
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    _records.report(all);
    report_queue<P>(all, _total);
    if (_revives) {
      std::uint64_t revivals = 0;
      for (const auto& p : _places) revivals += p->revivals;
      all.push_back({"revivals", "objects", static_cast<double>(revivals)});
    }
    return all;
  }
  [[nodiscard]] std::vector<series> histories() const { return {_records.waiting.history()}; }

 private:
  /// Where a worker's thread keeps what its destructors revived; touched by that thread only.
  struct place {
    reference kept;
    std::uint64_t revivals = 0;
    bool open = false;
  };

  void revive(const reference& held) {
    const unsigned here = provenance::here();
    if (here == provenance::controller || !_places[here]->open) return;
    // The one that was kept may go by this, but holds nothing itself: no second level.
    _places[here]->kept = held;
    ++_places[here]->revivals;
  }

  static constexpr std::size_t batch = lane<reference>::most;
  static constexpr std::uint64_t deepest = 8;

  bool _revives;
  records _records;
  std::vector<padded<place>> _places;
  std::vector<padded<balance>> _balances;
  balance _total;
  ring<reference> _ring;  // last: what is left in it still reports its death
};

}  // namespace contend::suites
