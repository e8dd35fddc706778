// Created here, dropped there: objects that every thread hands on to its neighbours.
#pragma once

#include "lane.hpp"
#include "provenance.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `batch`, objects a hand-over (1 to 64); `fan`, how many of the next workers in the
/// ring each object goes to (1: handed on; 2: shared by two strangers, the last frees it).
template <mortal P>
class handoff {
 public:
  using subject = P;
  static constexpr std::string_view name = "handoff";
  static constexpr card about{
      .title = "Created here, dropped there",
      .operation =
          "drop a reference to an object that another worker made; each worker makes as "
          "many as it is given",
      .models = "pipelines, message passing, futures: the maker never sees the object again",
      .frees = "the last worker to drop it, or the maker where a design sends the dead home",
      .exposes =
          "a biased count's queue, which every foreign drop goes through; the allocator's "
          "remote free, in the designs that free where they drop",
      .not_for = "the count alone: an operation includes 1/fan of an allocation and a free",
      .source = "Choi, Shull, Torrellas, PACT 2018, section 7.5, with R = 1",
      .breaks = "biased counts: nobody who drops an object is its owner",
  };

  explicit handoff(const setting& s)
      : _batch(in_range(s.params, "batch", lane_type::most)),
        _fan(in_range(s.params, "fan", most_fan)),
        _ends(s.threads),
        _deaths(s.threads),
        _lanes(s.threads * _fan) {}

  class worker {
   public:
    worker(handoff& load, const seat& s)
        : _load(load), _index(s.index), _here(s.index), _incoming(load._fan) {
      for (std::size_t k = 0; k < load._fan; ++k) {
        // My k-th lane goes to the worker k + 1 places on; so that far back are my makers.
        _incoming[k].maker = (s.index + s.threads - (k + 1) % s.threads) % s.threads;
      }
    }
    ~worker() {
      auto& end = *_load._ends[_index];
      end.made = _made;
      end.dropped = _dropped;
      end.wrong = _wrong;
      if constexpr (requires { _membership.queue_high_water(); }) {
        end.high_water = _membership.queue_high_water();
      }
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const bool sent = send();
        std::size_t received = 0;
        for (std::size_t k = 0; k < _load._fan; ++k) received += receive(k);
        done += {_load._fan * _load._batch, received};
        if (sent || received != 0) {
          _idle.reset();
        } else {
          _idle.once();
        }
        _membership.safepoint();
      }
      return done;
    }

    void settle() {
      const attached here(_membership);
      for (std::size_t k = 0; k < _load._fan; ++k) {
        while (receive(k) != 0) {
        }
      }
      _membership.safepoint();
    }

   private:
    struct source {
      std::size_t maker = 0;
      std::uint64_t expected = 0;  // the serial number of the next object from there
    };

    bool send() {
      const std::size_t fan = _load._fan;
      std::array<typename lane_type::batch*, most_fan> room;
      for (std::size_t k = 0; k < fan; ++k) {
        room[k] = _load.lane_of(_index, k).room();
        if (room[k] == nullptr) return false;
      }
      for (std::size_t i = 0; i < _load._batch; ++i) {
        reference made = P::template make<parcel>(_load, _index, _made++);
        escape(&P::get(made));
        for (std::size_t k = 1; k < fan; ++k) (*room[k])[i] = made;
        (*room[0])[i] = std::move(made);
      }
      for (std::size_t k = 0; k < fan; ++k) _load.lane_of(_index, k).send();
      return true;
    }

    std::size_t receive(std::size_t k) {
      source& from = _incoming[k];
      lane_type& in = _load.lane_of(from.maker, k);
      auto* batch = in.next();
      if (batch == nullptr) return 0;
      for (std::size_t i = 0; i < _load._batch; ++i) {
        reference& r = (*batch)[i];
        const parcel& p = P::get(r);
        _wrong += p.life.value() != from.expected++ || p.maker != from.maker;
        r.reset();
      }
      in.release();
      _dropped += _load._batch;
      return _load._batch;
    }

    handoff& _load;
    unsigned _index;
    // In this order: leaving the membership may still run destructors.
    provenance::mark _here;
    [[no_unique_address]] typename P::thread _membership;
    std::vector<source> _incoming;
    std::uint64_t _made = 0, _dropped = 0, _wrong = 0;
    spin_wait _idle;
  };

  /// All that was sent arrived, in order and unharmed, and was destroyed once.
  complaint verify() {
    std::uint64_t made = 0, dropped = 0, wrong = 0;
    for (const auto& end : _ends) {
      made += end->made;
      dropped += end->dropped;
      wrong += end->wrong;
      _high_water = std::max(_high_water, end->high_water);
    }
    if (wrong != 0) return std::to_string(wrong) + " objects arrived changed or out of order";
    if (made * _fan != dropped) {
      return "of " + std::to_string(made) + " objects " + std::to_string(made * _fan) +
             " references were sent, but " + std::to_string(dropped) + " dropped";
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
    if constexpr (requires(const typename P::thread& t) { t.queue_high_water(); }) {
      all.push_back({"queue_high_water", "objects", static_cast<double>(_high_water)});
    }
    return all;
  }

 private:
  struct parcel {
    parcel(handoff& load, unsigned by, std::uint64_t serial)
        : home(load), life(load._book, serial), maker(by) {}
    ~parcel() { home._deaths.died(maker); }

    handoff& home;
    tracked life;
    unsigned maker;
  };
  using reference = typename P::template ref<parcel>;
  using lane_type = lane<reference>;

  struct end_state {
    std::uint64_t made = 0, dropped = 0, wrong = 0;
    std::size_t high_water = 0;
  };

  static std::size_t in_range(const parameters& p, std::string_view what, std::int64_t most) {
    const std::int64_t value = p.integer(what);
    if (value < 1 || value > most) {
      throw std::invalid_argument("handoff: " + std::string(what) + " must be 1 to " +
                                  std::to_string(most) + ", not " + std::to_string(value));
    }
    return static_cast<std::size_t>(value);
  }

  lane_type& lane_of(std::size_t maker, std::size_t k) noexcept { return _lanes[maker * _fan + k]; }

  static constexpr std::size_t most_fan = 8;

  std::size_t _batch, _fan;
  ledger _book;
  std::vector<padded<end_state>> _ends;
  std::size_t _high_water = 0;
  provenance _deaths;
  std::vector<lane_type> _lanes;  // last: what is left in them still reports its death
};

}  // namespace contend::suites
