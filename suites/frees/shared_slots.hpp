// Slots that all threads share, each with room for one block.
#pragma once

#include <contend/core/atomic.hpp>

#include <cstddef>
#include <vector>

namespace contend::suites {

/// Thread-safe. Side by side, as in the loads that it serves: neighbours share a line.
class shared_slots {
 public:
  explicit shared_slots(std::size_t n) : _slots(n) {}

  [[nodiscard]] std::size_t size() const noexcept { return _slots.size(); }

  /// Puts the block there and says what lay there before, or null.
  [[nodiscard]] std::byte* swap(std::size_t slot, std::byte* block) noexcept {
    // (1) acq_rel, partner (1): the block's contents, ours to the next and the last one's to us.
    return _slots[slot].exchange(block, memory_order_acq_rel);
  }

  /// Takes what lies in every `of`-th slot from `first` on.
  template <class Take>
  void drain(std::size_t first, std::size_t of, Take&& take) {
    for (std::size_t i = first; i < _slots.size(); i += of) {
      if (std::byte* block = swap(i, nullptr)) take(block);
    }
  }

 private:
  std::vector<atomic<std::byte*>> _slots;
};

}  // namespace contend::suites
