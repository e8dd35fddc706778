// An allocator with one bug, for loads that must see it. What it gave out stays mapped until
// purge(), so that a load that goes wrong over it does so without undefined behaviour.
#pragma once

#include <contend/subject/allocator.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <vector>

namespace contend {

enum class planted { nothing, gives_out_twice, scribbles, forgets, runs_out };

/// Every hundredth time. Behind a lock, so that the bug is not a data race, which would be TSan's
/// to find and not the oracle's.
template <planted Bug>
struct planted_memory {
  static constexpr subject_info info{.name = "planted"};

  static void* allocate(std::size_t n) noexcept {
    const std::lock_guard hold(lock);
    const bool now = ++calls % 100 == 0;
    if (now && Bug == planted::runs_out) return nullptr;
    ++live;
    if (now && Bug == planted::gives_out_twice && last != nullptr && last_bytes == n) return last;
    // No large one: an array of buckets is what holds a container together.
    if (now && Bug == planted::scribbles && last != nullptr && last_bytes <= 64) {
      spoil(last, last_bytes);
    }
    return fresh(n);
  }
  static void* reallocate(void* p, std::size_t old, std::size_t n) noexcept {
    const std::lock_guard hold(lock);
    const bool now = ++calls % 100 == 0;
    if (now && Bug == planted::runs_out) return nullptr;
    if (p == last) last = nullptr;
    void* grown = fresh(n);
    if (!(now && Bug == planted::forgets)) std::memcpy(grown, p, std::min(old, n));
    return grown;
  }
  static void deallocate(void* p, std::size_t n) noexcept {
    const std::lock_guard hold(lock);
    --live;
    spoil(p, n);
    if (p == last) last = nullptr;
  }

  static void purge() {
    for (void* p : all) std::free(p);
    all.clear();
    last = nullptr;
    live = 0;
  }

  static inline std::mutex lock;
  static inline std::uint64_t calls = 0;
  static inline std::int64_t live = 0;
  static inline void* last = nullptr;
  static inline std::size_t last_bytes = 0;
  static inline std::vector<void*> all;

 private:
  static void* fresh(std::size_t n) {
    last = std::calloc(1, n);
    last_bytes = n;
    all.push_back(last);
    return last;
  }
  /// The last word: of a node, that is never what holds the container together.
  static void spoil(void* p, std::size_t n) {
    if (n >= 8) std::memset(static_cast<std::byte*>(p) + n - 8, 0xdd, 8);
  }
};

}  // namespace contend
