// A pool where a thread gathers what it frees of others, and posts it to each of them by the list.
#pragma once

#include <contend/model/alloc/message_queue.hpp>
#include <contend/model/alloc/slab_heap.hpp>
#include <contend/subject/allocator.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

namespace contend::model {

struct batched_rules : pool_rules {
  /// How many bytes a thread gathers before it posts them all; snmalloc: a chunk.
  static constexpr std::size_t gathered_bytes = std::size_t{16} * 1024;
  /// How many bytes an owner takes home in one visit; snmalloc: the same, so that one allocation
  /// need not pay for all that others have freed.
  static constexpr std::size_t visit_bytes = std::size_t{1} << 20;
  // Each false is a planted bug.
  static constexpr bool posts_before_leaving = true;
  static constexpr bool takes_with_acquire = true;
};

/// snmalloc's remote cache and message queue (Lietar et al., ISMM 2019), without its rings for
/// blocks of one slab (BatchIt, ISMM 2024). A slot a destination, found by the destination's
/// number; if two destinations of the 256 meet in a slot, the first one's list is posted early
/// (snmalloc posts it along with the other's and has the receiver pass it on).
///
/// What a thread gathers and does not post is lost to everybody until the thread frees more or
/// exits: up to `gathered_bytes` a thread. That is the price of the batch.
template <class Rules = batched_rules>
class batched {
 public:
  using rules = Rules;

  static bool send(batched* mine, slab& s, void* p) noexcept {
    if (mine == nullptr) return false;
    mine->gather(s, p);
    return true;
  }
  static void send_alone(slab& s, void* p) noexcept {
    message_list l;
    l.push(*new (p) message);
    static_cast<batched*>(s.owner)->_queue.put(l);
  }

  template <class Heap>
  void receive(Heap& mine) noexcept {
    take_home(mine, Rules::visit_bytes);
  }
  template <class Heap>
  void receive_all(Heap& mine) noexcept {
    take_home(mine, ~std::size_t{0});
  }
  static void collect(slab&) noexcept {}
  [[nodiscard]] static bool rest(slab&) noexcept { return true; }
  [[nodiscard]] static bool wake(slab&) noexcept { return true; }

  void leave() noexcept {
    if constexpr (Rules::posts_before_leaving) post_all();
  }
  [[nodiscard]] std::size_t waiting() const noexcept {
    std::size_t n = 0;
    _queue.each([&](message&) { ++n; });
    for (const slot& s : _slots) n += s.length;
    return n;
  }
  [[nodiscard]] static std::size_t waiting_at(slab&) noexcept { return 0; }

 private:
  struct slot {
    batched* to = nullptr;
    message_list list;
    std::uint32_t length = 0;
    slot* next_used = nullptr;
  };

  void gather(slab& s, void* p) noexcept {
    auto* const to = static_cast<batched*>(s.owner);
    slot& place = _slots[s.owner_number % slots];
    if (place.to != to) {
      if (place.to == nullptr) {
        place.next_used = _used;
        _used = &place;
      } else {
        place.to->_queue.put(place.list);
        place.list = {};
        place.length = 0;
      }
      place.to = to;
    }
    place.list.push(*new (p) message);
    ++place.length;
    _gathered += s.block_bytes;
    if (_gathered >= Rules::gathered_bytes) [[unlikely]]
      post_all();
  }

  [[gnu::noinline]] void post_all() noexcept {
    for (slot* s = _used; s != nullptr;) {
      s->to->_queue.put(s->list);
      slot* const next = s->next_used;
      *s = {};
      s = next;
    }
    _used = nullptr;
    _gathered = 0;
  }

  template <class Heap>
  void take_home(Heap& mine, std::size_t most) noexcept {
    for (std::size_t bytes = 0; bytes < most;) {
      message* const m = _queue.get();
      if (m == nullptr) return;
      slab& s = slab::of(m);
      bytes += s.block_bytes;
      mine.put(s, m);
    }
  }

  static constexpr std::size_t slots = 256;

  message_queue<Rules> _queue;
  std::array<slot, slots> _slots{};
  slot* _used = nullptr;
  std::size_t _gathered = 0;
};

template <class Rules = batched_rules>
using basic_pool_batched = basic_pool<slab_heap<batched<Rules>>>;

/// A foreign free is a push on a private list; once in 16 KiB of them, one exchange for each owner
/// that is concerned. An owner takes its queue home when a slab of its own is empty. Freeing a
/// foreign block makes a heap for the thread, which has to gather somewhere. Thread-safe.
struct pool_batched : basic_pool_batched<> {
  static constexpr subject_info info{
      .name = "pool_batched",
      .title = "our size-class pool, foreign frees posted to the owner by the batch",
      .source = "snmalloc src/snmalloc/mem/remotecache.h; Lietar et al., ISMM 2019",
      .progress = progress::blocking,
  };
};

static_assert(allocator<pool_batched>);

}  // namespace contend::model
