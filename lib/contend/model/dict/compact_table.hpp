// The table of CPython's dict: a sparse index of small numbers, and entries in order of insertion.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/dict/probe.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

namespace contend::model {

/// PyDictKeysObject with entries of the general kind (hash, key, value), in one block of memory.
/// One thread changes it at a time; any may look up meanwhile. An entry is never used a second
/// time, so its key is written once. An erased one keeps its key until the table dies: CPython
/// drops the key at once, and so must count it before it compares.
///
/// A `Slot` holds a value and owns nothing by itself (value_slot.hpp): the table's end drops no
/// value.
template <class K, class Slot, class Rules>
class compact_table {
 public:
  /// Where an entry is; negative if there is none.
  using number = std::ptrdiff_t;
  static constexpr number empty = -1, dummy = -2;
  /// No key's: marks an entry as erased. CPython keeps -1 back as well, as a sign of failure.
  static constexpr std::size_t erased = ~std::size_t{0};

  struct entry {
    template <class... Value>
    entry(std::size_t h, const K& k, Value&&... v)
        : hash(h), key(k), value(std::forward<Value>(v)...) {}
    atomic<std::size_t> hash;
    K key;
    Slot value;
  };

  /// A table of 2^log2 places. Throws std::bad_alloc.
  [[nodiscard]] static compact_table* make(unsigned log2) {
    return new (tail{index_bytes(log2) + usable_of(log2) * sizeof(entry)}) compact_table(log2);
  }
  ~compact_table() { std::destroy_n(entries(), _entries); }
  static void operator delete(void* memory) noexcept { ::operator delete(memory); }

  /// The smallest table of at least so many places, and no fewer than 8 (calculate_log2_keysize).
  [[nodiscard]] static unsigned log2_of_places(std::size_t places) noexcept {
    return static_cast<unsigned>(std::bit_width(std::max<std::size_t>(places, 8) - 1));
  }
  /// One that holds so many elements (estimate_log2_keysize).
  [[nodiscard]] static unsigned log2_for(std::size_t elements) noexcept {
    return log2_of_places((elements * 3 + 1) / 2);
  }

  /// The entry of a key. Any thread, at any time.
  [[nodiscard]] number find(const K& key, std::size_t hash) const {
    return with_index([&](const auto* index) -> number {
      for (probe at(hash, mask());; at.next()) {
        // (1) acquire, partners (2), (3): the entry is complete, but for a later value.
        const number n = index[at.place()].load(memory_order_acquire);
        if (n == empty) return empty;
        if (n == dummy) continue;
        const entry& e = entries()[n];
        // Relaxed: the key's hash, as (1) has it, or that the entry was erased since then.
        if (e.hash.load(memory_order_relaxed) == hash && e.key == key) return n;
      }
    });
  }
  [[nodiscard]] entry& at(number n) noexcept { return entries()[n]; }

  // The rest is for the one who may change it.

  [[nodiscard]] bool full() const noexcept { return _entries == usable_of(_log2); }
  [[nodiscard]] std::size_t places() const noexcept { return mask() + 1; }
  /// All of it.
  [[nodiscard]] std::size_t bytes() const noexcept {
    return sizeof(*this) + index_bytes(_log2) + usable_of(_log2) * sizeof(entry);
  }

  /// Takes the next entry for a key that is not there. The table is not full.
  void append(std::size_t hash, const K& key, Slot value) {
    entry* const next = entries() + _entries;
    if constexpr (Rules::publishes_last) {
      new (next) entry(hash, key, value);
      Rules::before_publishing();
      publish(hash);
    } else {
      new (next) entry(hash, key);
      publish(hash);
      Rules::before_publishing();
      next->value.put(value);
    }
    ++_entries;
  }
  /// Leaves a dummy in the place of an entry. Its slot is the caller's affair.
  void erase(number n) noexcept {
    entry& e = entries()[n];
    with_index([&](auto* index) {
      // Relaxed, both: this thread alone writes the index.
      probe at(e.hash.load(memory_order_relaxed), mask());
      while (index[at.place()].load(memory_order_relaxed) != n) at.next();
      // (3) release, partner (1): nothing depends on it; a lookup acquires all numbers alike.
      index[at.place()].store(Rules::leaves_dummies ? dummy : empty, memory_order_release);
    });
    // Relaxed: whoever has found the entry already reads a value, or that there is none.
    e.hash.store(erased, memory_order_relaxed);
  }
  /// visit(hash, key, slot) for each entry that is not erased, in order of insertion.
  template <class Visit>
  void for_each(Visit visit) {
    for (entry* e = entries(); e != entries() + _entries; ++e) {
      // Relaxed: this thread alone writes it.
      const std::size_t hash = e->hash.load(memory_order_relaxed);
      if (hash != erased) visit(hash, std::as_const(e->key), e->value);
    }
  }

 private:
  explicit compact_table(unsigned log2)
      : _log2(log2), _log2_of_index_bytes(log2_of_index_bytes(log2)) {
    with_index([&](auto* index) {
      using cell = std::remove_pointer_t<decltype(index)>;
      for (std::size_t i = 0; i < places(); ++i) new (index + i) cell(empty);
    });
  }
  /// What follows the table itself in its block.
  struct tail {
    std::size_t bytes;
  };
  static void* operator new(std::size_t head, tail t) { return ::operator new(head + t.bytes); }
  static void operator delete(void* memory, tail) noexcept { ::operator delete(memory); }

  /// USABLE_FRACTION: so many entries, also erased ones, until it is full.
  static constexpr std::size_t usable_of(unsigned log2) noexcept {
    return (std::size_t{1} << log2) * 2 / 3;
  }
  /// Numbers are as small as the table allows.
  static constexpr unsigned log2_of_index_bytes(unsigned log2) noexcept {
    return log2 + (log2 < 8 ? 0 : log2 < 16 ? 1 : log2 < 32 ? 2 : 3);
  }
  static constexpr std::size_t index_bytes(unsigned log2) noexcept {
    return std::size_t{1} << log2_of_index_bytes(log2);
  }
  [[nodiscard]] std::size_t mask() const noexcept { return (std::size_t{1} << _log2) - 1; }

  // Inlined, or what `use` refers to would go through memory on its way to each lookup.
  template <class Use>
  [[gnu::always_inline]] decltype(auto) with_index(Use use) const {
    auto* const memory =
        const_cast<std::byte*>(reinterpret_cast<const std::byte*>(this)) + sizeof(*this);
    if (_log2 < 8) return use(reinterpret_cast<atomic<std::int8_t>*>(memory));
    if (_log2 < 16) return use(reinterpret_cast<atomic<std::int16_t>*>(memory));
    if (_log2 < 32) return use(reinterpret_cast<atomic<std::int32_t>*>(memory));
    return use(reinterpret_cast<atomic<std::int64_t>*>(memory));
  }
  [[nodiscard]] entry* entries() const noexcept {
    static_assert(alignof(entry) <= 8, "entries follow the index, which is a multiple of 8 bytes");
    auto* const memory = const_cast<std::byte*>(reinterpret_cast<const std::byte*>(this));
    return reinterpret_cast<entry*>(memory + sizeof(*this) +
                                    (std::size_t{1} << _log2_of_index_bytes));
  }

  /// Puts the number of the next entry into the first free place: empty, or a dummy.
  void publish(std::size_t hash) noexcept {
    with_index([&](auto* index) {
      probe at(hash, mask());
      // Relaxed: this thread alone writes the index.
      while (index[at.place()].load(memory_order_relaxed) >= 0) at.next();
      using value = decltype(index[0].load(memory_order_relaxed));
      // (2) release, partner (1): the entry is complete.
      index[at.place()].store(static_cast<value>(_entries), memory_order_release);
    });
  }

  const unsigned _log2, _log2_of_index_bytes;
  std::size_t _entries = 0;  // so many are built
};

}  // namespace contend::model
