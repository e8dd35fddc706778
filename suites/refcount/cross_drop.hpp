// Objects that their maker counts, and that a given share of the time somebody else drops.
#pragma once

#include "checked.hpp"
#include "observed.hpp"
#include "ring.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `remote`, percent of the objects that the next worker drops (0 to 100); `counts`,
/// pairs of counts up and down that an object gets from its maker (0 to 1000); `live`, objects
/// that each maker has made and not yet dropped (16 to 1000000); `per_maker`, workers for each that
/// makes objects (1: all make; 2: every other one only drops what it is handed).
template <mortal P>
class cross_drop {
  using reference = typename P::template ref<observed>;

 public:
  using subject = P;
  static constexpr std::string_view name = "cross_drop";
  static constexpr card about{
      .title = "Dropped by somebody else, now and then",
      .operation =
          "one object's life: made, counted up and down `counts` times by its maker, put among "
          "the `live` ones; the oldest of those is dropped, `remote` percent of the time by the "
          "next worker in the ring",
      .models = "a runtime's objects: most die on the thread that made them, some are handed on",
      .frees = "its dropper, or its maker at a safepoint where a design sends the dead home",
      .exposes =
          "what a foreign drop costs a count that is cheap for its owner: the queue, the merge, "
          "and the time and memory until the owner comes round",
      .not_for =
          "the paper's numbers, nor its exact crossing: those are of Swift's runtime; here an "
          "operation includes an allocation and a free, and `counts` moves the crossing",
      .source = "Choi, Shull, Torrellas, PACT 2018, section 7.5 (1 M objects, R of them remote)",
      .breaks =
          "biased counts at a high share: each remote drop goes through the owner's queue; atomic "
          "counts at a low one",
  };

  explicit cross_drop(const setting& s)
      : _remote(in_range(name, s.params, "remote", 0, 100)),
        _counts(in_range(name, s.params, "counts", 0, 1000)),
        _live(in_range(name, s.params, "live", batch, 1'000'000)),
        _per_maker(in_range(name, s.params, "per_maker", 1, 2)),
        _records(s.threads, bytes_of<P, observed>),
        _balances(s.threads),
        _ring(s.threads) {}

  class worker {
   public:
    worker(cross_drop& load, const seat& s)
        : _load(load),
          _index(s.index),
          _here(s.index),
          _live(s.index % load._per_maker == 0 ? load._live : 0) {
      const attached here(_membership);
      for (reference& r : _live) r = make();
    }
    ~worker() {
      {
        const attached here(_membership);
        _load._records.waiting.dropping(_index, _live.size());
        for (reference& r : _live) drop(r);
      }
      _sum.high_water = queue_high_water(_membership);
      *_load._balances[_index] = _sum;
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const bool makes = !_live.empty();
        const std::size_t lived = makes ? renew() : 0, received = receive();
        done += {makes ? batch : 0, lived};
        if (lived != 0 || received != 0) {
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
      while (receive() != 0) {
      }
      for (std::size_t i = 0; i < _boxed; ++i) drop(_outbox[i]);
    }

   private:
    reference make() {
      reference made = P::template make<observed>(_load._records, _index, _sum.made++);
      escape(&P::get(made));
      if (_load._counts != 0) {
        // For most designs this is a count up, too, and at the end of the scope one down.
        const auto mine = localise<P, observed>(made);
        for (std::uint64_t k = 1; k < _load._counts; ++k) {
          auto copy = mine;
          escape(&copy);
        }
      }
      return made;
    }

    void drop(reference& r) {
      P::get(r).dropping();
      r.reset();
      ++_sum.dropped;
    }

    /// Makes a batch, in place of the oldest one, which it drops or hands on. Nothing if the
    /// neighbour has no room.
    std::size_t renew() {
      const std::uint64_t owed = _owed + batch * _load._remote;
      const std::size_t remote = owed / 100;
      if (_boxed + remote > _outbox.size() && !send()) return 0;
      _owed = owed % 100;
      _load._records.waiting.dropping(_index, batch - remote);
      for (std::size_t i = 0, sent = 0; i < batch; ++i) {
        reference& oldest = _live[_at];
        if (++_at == _live.size()) _at = 0;
        // Spread evenly over the batch.
        if ((i + 1) * remote / batch > sent) {
          ++sent;
          _outbox[_boxed++] = std::move(oldest);
        } else {
          drop(oldest);
        }
        oldest = make();
      }
      return batch;
    }

    /// A parcel, or nearly: the lane's own cost is to be small beside that of a drop.
    bool send() {
      auto* room = _load._ring.out_of(_index).room();
      if (room == nullptr) return false;
      std::move(_outbox.begin(), _outbox.begin() + static_cast<std::ptrdiff_t>(_boxed),
                room->begin());
      _boxed = 0;
      _load._ring.out_of(_index).send();
      return true;
    }

    std::size_t receive() {
      lane<reference>& in = _load._ring.into(_index);
      auto* arrived = in.next();
      if (arrived == nullptr) return 0;
      std::size_t n = 0;
      while (n < arrived->size() && (*arrived)[n]) ++n;
      _load._records.waiting.dropping(_index, n);
      for (std::size_t i = 0; i < n; ++i) {
        reference& r = (*arrived)[i];
        const observed& o = P::get(r);
        _sum.wrong += o.maker() != _load._ring.before(_index) || o.serial() < _expected;
        _expected = o.serial() + 1;
        drop(r);
      }
      in.release();
      return n;
    }

    cross_drop& _load;
    unsigned _index;
    // In this order: leaving the membership may still run destructors.
    provenance::mark _here;
    [[no_unique_address]] typename P::thread _membership;
    std::vector<reference> _live;  // a ring, oldest at _at
    std::size_t _at = 0;
    typename lane<reference>::batch _outbox;
    std::size_t _boxed = 0;
    std::uint64_t _owed = 0;  // objects to send, in hundredths
    std::uint64_t _expected = 0;
    balance _sum;
    spin_wait _idle;
  };

  /// All that was made was dropped, by one or the other, unharmed, and was destroyed once.
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
    return all;
  }
  [[nodiscard]] std::vector<series> histories() const { return {_records.waiting.history()}; }

 private:
  static constexpr std::size_t batch = 16;  // a round's

  std::uint64_t _remote, _counts;
  std::size_t _live, _per_maker;
  records _records;
  std::vector<padded<balance>> _balances;
  balance _total;
  ring<reference> _ring;  // last: what is left in it still reports its death
};

}  // namespace contend::suites
