// A pool where a block belongs to whoever freed it last, until that is too much.
#pragma once

#include <contend/model/alloc/basic_pool.hpp>
#include <contend/model/alloc/transfer_list.hpp>
#include <contend/subject/allocator.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace contend::model {

struct transfer_rules : pool_rules {
  // False is a planted bug.
  static constexpr bool locks = true;
};

/// gperftools' ThreadCache, and tcmalloc's cache a CPU if each thread had one: a list a size class,
/// whoever allocated the blocks. A list never has more than two batches: theirs starts lower, grows
/// with use, and shrinks for other threads' sake.
template <class Rules = transfer_rules>
class alignas(no_share) cache_heap : public enlisted<cache_heap<Rules>> {
 public:
  using rules = Rules;

  cache_heap() noexcept {
    for (unsigned c = 0; c < size_classes::count; ++c) _bins[c].most = 2 * transfer_batches[c];
  }

  [[nodiscard]] void* allocate(unsigned c) noexcept {
    bin& b = _bins[c];
    if (b.blocks.first != nullptr) [[likely]]
      return b.blocks.pop();
    return refill(c);
  }
  static bool free(cache_heap* mine, void* p, std::size_t n) noexcept {
    if (mine == nullptr) [[unlikely]]
      return false;
    const unsigned c = size_classes::of(n);
    bin& b = mine->_bins[c];
    b.blocks.push(p);
    if (b.blocks.length > b.most) [[unlikely]]
      mine->spill(c, transfer_batches[c]);
    return true;
  }
  static void free_without(void* p) noexcept {
    const unsigned c = slab::of(p).size_class;
    block_chain one;
    one.push(p);
    _lists[c].give(one, c, _source);
  }

  void tidy() noexcept {}  // an idle heap has nothing
  void leave() noexcept {
    for (unsigned c = 0; c < size_classes::count; ++c) {
      while (_bins[c].blocks.length > transfer_batches[c]) spill(c, transfer_batches[c]);
      if (_bins[c].blocks.length != 0) spill(c, _bins[c].blocks.length);
    }
  }

  [[nodiscard]] static slab_source& source() noexcept { return _source; }
  [[nodiscard]] std::size_t waiting() const noexcept {
    std::size_t n = 0;
    for (const bin& b : _bins) n += b.blocks.length;
    return n;
  }
  [[nodiscard]] static std::size_t waiting_elsewhere() noexcept {
    std::size_t n = 0;
    for (unsigned c = 0; c < size_classes::count; ++c) n += _lists[c].waiting(c);
    return n;
  }

 private:
  struct bin {
    block_chain blocks;
    std::uint32_t most = 0;
  };

  [[gnu::noinline]] void* refill(unsigned c) noexcept {
    block_chain& to = _bins[c].blocks;
    to = _lists[c].take(c, _source);
    return to.first == nullptr ? nullptr : to.pop();
  }

  /// The `n` blocks that were freed last go: they are what the walk has in its cache.
  [[gnu::noinline]] void spill(unsigned c, std::uint32_t n) noexcept {
    block_chain& from = _bins[c].blocks;
    block_chain out{from.first, n};
    free_block* last = from.first;
    for (std::uint32_t i = 1; i < n; ++i) last = last->next;
    from.first = std::exchange(last->next, nullptr);
    from.length -= n;
    _lists[c].give(out, c, _source);
  }

  static inline constinit std::array<transfer_list<Rules>, size_classes::count> _lists;
  static inline constinit slab_source _source{Rules::most_chunks};

  std::array<bin, size_classes::count> _bins;
};

template <class Rules = transfer_rules>
using basic_pool_transfer_cache = basic_pool<cache_heap<Rules>>;

/// A foreign free is like any other: a push on the freeing thread's own list. A list of more than
/// two batches moves one to the size class under its mutex, and an empty list fetches one: a
/// one-way flow takes a lock a batch on either side. Freeing makes a heap for the thread.
/// Thread-safe.
struct pool_transfer_cache : basic_pool_transfer_cache<> {
  static constexpr subject_info info{
      .name = "pool_transfer_cache",
      .title = "our size-class pool, foreign frees kept, batches moved under a mutex",
      .source = "tcmalloc docs/design.md, transfer_cache.h; gperftools thread_cache.h",
      .progress = progress::blocking,
  };
};

static_assert(allocator<pool_transfer_cache>);

}  // namespace contend::model
