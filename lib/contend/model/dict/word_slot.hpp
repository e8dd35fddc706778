// A value that is a word, in an entry that is read without a lock.
#pragma once

#include <contend/core/atomic.hpp>

#include <concepts>
#include <optional>
#include <type_traits>

namespace contend::model {

template <class V>
concept word = std::is_trivially_copyable_v<V> && std::default_initializable<V> &&
               sizeof(V) <= sizeof(void*);

/// A value that is a word, or less. All of it is read at once, so a reader needs to check nothing:
/// what it read was there at some time while it looked. Copied as it lies, and it owns nothing.
template <word V>
class word_slot {
 public:
  word_slot() noexcept : _word(V{}) {}
  explicit word_slot(V v) noexcept : _word(v) {}
  // Relaxed: for the one who may change it, as all but try_load().
  word_slot(const word_slot& other) noexcept : _word(other._word.load(memory_order_relaxed)) {}
  word_slot& operator=(const word_slot&) = delete;

  /// Any thread.
  [[nodiscard]] std::optional<V> try_load() const noexcept {
    // (1) acquire, partner (2): what was done before the value was put here.
    return _word.load(memory_order_acquire);
  }
  // Relaxed: see above.
  [[nodiscard]] V load() const noexcept { return _word.load(memory_order_relaxed); }
  void put(const word_slot& other) noexcept {
    // (2) release, partner (1): see there.
    _word.store(other.load(), memory_order_release);
  }
  [[nodiscard]] V exchange(V next) noexcept {
    const V old = load();
    put(word_slot(next));
    return old;
  }
  [[nodiscard]] V take() noexcept { return load(); }

 private:
  atomic<V> _word;
};

}  // namespace contend::model
