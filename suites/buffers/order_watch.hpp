// What one consumer can hold a buffer to: the order of each producer's items.
#pragma once

#include "item.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace contend::suites {

/// One owner. A necessary condition, not a proof of linearizability:
///  - FIFO, of the whole buffer or of each producer: a consumer sees each producer's items in the
///    order in which they were pushed;
///  - k-FIFO: of one producer's items that one consumer sees, none has overtaken more than `slack`
///    others. Held against the last few items that were ahead of all before them: what was
///    overtaken by an earlier one, and turns up only now, may be missed;
///  - LIFO, and no order at all: nothing, as others may have pushed and popped in between.
class order_watch {
 public:
  order_watch() = default;
  order_watch(unsigned producers, const buffer_info& promised)
      : _next(producers),
        _rule(rule_of(promised)),
        _slack(promised.slack),
        _ahead(_rule == rule::slack ? producers : 0) {}

  [[nodiscard]] unsigned producers() const noexcept { return static_cast<unsigned>(_next.size()); }

  void saw(unsigned producer, std::uint64_t sequence) noexcept {
    std::uint64_t& next = _next[producer];
    if (sequence < next) {
      late(producer, sequence);
      return;
    }
    next = sequence + 1;
    if (_rule == rule::slack) _ahead[producer].add(sequence);
  }

  /// What is seen from now on must come after all that `other` saw.
  void follow(const order_watch& other) {
    if (_rule != rule::strict) return;
    for (std::size_t i = 0; i < other._next.size(); ++i) {
      _next[i] = std::max(_next[i], other._next[i]);
    }
  }

  [[nodiscard]] std::uint64_t violations() const noexcept { return _violations; }

 private:
  enum class rule { strict, slack, none };

  static constexpr rule rule_of(const buffer_info& promised) noexcept {
    switch (promised.order) {
      case order_guarantee::fifo:
      case order_guarantee::per_producer_fifo: return rule::strict;
      case order_guarantee::k_fifo: return rule::slack;
      case order_guarantee::lifo:
      case order_guarantee::none: break;
    }
    return rule::none;
  }

  // Of all items that an item has come later than, only those matter that were the greatest so far:
  // each other one has overtaken no more than the greatest before it.
  struct leaders {
    struct leader {
      std::uint64_t sequence = 0, overtaken = 0;
    };
    std::array<leader, 8> last{};
    unsigned added = 0;

    void add(std::uint64_t sequence) noexcept { last[added++ % last.size()] = {sequence, 0}; }
  };

  void late(unsigned producer, std::uint64_t sequence) noexcept {
    if (_rule == rule::strict) ++_violations;
    if (_rule != rule::slack) return;
    for (auto& leader : _ahead[producer].last) {
      if (leader.sequence > sequence && ++leader.overtaken > _slack) {
        ++_violations;
        return;
      }
    }
  }

  std::vector<std::uint64_t> _next;  // by producer: one after the greatest sequence seen
  rule _rule = rule::none;
  std::uint64_t _slack = 0, _violations = 0;
  std::vector<leaders> _ahead;  // by producer
};

}  // namespace contend::suites
