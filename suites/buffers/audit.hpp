// The oracle of every buffer load: what was pushed was popped, once, in the order promised.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/load/bag.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/buffer.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace contend::suites {

/// Parameter `capacity` (1 to 2^24), and a handle for each worker and one for the audit.
inline buffer_size room_for(const setting& s) {
  const std::int64_t capacity = s.params.integer("capacity");
  if (capacity < 1 || capacity > 1 << 24) {
    throw std::invalid_argument("capacity: 1 to 16777216");
  }
  return {.capacity = static_cast<std::size_t>(capacity), .handles = s.threads + 1};
}

/// What goes through the buffer: who pushed it, and as which of its pushes. By value, so that a
/// buffer that tears or invents an item is seen.
using item = std::uint64_t;

constexpr unsigned sequence_bits = 48;
constexpr item make_item(unsigned producer, std::uint64_t sequence) noexcept {
  return static_cast<item>(producer) << sequence_bits | sequence;
}
constexpr unsigned producer_of(item i) noexcept {
  return static_cast<unsigned>(i >> sequence_bits);
}
constexpr std::uint64_t sequence_of(item i) noexcept {
  return i & ((item{1} << sequence_bits) - 1);
}
/// More threads than an item can name.
inline constexpr unsigned too_many_producers = 1u << (64 - sequence_bits);

/// One producer's account. One owner.
class push_book {
 public:
  explicit push_book(unsigned producer = 0) noexcept : _producer(producer) {}

  /// What to push next: the same again until a push of it was noted.
  [[nodiscard]] item next() const noexcept { return make_item(_producer, _pushed.count); }
  void pushed() noexcept { _pushed.put(next()); }
  [[nodiscard]] const bag& items() const noexcept { return _pushed; }

 private:
  unsigned _producer;
  bag _pushed;
};

/// One consumer's account. One owner.
class pop_book {
 public:
  explicit pop_book(unsigned producers = 0) : _next(producers) {}

  void popped(item i) noexcept {
    _popped.put(i);
    const unsigned producer = producer_of(i);
    if (producer >= _next.size()) {
      ++_alien;
      return;
    }
    // In any buffer that keeps each producer's order, one consumer sees it too.
    if (sequence_of(i) < _next[producer]) ++_disordered;
    _next[producer] = sequence_of(i) + 1;
  }
  /// What is popped from now on must come after all that `other` saw.
  void follow(const pop_book& other) {
    for (std::size_t i = 0; i < other._next.size(); ++i) {
      _next[i] = std::max(_next[i], other._next[i]);
    }
  }

  [[nodiscard]] const bag& items() const noexcept { return _popped; }
  [[nodiscard]] std::uint64_t alien() const noexcept { return _alien; }
  [[nodiscard]] std::uint64_t disordered() const noexcept { return _disordered; }

 private:
  bag _popped;
  std::uint64_t _alien = 0, _disordered = 0;
  std::vector<std::uint64_t> _next;  // by producer: one after the latest sequence seen
};

/// All workers' accounts of one run, and what is left in the buffer after it.
class audit {
 public:
  /// Nothing is checked of a ceiling: it has no items.
  audit(unsigned threads, const buffer_info& promised, bool ceiling)
      : _order(promised.order), _ceiling(ceiling), _producers(threads), _consumers(threads) {}

  /// A worker leaves its account when it goes: each in its own place, so all may at once.
  void leave(unsigned worker, const push_book& b) { *_producers[worker] = b; }
  void leave(unsigned worker, const pop_book& b) { *_consumers[worker] = b; }

  /// How many items worker `i` popped, after it left.
  [[nodiscard]] std::uint64_t popped_by(unsigned i) const { return _consumers[i]->items().count; }

  /// Empties the buffer through `handle` and compares. On the controller, once.
  template <class Handle>
  complaint close(Handle&& handle) {
    if (_ceiling) return std::nullopt;
    pop_book rest(static_cast<unsigned>(_producers.size()));
    bag pushed, popped;
    std::uint64_t alien = 0, disordered = 0;
    const auto count = [&](const pop_book& b) {
      popped += b.items();
      alien += b.alien();
      disordered += b.disordered();
    };
    for (const auto& b : _producers) pushed += b->items();
    for (const auto& b : _consumers) {
      count(*b);
      rest.follow(*b);
    }
    // Bounded, should the buffer give out items for ever: more than was pushed is wrong anyway.
    item left = 0;
    while (rest.items().count <= pushed.count && handle.try_pop(left)) rest.popped(left);
    count(rest);

    const std::string in = std::to_string(pushed.count) + " items went in, ";
    const std::string out = std::to_string(popped.count) + " came out (the " +
                            std::to_string(rest.items().count) + " left over among them)";
    if (alien != 0) return std::to_string(alien) + " items came out that nobody had pushed";
    if (popped.count < pushed.count) return "items were lost: " + in + out;
    if (popped.count > pushed.count) return "items came out twice: " + in + out;
    if (popped != pushed)
      return "not the items that were pushed came out, though as many: " + in + out;
    const bool promised =
        _order == order_guarantee::fifo || _order == order_guarantee::per_producer_fifo;
    if (promised && disordered != 0) {
      return std::to_string(disordered) + " of " + std::to_string(popped.count) +
             " items came out after a later one of the same producer";
    }
    return std::nullopt;
  }

  order_guarantee _order;
  bool _ceiling;
  std::vector<padded<push_book>> _producers;
  std::vector<padded<pop_book>> _consumers;
};

}  // namespace contend::suites
