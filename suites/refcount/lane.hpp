// A bounded one-to-one passage for batches: the transport under hand-over loads, made so that it
// costs little beside what is handed over.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <array>
#include <cstddef>

namespace contend::suites {

/// `depth` slots of up to `most` items, each with its own full flag (FastForward, Giacomoni et
/// al., PPoPP 2008): the two sides share no index, and meet only when the lane is empty or full.
/// One sending and one receiving thread, which may be the same.
template <class Item, std::size_t Most = 64, std::size_t Depth = 16>
class lane {
 public:
  static constexpr std::size_t depth = Depth, most = Most;
  using batch = std::array<Item, most>;

  /// Sender: room for the next batch, to be filled and then sent; null if the lane is full.
  [[nodiscard]] batch* room() noexcept {
    slot& s = _slots[_sent % depth];
    // (1) acquire, partner (4): the receiver is done with the slot.
    return s.full.load(memory_order_acquire) ? nullptr : &s.items;
  }
  /// Sender: the receiver is done with everything that was sent.
  [[nodiscard]] bool drained() const noexcept {
    // (5) acquire, partner (4): as (1). The receiver takes them in order.
    return _sent == 0 || !_slots[(_sent - 1) % depth].full.load(memory_order_acquire);
  }
  /// Sender: hands over what room() gave.
  void send() noexcept {
    // (2) release, partner (3): the items are in place.
    _slots[_sent++ % depth].full.store(true, memory_order_release);
  }

  /// Receiver: the next batch, to be emptied and then released; null if there is none.
  [[nodiscard]] batch* next() noexcept {
    slot& s = _slots[_received % depth];
    // (3) acquire, partner (2): the items are in place.
    return s.full.load(memory_order_acquire) ? &s.items : nullptr;
  }
  /// Receiver: gives back what next() gave.
  void release() noexcept {
    // (4) release, partners (1), (5): this side is done with the slot.
    _slots[_received++ % depth].full.store(false, memory_order_release);
  }

 private:
  struct slot {
    alignas(no_share) atomic<bool> full{false};
    alignas(no_share) batch items{};
  };

  alignas(no_share) std::size_t _sent = 0;
  alignas(no_share) std::size_t _received = 0;
  std::array<slot, depth> _slots;
};

}  // namespace contend::suites
