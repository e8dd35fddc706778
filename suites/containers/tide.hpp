// A container that fills from empty, is full, and is emptied or replaced: growth and shrinking.
#pragma once

#include "meeting.hpp"
#include "tide_books.hpp"
#include "tide_part.hpp"
#include "tide_plans.hpp"

#include <contend/core/clock.hpp>
#include <contend/core/spin_wait.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace contend::suites {

/// Parameters: `size` (1 to 2^31 - 1), elements when full; `start`, what the container is built
/// for: "1" or "size". Each worker has keys of its own, so that every answer is known. In a memory
/// run the container is filled once, with as many elements as make the bytes asked for, then read.
template <class D, class Cargo = numbers>
class tide {
 public:
  using subject = D;
  static constexpr std::string_view name = map<D> ? "map_grow" : "set_grow";
  static constexpr const card& about = grow_card;
  /// What an element holds, without what the container adds.
  static constexpr std::uint64_t payload = [] {
    if constexpr (map<D>) {
      return sizeof(typename D::key_type) + sizeof(typename D::mapped_type);
    } else {
      return sizeof(typename D::key_type);
    }
  }();

  explicit tide(const setting& s, const tide_plan& plan = {})
      : _plan(s.live_bytes == 0 ? plan : tide_plan{.replaced = plan.replaced}),
        _memory_run(s.live_bytes != 0),
        _keys(sized(s), 1),
        _elements(_keys.range() * std::max(1U, s.threads)),
        _start(start_in(s.params) ? _elements : 1),
        _cargo(_keys),
        _meeting(s.threads),
        _books(s.threads),
        _inside(s.threads) {
    if ((plan.erase != 0 || !plan.replaced) && !D::traits.concurrent_erase) {
      throw std::logic_error(std::string(D::info.name) + " can't erase beside other operations");
    }
  }

  class worker {
   public:
    worker(tide& load, const seat& s)
        : _load(load),
          _index(s.index),
          _random(s.seed),
          _part(load._keys.first(s.index), load._keys.range()) {}
    ~worker() {
      publish();
      _load._books.wrong(_index, _part.wrong());
      _part.close();
      _load.leave();
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (!ready()) {
          ++done.attempted;
          _idle.once();
          break;
        }
        once();
        done += tally::all(1);
      }
      if (_part.is_open()) _part.safepoint();
      publish();
      return done;
    }

    /// Looks at all of its keys, one by one; in a memory run they go instead, if the container lets
    /// them.
    void settle() {
      if (!_load._dictionary) return;
      if (_awaits && _load._meeting.passed(_before)) enter();
      _part.open(*_load._dictionary, _load._cargo);
      if (_load._memory_run && D::traits.concurrent_erase) {
        _part.drop_all();
      } else {
        _part.look_at_all();
      }
      _part.safepoint();
      publish();
    }

    void nudge() {
      if (!D::traits.concurrent_erase || !_part.is_open() || _part.has(0)) return;
      _part.put(0);
      _part.drop(0);
    }

   private:
    void publish() { _load._books.elements(_index, _part.count()); }

    /// True if there is an operation to do in this phase.
    bool ready() {
      if (_awaits) {
        if (!_load._meeting.passed(_before)) return false;
        enter();
      }
      if (_load._stage != stage::starting &&
          (_load._stage == stage::full || _next < _part.keys())) {
        return true;
      }
      arrive();
      return false;
    }

    /// The phase that begins with the meeting just passed.
    void enter() {
      _awaits = false;
      _idle.reset();
      if (_load.is_replaced()) _part.forget();
      _part.open(*_load._dictionary, _load._cargo);
      _next = _load._stage == stage::full ? _part.keys() : 0;
    }

    void arrive() {
      _awaits = true;
      _before = _load._meeting.held();
      if (_load._stage == stage::filling && _load.is_replaced()) _part.close();
      publish();
      if (!_load._meeting.arrive()) return;
      _load.turn();
      _load._meeting.open();
    }

    void once() {
      switch (_load._stage) {
        case stage::starting: break;
        case stage::filling: fill(); break;
        case stage::full: _part.look(any()); break;
        case stage::draining: _part.drop(_next++); break;
      }
    }

    void fill() {
      const tide_plan& plan = _load._plan;
      const std::uint64_t dice = _next == 0 ? 100 : _random.below(100);
      if (dice < plan.look) {
        _part.look(any());
      } else if (dice < plan.look + plan.erase) {
        _part.drop(any());
      } else if (dice < plan.look + plan.erase + plan.update) {
        _part.change(any());
      } else {
        _part.put(_next++);
      }
    }

    /// One of those that were inserted in this phase.
    std::uint64_t any() { return _random.below(_next); }

    tide& _load;
    unsigned _index;
    rng _random;
    tide_part<D, Cargo> _part;
    bool _awaits = false;
    std::uint64_t _before = 0, _next = 0;
    spin_wait _idle;
  };

  complaint verify() {
    if (D::info.ceiling) return std::nullopt;  // it keeps nothing
    if (auto wrong = _books.verify()) return wrong;
    return _cargo.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    std::vector<metric> all = _books.metrics();
    if (_memory_run) all.push_back({"elements", "elements", static_cast<double>(_elements)});
    return all;
  }

  [[nodiscard]] std::uint64_t live_bytes() const noexcept {
    // Relaxed: see _gone.
    return _gone.load(std::memory_order_relaxed) ? 0 : _books.elements() * payload;
  }
  /// It is filled, and then read for a quarter as long.
  [[nodiscard]] std::uint64_t memory_operations() const noexcept {
    return _elements + _elements / 4;
  }

 private:
  enum class stage { starting, filling, full, draining };

  /// Each worker has a part of its own, whatever the parameters.
  static setting sized(setting s) {
    std::uint64_t size = 0;
    if (s.live_bytes != 0) {
      size = std::max<std::uint64_t>(s.live_bytes / payload, s.threads);
    } else {
      size = static_cast<std::uint64_t>(std::max<std::int64_t>(s.params.integer("size"), 0));
    }
    s.params = parameters({{"size", std::to_string(size)},
                           {"keys", "private"},
                           {"skew", "0"},
                           {"read", "0"},
                           {"start", s.params.text("start")}});
    return s;
  }
  static bool start_in(const parameters& p) {
    const std::string& text = p.text("start");
    if (text != "1" && text != "size") {
      throw std::invalid_argument("start must be 1 or size, not '" + text + "'");
    }
    return text == "size" || !D::traits.grows;
  }

  [[nodiscard]] bool is_replaced() const noexcept { return _plan.replaced && !_memory_run; }

  /// By the last one to arrive: nobody else is inside. The container is made here, not when the
  /// load is built, so that a memory run sees all of it.
  void turn() {
    const std::int64_t now = now_ns();
    if (_dictionary) _books.check_size(_dictionary->size());
    switch (_stage) {
      case stage::starting:
        _dictionary.emplace(_start);
        _stage = stage::filling;
        break;
      case stage::filling:
        _books.took(tide_books::phase::fill, now - _since, _books.elements());
        if (_memory_run) {
          _stage = stage::full;
        } else if (is_replaced()) {
          _dictionary.reset();
          _dictionary.emplace(_start);
        } else {
          _full = _books.elements();
          _stage = stage::draining;
        }
        break;
      case stage::draining:
        _books.took(tide_books::phase::drain, now - _since, _full);
        _stage = stage::filling;
        break;
      case stage::full: break;
    }
    _since = now_ns();
  }

  /// The last worker to leave takes the container with it, and what the container had retired: what
  /// is left then is the allocator's.
  void leave() {
    // (1) acq_rel, partner (1): the last one sees that the others' ways in are gone.
    if (_inside.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    if (_dictionary) _books.check_size(_dictionary->size());
    _dictionary.reset();
    collect<D>();
    // Relaxed: read for its value alone.
    _gone.store(true, std::memory_order_relaxed);
  }

  tide_plan _plan;
  bool _memory_run;
  key_space _keys;
  std::uint64_t _elements, _start;
  Cargo _cargo;
  meeting _meeting;
  tide_books _books;
  atomic<unsigned> _inside;
  atomic<bool> _gone{false};
  [[no_unique_address]] collects_at_end<D> _collects;
  std::optional<D> _dictionary;    // this and what follows: by whoever is alone
  stage _stage = stage::starting;  // read by all after a meeting
  std::uint64_t _full = 0;
  std::int64_t _since = 0;
};

}  // namespace contend::suites
