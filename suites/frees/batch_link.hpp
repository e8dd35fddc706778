// A bounded way for batches of blocks from one thread to another. It is the load's own, not a
// subject: it must cost little and never allocate while the clock runs.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace contend::suites {

/// A block on its way.
struct block {
  std::byte* at;
  std::uint32_t bytes;
  std::uint32_t tag = 0;  ///< its sender's, to know it again
};

/// A ring of `depth` slots (Lamport 1977), each a batch that is filled and emptied in place. One
/// producer thread and one consumer thread, which may be the same one. Each end remembers
/// how far it last saw the other, so that the ends' lines travel only when a ring looks full or
/// empty.
class batch_link {
 public:
  batch_link(std::size_t depth, std::size_t batch)
      : _depth(depth),
        _batch(batch),
        _stride((batch + lines::blocks - 1) / lines::blocks),
        _slots(depth * _stride) {}

  /// Producer: where to put the next batch; empty if the link is full.
  [[nodiscard]] std::span<block> room() noexcept {
    // Relaxed: the producer's own index.
    const std::uint64_t head = _head.load(memory_order_relaxed);
    if (head - _seen_tail == _depth) {
      // (1) acquire, partner (4): the consumer has read the slot before it is filled again.
      _seen_tail = _tail.load(memory_order_acquire);
      if (head - _seen_tail == _depth) return {};
    }
    return {_slots[_fill].content, _batch};
  }
  /// Producer: hands over what was put in room().
  void send() noexcept {
    // (2) release, partner (3): the batch and its blocks' contents. Relaxed load: its own index.
    _head.store(_head.load(memory_order_relaxed) + 1, memory_order_release);
    _fill = after(_fill);
  }

  /// Consumer: true if no room is left.
  [[nodiscard]] bool full() noexcept { return arrived(_depth); }

  /// Consumer: the oldest batch; empty if there is none.
  [[nodiscard]] std::span<const block> front() noexcept {
    if (!arrived(1)) return {};
    return {_slots[_drain].content, _batch};
  }
  /// Consumer: done with front().
  void pop() noexcept {
    // (4) release, partner (1): the reads of the slot. Relaxed load: the consumer's own index.
    _tail.store(_tail.load(memory_order_relaxed) + 1, memory_order_release);
    _drain = after(_drain);
  }

 private:
  /// As many blocks as keep their distance from the next slot's.
  struct alignas(no_share) lines {
    static constexpr std::size_t blocks = no_share / sizeof(block);
    block content[blocks];
  };
  static_assert(sizeof(lines) == no_share, "blocks lie side by side over several lines");

  bool arrived(std::uint64_t batches) noexcept {
    // Relaxed: the consumer's own index.
    const std::uint64_t tail = _tail.load(memory_order_relaxed);
    if (_seen_head - tail >= batches) return true;
    // (3) acquire, partner (2): the batch and its blocks' contents.
    _seen_head = _head.load(memory_order_acquire);
    return _seen_head - tail >= batches;
  }
  // Not the index modulo the depth: a division costs as much as a small allocation.
  [[nodiscard]] std::size_t after(std::size_t slot) const noexcept {
    return slot + _stride == _slots.size() ? 0 : slot + _stride;
  }

  std::size_t _depth, _batch, _stride;
  std::vector<lines> _slots;
  alignas(no_share) atomic<std::uint64_t> _head{0};  // the producer's
  std::uint64_t _seen_tail = 0;
  std::size_t _fill = 0;
  alignas(no_share) atomic<std::uint64_t> _tail{0};  // the consumer's
  std::uint64_t _seen_head = 0;
  std::size_t _drain = 0;
};

}  // namespace contend::suites
