// Who is there: a list of the members' records that anybody may walk at any time.
#pragma once

#include <contend/core/atomic.hpp>

#include <cstddef>

namespace contend::model {

/// What a record derives from.
template <class Record>
struct enrolled {
  Record* next = nullptr;    // as it was when the record was put in: written once
  atomic<bool> taken{true};  // by a member; a record that is not waits for the next one
};

/// A list that only grows: a record whose member has gone is taken by the next that comes, so there
/// are as many as there ever were members at once (Michael, 2004; Hart, McKenney et al., 2007).
template <class Record>
class registry {
 public:
  constexpr registry() noexcept = default;
  ~registry() {
    for (Record* r = first(); r != nullptr;) {
      Record* const dead = r;
      r = r->next;
      delete dead;
    }
  }
  registry(const registry&) = delete;
  registry& operator=(const registry&) = delete;

  /// A record for the calling thread, as its last member left it. Throws std::bad_alloc.
  [[nodiscard]] Record& enter() {
    for (Record* r = first(); r != nullptr; r = r->next) {
      // Relaxed: a hint, so as not to write to a record that somebody uses.
      if (r->taken.load(memory_order_relaxed)) continue;
      // (1) acquire, partner (2): what the last member wrote to the record is visible.
      if (!r->taken.exchange(true, memory_order_acquire)) return *r;
    }
    auto* const made = new Record;
    // Relaxed: the value is only what (3) expects.
    made->next = _first.load(memory_order_relaxed);
    // (3) seq_cst, partner (4): publishes the record; and if a reclaimer has not seen it, then
    // what its member loads from now on is not what that reclaimer is about to free. Relaxed on
    // failure: the value is only tried again.
    while (!_first.compare_exchange_weak(made->next, made, memory_order_seq_cst,
                                         memory_order_relaxed)) {
    }
    // Relaxed: a statistic.
    _size.fetch_add(1, memory_order_relaxed);
    return *made;
  }

  void leave(Record& r) noexcept {
    // (2) release, partner (1): the next member finds the record as this one leaves it.
    r.taken.store(false, memory_order_release);
  }

  /// The first record; the others hang on `next`. Includes those without a member.
  [[nodiscard]] Record* first() const noexcept {
    // (4) seq_cst, partner (3): the records are built; and see there.
    return _first.load(memory_order_seq_cst);
  }
  /// How many records there are: the most members that ever were at once, or soon will have been.
  [[nodiscard]] std::size_t size() const noexcept {
    // Relaxed: a statistic.
    return _size.load(memory_order_relaxed);
  }

 private:
  atomic<Record*> _first{nullptr};
  atomic<std::size_t> _size{0};
};

}  // namespace contend::model
