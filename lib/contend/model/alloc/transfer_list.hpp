// A size class' blocks that are in no thread's cache.
#pragma once

#include <contend/model/alloc/slab.hpp>
#include <contend/model/alloc/slab_source.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace contend::model {

/// How many blocks move at once: tcmalloc's num_objects_to_move, 64 KiB of them, but 2 to 32.
inline constexpr auto transfer_batches = [] {
  std::array<std::uint32_t, size_classes::count> table{};
  for (unsigned c = 0; c < size_classes::count; ++c) {
    table[c] = static_cast<std::uint32_t>(
        std::clamp<std::size_t>(slab_bytes / size_classes::bytes(c), 2, 32));
  }
  return table;
}();

/// Free blocks, linked.
struct block_chain {
  free_block* first = nullptr;
  std::uint32_t length = 0;

  void push(void* p) noexcept {
    first = new (p) free_block{first};
    ++length;
  }
  free_block* pop() noexcept {
    free_block* const b = first;
    first = b->next;
    --length;
    return b;
  }
};

/// tcmalloc's transfer cache, whole batches that pass through untouched, and its central free list,
/// slabs to which the blocks go back one by one when there are too many batches; under one mutex
/// instead of two. A slab of which nothing is out returns to the source. Thread-safe.
template <class Rules>
class alignas(no_share) transfer_list {
 public:
  /// tcmalloc starts with 16 and lets a class grow to 64.
  static constexpr std::uint32_t most_batches = 16;

  /// At least one block, at most a batch; none when memory is out.
  [[nodiscard]] block_chain take(unsigned c, slab_source& source) noexcept {
    const hold lock(*this);
    if (_batch_count != 0) return {_batches[--_batch_count], transfer_batches[c]};
    block_chain out;
    while (out.length < transfer_batches[c]) {
      slab* s = _with_room.front();
      if (s == nullptr) {
        if (out.length != 0) break;
        s = source.take();
        if (s == nullptr) break;
        s->open(this, 0, c);
        _with_room.push_front(*s);
      }
      if (s->free == nullptr) s->carve();
      if (s->free == nullptr) {
        _with_room.remove(*s);
        s->resting = true;
        continue;
      }
      out.push(s->pop());
    }
    return out;
  }

  void give(block_chain in, unsigned c, slab_source& source) noexcept {
    const hold lock(*this);
    if (in.length == transfer_batches[c] && _batch_count < most_batches) {
      _batches[_batch_count++] = in.first;
      return;
    }
    while (in.length != 0) {
      free_block* const b = in.pop();
      slab& s = slab::of(b);
      s.push(b);
      if (s.resting) {
        s.resting = false;
        _with_room.push_front(s);
      }
      if (s.used == 0) {
        _with_room.remove(s);
        source.give(s);
      }
    }
  }

  /// The blocks in whole batches. While nothing else runs.
  [[nodiscard]] std::size_t waiting(unsigned c) const noexcept {
    return std::size_t{_batch_count} * transfer_batches[c];
  }

 private:
  struct hold {
    explicit hold(transfer_list& of) noexcept : list(of) {
      if constexpr (Rules::locks) list._mutex.lock();
    }
    ~hold() {
      if constexpr (Rules::locks) list._mutex.unlock();
    }
    hold(const hold&) = delete;
    hold& operator=(const hold&) = delete;
    transfer_list& list;
  };

  std::mutex _mutex;
  std::array<free_block*, most_batches> _batches{};
  std::uint32_t _batch_count = 0;
  slab_list _with_room;
};

}  // namespace contend::model
