// Some workers push, the others pop, on one buffer.
#pragma once

#include "audit.hpp"
#include "cargo.hpp"
#include "chore.hpp"
#include "shape.hpp"
#include "tempo.hpp"
#include "throttle.hpp"

#include <contend/core/spin_wait.hpp>

#include <optional>
#include <type_traits>
#include <vector>

namespace contend::suites {

/// Parameter: `capacity`, items that may wait. An unbounded buffer is kept at it by the load: see
/// throttle. Built with a function that makes a tempo of the parameters, it is another load.
template <buffer B, shape S = shape::mpmc, cargo Cargo = by_number>
requires std::same_as<typename B::value_type, typename Cargo::carried>
class producer_consumer {
 public:
  using subject = B;
  static constexpr std::string_view name = to_string(S);
  static constexpr card about = card_of(S);
  static constexpr unsigned min_threads = 2;
  static constexpr unsigned max_threads = most_threads(S, B::traits);

  explicit producer_consumer(
      const setting& s, tempo_of how = [](const setting&) { return tempo{}; })
      : _tempo(how(s)),
        _throttle(s.threads, room_for(s).capacity),
        _buffer(room_for(s)),
        _audit(s.threads, B::traits, B::info.ceiling),
        _left(s.threads) {}

  class worker {
   public:
    worker(producer_consumer& load, const seat& s)
        : _load(load),
          _index(s.index),
          _produces(produces(S, s.index)),
          _pace(_produces ? load._tempo.producers : load._tempo.consumers),
          _handle(load._buffer),
          _pushes(s.index),
          _pops(load._audit.new_pop_book()),
          _cargo(load._book),
          _part(load._throttle, s.index),
          _chore(s.seed),
          _until_rest(_pace.items),
          _until_timed(_pace.timed ? 1 : never) {}
    ~worker() {
      if (_ready) _cargo.unload(_out, _unused);
      _load._audit.leave(_index, _pushes);
      _load._audit.leave(_index, _pops);
      *_load._left[_index] = {.spoilt = _spoilt, .times = std::move(_times)};
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      return _produces ? turns_of(rounds, [this] { return push(); })
                       : turns_of(rounds, [this] { return pop(); });
    }

   private:
    template <class Turn>
    tally turns_of(std::uint32_t rounds, Turn turn) {
      tally t{.attempted = rounds, .succeeded = 0};
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (--_until_timed == 0 ? timed(turn) : turn()) {
          ++t.succeeded;
          _pause.reset();
          if (--_until_rest == 0) rest();
        } else if (++_misses % _pace.patience == 0) {
          _pause.once();
        }
      }
      return t;
    }

    bool push() {
      if (!_part.room(_pushes.items().count)) {
        _pushes.refused();
        return false;
      }
      if constexpr (Cargo::weightless) {
        _out = _cargo.load(_pushes.next());
      } else if (!_ready) {
        _out = _cargo.load(_pushes.next());
        _ready = true;
      }
      if (!_handle.try_push(_out)) {
        _pushes.refused();
        return false;
      }
      _ready = false;
      _pushes.pushed();
      return true;
    }
    bool pop() {
      typename Cargo::carried got{};
      const bool ok = _handle.try_pop(got);
      if (!ok) {
        _pops.missed();
      } else if (item i = 0; _cargo.unload(got, i)) {
        _pops.popped(i);
      } else {
        ++_spoilt;
      }
      _part.took(_pops.items().count, !ok);
      return ok;
    }

    void rest() {
      _chore.work(_pace.rest);
      _until_rest = _pace.items;
    }
    template <class Turn>
    bool timed(Turn turn) {
      if (!_times) _times.emplace();
      const std::int64_t before = now_ns();
      const bool ok = turn();
      const std::int64_t took = now_ns() - before;
      (ok ? _times->done : _times->failed).record(took);
      _until_timed = _pace.timed;
      return ok;
    }

    static constexpr std::uint64_t never = ~std::uint64_t{0};

    producer_consumer& _load;
    unsigned _index;
    bool _produces;
    pace _pace;
    typename B::handle _handle;
    push_book _pushes;
    pop_book _pops;
    Cargo _cargo;
    typename Cargo::carried _out{};
    bool _ready = false;  // _out waits to be pushed
    item _unused = 0;
    typename throttle<B::traits.bounded>::part _part;
    chore _chore;
    std::uint64_t _until_rest, _until_timed, _misses = 0, _spoilt = 0;
    std::optional<call_times> _times;
    spin_wait _pause;
  };

  complaint verify() {
    Cargo cargo(_book);
    std::uint64_t spoilt = 0;
    typename B::handle handle(_buffer);
    const complaint wrong = _audit.close_by([&](item& i) {
      typename Cargo::carried left{};
      if (!handle.try_pop(left)) return false;
      if (!cargo.unload(left, i)) ++spoilt;
      return true;
    });
    for (const auto& l : _left) spoilt += l->spoilt;
    const complaint unfreed = _book.verify();
    if (spoilt != 0 && !B::info.ceiling) {
      return std::to_string(spoilt) + " items did not hold what was put into them" +
             (unfreed ? "; " + *unfreed : std::string());
    }
    if (wrong && unfreed) return *wrong + "; " + *unfreed;
    return wrong ? wrong : unfreed;
  }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _audit.report(all);
    call_times pushes, pops;
    for (unsigned i = 0; i < _left.size(); ++i) {
      if (_left[i]->times) (produces(S, i) ? pushes : pops).merge(*_left[i]->times);
    }
    pushes.done.report(all, "push");
    pushes.failed.report(all, "full_push");
    pops.done.report(all, "pop");
    pops.failed.report(all, "empty_pop");
    return all;
  }

 private:
  struct leaving {
    std::uint64_t spoilt = 0;  // items
    std::optional<call_times> times;
  };

  tempo _tempo;
  throttle<B::traits.bounded> _throttle;
  ledger _book;
  B _buffer;
  audit _audit;
  std::vector<padded<leaving>> _left;
};

}  // namespace contend::suites
