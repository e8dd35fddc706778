// The oracle of every buffer load: what was pushed was popped, once, in the order promised.
#pragma once

#include "books.hpp"
#include "shares.hpp"

#include <contend/core/cache_line.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace contend::suites {

/// All workers' accounts of one run, and what is left in the buffer after it.
class audit {
 public:
  /// Nothing is checked of a ceiling: it has no items.
  audit(unsigned workers, const buffer_info& promised, bool ceiling)
      : _promised(promised), _ceiling(ceiling), _producers(workers), _consumers(workers) {}

  [[nodiscard]] pop_book new_pop_book() const {
    return {static_cast<unsigned>(_producers.size()), _promised};
  }

  /// A worker leaves its account when it goes: each in its own place, so all may at once.
  void leave(unsigned worker, const push_book& b) { *_producers[worker] = b; }
  void leave(unsigned worker, const pop_book& b) { *_consumers[worker] = b; }

  /// How many items worker `i` pushed, and popped, after it left.
  [[nodiscard]] std::uint64_t pushed_by(unsigned i) const { return _producers[i]->items().count; }
  [[nodiscard]] std::uint64_t popped_by(unsigned i) const { return _consumers[i]->items().count; }

  /// Empties the buffer through `handle` and compares. On the controller, once.
  template <class Handle>
  complaint close(Handle&& handle) {
    return close_by([&handle](item& i) { return handle.try_pop(i); });
  }

  /// The same where an item is not popped as such: `take(i)` gives the next one that is left, and
  /// returns false if there is none.
  template <class Take>
  complaint close_by(Take&& take) {
    if (_ceiling) return std::nullopt;
    pop_book rest = new_pop_book();
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
    below least(_producers.size(), _promised.order == order_guarantee::lifo);
    item left = 0;
    while (rest.items().count <= pushed.count && take(left)) {
      rest.popped(left);
      if (!least.holds(left)) rest.misplaced();
    }
    count(rest);

    const std::string in = std::to_string(pushed.count) + " items went in, ";
    const std::string out = std::to_string(popped.count) + " came out (the " +
                            std::to_string(rest.items().count) + " left over among them)";
    if (alien != 0) return std::to_string(alien) + " items came out that nobody had pushed";
    if (popped.count < pushed.count) return "items were lost: " + in + out;
    if (popped.count > pushed.count) return "items came out twice: " + in + out;
    if (popped != pushed) {
      return "not the items that were pushed came out, though as many: " + in + out;
    }
    if (disordered == 0) return std::nullopt;
    return std::to_string(disordered) + " of " + std::to_string(popped.count) + " items came out " +
           disorder();
  }

  /// How evenly the workers that tried to push, and to pop, succeeded, and how often they did not;
  /// after they have left. Of the first `workers` only, where others were there to help.
  void report(std::vector<metric>& to, unsigned workers = any_threads) const {
    std::vector<turns> pushes, pops;
    for (std::size_t i = 0; i < _producers.size() && i < workers; ++i) {
      pushes.push_back({_producers[i]->items().count, _producers[i]->refusals()});
      pops.push_back({_consumers[i]->items().count, _consumers[i]->misses()});
    }
    report_shares(to, "push", "push_refused_share", pushes);
    report_shares(to, "pop", "pop_empty_share", pops);
  }

 private:
  // What lies in a stack that nobody else uses comes out newest first.
  class below {
   public:
    below(std::size_t producers, bool newest_first)
        : _least(newest_first ? producers : 0, std::numeric_limits<std::uint64_t>::max()) {}
    bool holds(item i) {
      if (producer_of(i) >= _least.size()) return true;
      std::uint64_t& least = _least[producer_of(i)];
      const bool good = sequence_of(i) < least;
      least = sequence_of(i);
      return good;
    }

   private:
    std::vector<std::uint64_t> _least;
  };

  [[nodiscard]] std::string disorder() const {
    if (_promised.order == order_guarantee::lifo) {
      return "before a later one that lay above them on the stack";
    }
    if (_promised.order == order_guarantee::k_fifo) {
      return "after one that may overtake " + std::to_string(_promised.slack) +
             " items and had done so already";
    }
    return "after a later one of the same producer";
  }

  buffer_info _promised;
  bool _ceiling;
  std::vector<padded<push_book>> _producers;
  std::vector<padded<pop_book>> _consumers;
};

}  // namespace contend::suites
