// One worker makes objects and gives each to all the others: who drops last frees it.
#pragma once

#include "lane.hpp"
#include "provenance.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/timeline.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameter: `batch`, objects a hand-over (1 to 64). Worker 0 produces; all others consume. A
/// team of one does both.
template <mortal P>
class fan_out {
 public:
  using subject = P;
  static constexpr std::string_view name = "fan_out";
  static constexpr card about{
      .title = "One makes, all the others share",
      .operation =
          "one reference given to a consumer, or one looked at and dropped by a consumer: a "
          "reference's way is two. An object has as many references as there are consumers",
      .models =
          "publish and subscribe, broadcast of a snapshot or a message: the maker keeps "
          "nothing, and nobody knows who will be the last reader",
      .frees = "the last consumer to drop it, or the maker where a design sends the dead home",
      .exposes =
          "consumers that drop the same object at nearly the same time, on one line; the maker's "
          "price for copies that it makes alone",
      .not_for =
          "scaling by itself: one producer feeds everybody, and the slowest consumer holds up "
          "all of them once its lane is full",
      .source = "the fan-out of pipelines; std::shared_ptr's shared last drop",
      .breaks =
          "biased counts: every drop is a foreigner's, and the first one to come sends the object "
          "through its maker's queue",
  };

  explicit fan_out(const setting& s)
      : _batch(batch_of(s)),
        _ends(s.threads),
        _deaths(s.threads),
        _lanes(s.threads == 1 ? 1 : s.threads - 1) {}

  class worker {
   public:
    worker(fan_out& load, const seat& s) : _load(load), _index(s.index), _here(s.index) {
      if (s.threads == 1) {
        _in = &load._lanes[0];
      } else if (s.index != 0) {
        _in = &load._lanes[s.index - 1];
      }
    }
    ~worker() {
      {
        const attached here(_membership);
        _membership.safepoint();
      }
      *_load._ends[_index] = _end;
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        tally t;
        if (_index == 0) t += send();
        if (_in != nullptr) t += {_load._batch, receive()};
        if (t.succeeded != 0) {
          _idle.reset();
        } else {
          _idle.once();
        }
        done += t;
        _membership.safepoint();
      }
      return done;
    }

    void settle() {
      const attached here(_membership);
      while (_in != nullptr && receive() != 0) {
      }
      _membership.safepoint();
    }

   private:
    /// To all consumers or, if one has no room, to none.
    tally send() {
      auto& lanes = _load._lanes;
      const std::uint64_t copies = _load._batch * lanes.size();
      for (lane_type& to : lanes) {
        if (to.room() == nullptr) return {copies, 0};
      }
      for (std::size_t i = 0; i < _load._batch; ++i) {
        reference made = P::template make<parcel>(_load, _end.made++);
        escape(&P::get(made));
        for (std::size_t k = 1; k < lanes.size(); ++k) (*lanes[k].room())[i] = made;
        (*lanes[0].room())[i] = std::move(made);
      }
      for (lane_type& to : lanes) to.send();
      _load._retained.tick([&] { return _load._book.alive_about(); });
      return tally::all(copies);
    }

    std::size_t receive() {
      auto* batch = _in->next();
      if (batch == nullptr) return 0;
      for (std::size_t i = 0; i < _load._batch; ++i) {
        reference& r = (*batch)[i];
        _end.wrong += P::get(r).life.value() != _end.dropped++;
        r.reset();
      }
      _in->release();
      return _load._batch;
    }

    fan_out& _load;
    unsigned _index;
    // In this order: leaving the membership may still run destructors.
    provenance::mark _here;
    [[no_unique_address]] typename P::thread _membership;
    typename fan_out::lane_type* _in = nullptr;
    typename fan_out::end_state _end;
    spin_wait _idle;
  };

  /// Every consumer got every object, in order and unharmed, and each was destroyed once.
  complaint verify() {
    const std::uint64_t made = _ends[0]->made;
    std::uint64_t dropped = 0, wrong = 0;
    for (const auto& end : _ends) {
      dropped += end->dropped;
      wrong += end->wrong;
    }
    if (wrong != 0) return std::to_string(wrong) + " objects arrived changed or out of order";
    if (made * _lanes.size() != dropped) {
      return "of " + std::to_string(made) + " objects " + std::to_string(made * _lanes.size()) +
             " references were given, but " + std::to_string(dropped) + " dropped";
    }
    collect<P>();
    if (made != _book.total_born()) {
      return std::to_string(made) + " objects made, but the ledger knows " +
             std::to_string(_book.total_born());
    }
    return _book.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all;
    _deaths.report(all);
    all.push_back({"retained_peak", "objects", _retained.peak()});
    return all;
  }
  [[nodiscard]] std::vector<series> histories() const { return {_retained.data()}; }

 private:
  struct parcel {
    parcel(fan_out& load, std::uint64_t serial) : home(load), life(load._book, serial) {}
    ~parcel() { home._deaths.died(0); }

    fan_out& home;
    tracked life;
  };
  using reference = typename P::template ref<parcel>;
  using lane_type = lane<reference>;

  struct end_state {
    std::uint64_t made = 0, dropped = 0, wrong = 0;
  };

  static std::size_t batch_of(const setting& s) {
    const std::int64_t value = s.params.integer("batch");
    if (value < 1 || value > static_cast<std::int64_t>(lane_type::most)) {
      throw std::invalid_argument("fan_out: batch must be 1 to " + std::to_string(lane_type::most) +
                                  ", not " + std::to_string(value));
    }
    return static_cast<std::size_t>(value);
  }

  std::size_t _batch;
  ledger _book;
  std::vector<padded<end_state>> _ends;
  provenance _deaths;
  timeline _retained{"retained", "objects"};  // worker 0's
  std::vector<lane_type> _lanes;              // last: what is left in them still reports its death
};

}  // namespace contend::suites
