// Counts kept by each thread for itself: what per_thread.hpp counts with.
#pragma once

#include <contend/model/refcount/epochs.hpp>
#include <contend/model/refcount/per_thread_ids.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace contend::model {

/// Why an object is dead when its shared count was zero at the end of an epoch E and no member
/// touched it in the epoch after: between a member's parts in E and in E+1 lies the end of E, and
/// an object that the member did not touch between those two had no delta there at that instant.
/// So at that instant the shared count was the number of references: none; and a reference can
/// only be made from another. Touched is touched, even if the counts up and down cancel out: the
/// member had a reference, if only for a while, and may have had it just then.
struct per_thread_rules : epoch_rules {
  /// Off: a member says nothing of an object whose count it changed and changed back.
  static constexpr bool touched_at_net_zero = true;
};

template <class Rules>
struct per_thread_deltas {
  using rules = Rules;
  using id = per_thread_ids::id;

  /// Has an id for as long as it lives.
  struct header : epoch_header {
    explicit header(destroyer_of d) : epoch_header(d), number(take_id()) {}
    ~header() { give_back_id(number); }
    const id number;
  };

  struct member : epoch_member {
    ~member() { _ids.give_back(ids, ids.size()); }

    [[nodiscard]] std::size_t wants() const noexcept { return touched.size(); }

    /// Adds the deltas to the objects' own counts.
    void part(epoch_number now, member& by) {
      for (header* h : touched) {
        const std::int64_t delta = references_of(deltas[h->number]);
        deltas[h->number] = untouched;
        if (!Rules::touched_at_net_zero && delta == 0) continue;
        if (change(*h, delta, now)) by.list(*h);
      }
      touched.clear();
    }

    /// By id: `untouched`, or twice the references that this member counted up, less those it
    /// counted down, plus 1. Plain words: the member's alone, a visitor's while it is detached.
    std::vector<std::int64_t> deltas;
    std::vector<header*> touched;
    std::vector<id> ids;  // for objects that it will make
  };

  static epoch_verdict review(epoch_header& h, epoch_number now, bool alone) noexcept {
    return review_count(h, now, alone ? -1 : Rules::quiet_epochs);
  }

  static void bind(member* m) noexcept { _here = {nullptr, 0, m}; }

  static void count(header& h, std::int64_t references) noexcept {
    // The object's id is read from a line that nobody writes while no epoch is open.
    if (h.number < _here.size) {
      std::int64_t& delta = _here.deltas[h.number];
      if (delta != untouched) {
        delta += 2 * references;
        return;
      }
    }
    touch(h, references);
  }

 private:
  static constexpr std::int64_t untouched = 0;
  static constexpr std::int64_t references_of(std::int64_t delta) noexcept {
    return (delta - 1) / 2;
  }

  /// The first count of an object since this member's last part, or an outsider's.
  [[gnu::noinline]] static void touch(header& h, std::int64_t references) noexcept {
    if (_here.who == nullptr) {
      epochs<per_thread_deltas>::outside([&](epoch_number now) -> epoch_header* {
        return change(h, references, now) ? &h : nullptr;
      });
      return;
    }
    member& m = *_here.who;
    if (h.number >= m.deltas.size()) {
      m.deltas.resize(std::max(_ids.size(), 2 * m.deltas.size()), untouched);
      _here.deltas = m.deltas.data();
      _here.size = m.deltas.size();
    }
    m.deltas[h.number] = 2 * references + 1;
    m.touched.push_back(&h);
    m.quiet = epoch_member::loud;
  }

  /// True if the object was not listed, and now is.
  static bool change(header& h, std::int64_t references, epoch_number now) noexcept {
    // Relaxed: the value is only what the exchange expects.
    std::uint64_t seen = h.word.load(memory_order_relaxed);
    // Relaxed: the epochs order the destruction after every member's uses; an outsider's uses are
    // ordered by the lock under which it counts.
    while (!h.word.compare_exchange_weak(seen,
                                         epoch_word::touch(epoch_word::add(seen, references), now),
                                         memory_order_relaxed, memory_order_relaxed)) {
    }
    return (seen & epoch_word::listed) == 0;
  }

  /// An id's entry is untouched at every member when it is given back: the dead are untouched.
  static id take_id() {
    constexpr std::size_t some = 64;
    if (_here.who == nullptr) {
      std::vector<id> one;
      _ids.take(one, 1);
      return one.back();
    }
    auto& mine = _here.who->ids;
    if (mine.empty()) _ids.take(mine, some);
    const id number = mine.back();
    mine.pop_back();
    return number;
  }
  static void give_back_id(id number) noexcept {
    constexpr std::size_t many = 256;
    if (_here.who == nullptr) {
      std::vector<id> one{number};
      _ids.give_back(one, 1);
      return;
    }
    auto& mine = _here.who->ids;
    mine.push_back(number);
    if (mine.size() >= many) _ids.give_back(mine, many / 2);
  }

  /// The member's array, where the count finds it at once.
  struct here {
    std::int64_t* deltas = nullptr;
    std::size_t size = 0;
    member* who = nullptr;
  };
  static inline constinit thread_local here _here;
  static inline per_thread_ids _ids;
};

}  // namespace contend::model
