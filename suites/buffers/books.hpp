// What one worker of a buffer load pushed and popped.
#pragma once

#include "order_watch.hpp"

#include <contend/load/bag.hpp>

#include <cstdint>

namespace contend::suites {

/// One producer's account. One owner.
class push_book {
 public:
  explicit push_book(unsigned producer = 0) noexcept : _producer(producer) {}

  /// What to push next, and `k` pushes later: the same again until a push of it was noted.
  [[nodiscard]] item next(std::uint64_t k = 0) const noexcept {
    return make_item(_producer, _pushed.count + k);
  }
  void pushed() noexcept { _pushed.put(next()); }
  void refused() noexcept { ++_refused; }

  [[nodiscard]] const bag& items() const noexcept { return _pushed; }
  [[nodiscard]] std::uint64_t refusals() const noexcept { return _refused; }

 private:
  unsigned _producer;
  bag _pushed;
  std::uint64_t _refused = 0;
};

/// One consumer's account. One owner.
class pop_book {
 public:
  pop_book() = default;
  /// Items of so many producers may come, in the order promised.
  pop_book(unsigned producers, const buffer_info& promised) : _order(producers, promised) {}

  void popped(item i) noexcept {
    _popped.put(i);
    const unsigned producer = producer_of(i);
    if (producer < _order.producers()) {
      _order.saw(producer, sequence_of(i));
    } else {
      ++_alien;
    }
  }
  void missed() noexcept { ++_missed; }
  /// An item was not the one that it should have been, by what only the load knows.
  void misplaced() noexcept { ++_misplaced; }
  /// What is popped from now on must come after all that `other` saw.
  void follow(const pop_book& other) { _order.follow(other._order); }

  [[nodiscard]] const bag& items() const noexcept { return _popped; }
  [[nodiscard]] std::uint64_t misses() const noexcept { return _missed; }
  [[nodiscard]] std::uint64_t alien() const noexcept { return _alien; }
  [[nodiscard]] std::uint64_t disordered() const noexcept {
    return _order.violations() + _misplaced;
  }

 private:
  bag _popped;
  std::uint64_t _missed = 0, _alien = 0, _misplaced = 0;
  order_watch _order;
};

}  // namespace contend::suites
