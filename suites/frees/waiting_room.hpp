// The blocks that wait between their allocation and their free.
#pragma once

#include "batch_link.hpp"
#include "own_memory.hpp"
#include "recipe.hpp"

#include <contend/core/rng.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace contend::suites {

/// At most `room` of them, kept in `own`, which outlives this. Not thread-safe.
class waiting_room {
 public:
  waiting_room(std::size_t room, free_order order, own_memory& own)
      : _room(room), _order(order), _blocks(&own) {
    _blocks.reserve(room);
  }

  [[nodiscard]] bool full() const noexcept { return _blocks.size() == _room; }
  [[nodiscard]] bool empty() const noexcept { return _blocks.empty(); }
  void add(block b) { _blocks.push_back(b); }

  /// Takes the block in, and says which one goes in its place; of an empty room, the same.
  [[nodiscard]] block exchange(block b, rng& random) noexcept {
    if (_room == 0 || _order == free_order::lifo) return b;
    std::size_t at = _oldest;
    if (_order == free_order::shuffled) {
      at = random.below(_room);
    } else if (++_oldest == _room) {
      _oldest = 0;
    }
    return std::exchange(_blocks[at], b);
  }

  /// Out with one, as long as there is one.
  [[nodiscard]] block take() noexcept {
    const block b = _blocks.back();
    _blocks.pop_back();
    _oldest = 0;
    return b;
  }

 private:
  std::size_t _room;
  free_order _order;
  std::pmr::vector<block> _blocks;
  std::size_t _oldest = 0;
};

}  // namespace contend::suites
