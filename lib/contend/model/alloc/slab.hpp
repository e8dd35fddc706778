// 64 KiB of blocks of one size, and what is known of them.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/model/alloc/size_classes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <utility>

namespace contend::model {

inline constexpr std::size_t slab_bytes = std::size_t{64} * 1024;
/// Slabs come by the chunk, aligned to its size. The first slab's place holds the headers of all,
/// so that they do not all fall into the same cache sets, as headers 64 KiB apart would.
inline constexpr std::size_t chunk_bytes = std::size_t{4} << 20;
inline constexpr std::size_t slabs_a_chunk = chunk_bytes / slab_bytes;

/// What a free block holds.
struct free_block {
  free_block* next;
};

/// A slab's header. Not thread-safe: a slab has one owner, a thread's heap or whoever holds a lock;
/// others read the first part and use the second.
struct slab {
  /// No `used` is this.
  static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

  // Written while none of its blocks is out, so whoever has a block may read it.
  void* owner = nullptr;
  unsigned owner_number = 0;
  std::byte* blocks = nullptr;
  std::uint32_t block_bytes = 0;
  std::uint32_t capacity = 0;
  unsigned size_class = 0;

  // For those who free without being the owner; see remote_cas_list.hpp.
  alignas(no_share) atomic<std::uintptr_t> foreign{0};
  slab* next_woken = nullptr;

  // The owner's.
  alignas(no_share) free_block* free = nullptr;
  std::uint32_t used = 0;       ///< blocks that are out, as far as the owner knows
  std::uint32_t watch = never;  ///< the `used` at which a free is more than a push
  std::uint32_t carved = 0;     ///< blocks that ever were out or in the list
  bool resting = false;         ///< full, and in no list of the owner's
  slab* previous = nullptr;
  slab* next = nullptr;

  [[nodiscard]] static slab& of(void* block) noexcept {
    const auto address = reinterpret_cast<std::uintptr_t>(block);
    const std::uintptr_t chunk = address & ~(chunk_bytes - 1);
    return reinterpret_cast<slab*>(chunk)[address / slab_bytes % slabs_a_chunk];
  }

  /// A new life for a slab without blocks.
  void open(void* by, unsigned by_number, unsigned c) noexcept {
    owner = by;
    owner_number = by_number;
    size_class = c;
    block_bytes = static_cast<std::uint32_t>(size_classes::bytes(c));
    capacity = static_cast<std::uint32_t>(slab_bytes / block_bytes);
    free = nullptr;
    used = carved = 0;
    watch = never;
    resting = false;
    previous = next = nullptr;
  }

  /// A page of blocks more, if there are any: memory is touched as late as it can be.
  void carve() noexcept {
    constexpr std::uint32_t page = 4096;
    const std::uint32_t until =
        std::min(capacity, carved + std::max<std::uint32_t>(page / block_bytes, 1));
    for (std::uint32_t i = until; i-- != carved;) {
      free = new (blocks + std::size_t{i} * block_bytes) free_block{free};
    }
    carved = until;
  }

  /// `free` may not be empty.
  [[nodiscard]] void* pop() noexcept {
    free_block* const b = free;
    free = b->next;
    ++used;
    return b;
  }
  void push(void* block) noexcept {
    free = new (block) free_block{free};
    --used;
  }
};

static_assert(sizeof(slab) * slabs_a_chunk <= slab_bytes, "the headers fit where they are put");

/// Slabs on their `previous` and `next`.
class slab_list {
 public:
  [[nodiscard]] slab* front() const noexcept { return _first; }
  [[nodiscard]] slab* back() const noexcept { return _last; }

  void push_back(slab& s) noexcept {
    s.previous = _last;
    s.next = nullptr;
    (_last == nullptr ? _first : _last->next) = &s;
    _last = &s;
  }
  void push_front(slab& s) noexcept {
    s.previous = nullptr;
    s.next = _first;
    (_first == nullptr ? _last : _first->previous) = &s;
    _first = &s;
  }
  void remove(slab& s) noexcept {
    (s.previous == nullptr ? _first : s.previous->next) = s.next;
    (s.next == nullptr ? _last : s.next->previous) = s.previous;
    s.previous = s.next = nullptr;
  }
  slab* pop_front() noexcept {
    slab* const s = _first;
    if (s != nullptr) remove(*s);
    return s;
  }

 private:
  slab* _first = nullptr;
  slab* _last = nullptr;
};

}  // namespace contend::model
