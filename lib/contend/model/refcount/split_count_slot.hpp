// The two words of a split count: the object's and the slot's.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/model/refcount/handle.hpp>

#include <cstdint>
#include <utility>

namespace contend::model {

/// The object's word: references outside slots, plus what slots have paid for and not yet given
/// out. A new one has one reference.
class split_count_word {
 public:
  void add(std::uint64_t references) noexcept {
    // Relaxed: the caller has a reference, and publishes the new ones itself if others may use
    // them: split_count_slot.hpp's exchanges of the slot's word release.
    _references.fetch_add(references, memory_order_relaxed);
  }
  /// True if these were the last: then the caller destroys the object.
  [[nodiscard]] bool subtract(std::uint64_t references) noexcept {
    // (6) acq_rel, partner (6): release, so that my uses come before the destruction by whoever
    // takes the count to zero; acquire, so that they all come before mine if that is me.
    return _references.fetch_sub(references, memory_order_acq_rel) == references;
  }

 private:
  atomic<std::uint64_t> _references{1};
};

/// See slotted. The word: 16 bits of loads since the last settlement, above 48 bits of address. At
/// all times and for each object: its word = references outside slots + for each slot that holds
/// it, charge - loads. It does not matter through which of its stays in a slot a load is settled.
template <class Node>
class split_count_slot {
 public:
  using ref = handle<Node>;

  /// Takes the reference over.
  explicit split_count_slot(ref initial) noexcept : _word(pay(std::move(initial))) {}
  /// Nobody else uses the slot any more.
  ~split_count_slot() {
    // Relaxed: whatever made sure that nobody else uses the slot ordered their operations.
    settle(_word.load(memory_order_relaxed), 0);
  }
  split_count_slot(const split_count_slot&) = delete;
  split_count_slot& operator=(const split_count_slot&) = delete;

  [[nodiscard]] static bool packable(const Node* n) noexcept {
    return (reinterpret_cast<word>(n) & ~address) == 0;
  }

  /// A reference: counted here, by one exchange of the slot's word.
  [[nodiscard]] ref load() noexcept {
    // (1) acquire, partners (3), (5): of a null, too, one may conclude that its store is over.
    word seen = _word.load(memory_order_acquire);
    spin_wait wait;
    while (node_of(seen) != nullptr) {
      if (loads_of(seen) == charge - 1) {
        // The slot must keep a reference for itself. So many others are between (2) and their
        // settlement, which none of them can be kept from.
        wait.once();
        // (4) acquire, partners (3), (5): as (1).
        seen = _word.load(memory_order_acquire);
        continue;
      }
      // (2) acquire, partners (3), (5): the object's contents, and that the charge was paid, are
      // seen before anything is done with the reference. Acquire on failure: as (1).
      if (_word.compare_exchange_weak(seen, seen + one_load, memory_order_acquire,
                                      memory_order_acquire)) {
        if (loads_of(seen) >= charge / 2) settle_half(node_of(seen));
        return ref::adopt(node_of(seen));
      }
    }
    return {};
  }
  [[nodiscard]] ref share() noexcept { return load(); }

  [[nodiscard]] ref exchange(ref next) noexcept {
    const word old = swap(std::move(next));
    settle(old, 1);
    return ref::adopt(node_of(old));
  }
  void store(ref next) noexcept { settle(swap(std::move(next)), 0); }

 private:
  using word = std::uint64_t;
  static_assert(sizeof(void*) == sizeof(word), "an address and a count share a 64-bit word");

  static constexpr int address_bits = 48;
  static constexpr word address = (word{1} << address_bits) - 1;
  static constexpr word one_load = word{1} << address_bits;
  /// References that a slot pays for in advance; folly's EXTERNAL_OFFSET.
  static constexpr word charge = 0x2000;

  static Node* node_of(word w) noexcept { return reinterpret_cast<Node*>(w & address); }
  static word loads_of(word w) noexcept { return w >> address_bits; }

  /// Turns the caller's reference into the charge.
  static word pay(ref r) noexcept {
    Node* const n = r.release();
    if (n != nullptr) n->add(charge - 1);
    return reinterpret_cast<word>(n);
  }

  word swap(ref next) noexcept {
    // (3) acq_rel, partners (1), (2), (3), (4), (5): release, so that who loads the object sees
    // its contents and the charge paid; acquire, so that the charge and the batches that others
    // paid for the old object are in its word before the rest is taken out of it.
    return _word.exchange(pay(std::move(next)), memory_order_acq_rel);
  }

  /// The slot has let go of what `old` holds: gives back what was not given out, `keep` aside.
  static void settle(word old, word keep) noexcept {
    if (Node* const n = node_of(old)) Node::drop(n, charge - loads_of(old) - keep);
  }

  /// Pays for half of the charge in the object's word, so that as many more loads find one. The
  /// caller has a reference.
  void settle_half(Node* n) noexcept {
    n->add(charge / 2);
    // Relaxed: only what (5) expects.
    word seen = _word.load(memory_order_relaxed);
    while (node_of(seen) == n && loads_of(seen) > charge / 2) {
      // (5) release, partners (1), (2), (3), (4): the payment comes before whatever is done by
      // those who see it in the slot. Relaxed on failure: the value is only tried again.
      if (_word.compare_exchange_weak(seen, seen - charge / 2 * one_load, memory_order_release,
                                      memory_order_relaxed)) {
        return;
      }
    }
    // Somebody else has settled: the slot was emptied, or a batch moved. No more than what was
    // just added, and the caller's own is left.
    Node::drop(n, charge / 2);
  }

  atomic<word> _word;
};

}  // namespace contend::model
