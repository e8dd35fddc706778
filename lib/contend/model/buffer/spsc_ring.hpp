// A ring for one producer and one consumer, each of which remembers how far the other was.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/subject/buffer.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>

namespace contend::model {

/// What the ring does right; a planted bug turns one of it off.
struct spsc_rules {
  /// A push writes its item before it says that it is there. Off: a payload written after push.
  static constexpr bool writes_before_publishing = true;
  /// A pop reads its item before it gives the place back. Off: a slot reused one early.
  static constexpr bool reads_before_freeing = true;
  /// Where a bug is planted, between the two halves that are the wrong way round.
  static void linger() noexcept {}
};

/// Bounded: exactly the capacity, at least 1. FIFO, wait-free. One thread may push at a time, and
/// one may pop. A side looks at the other's index only when, by what it last saw, there is no room
/// or no item: the line with that index then travels once for many items, where Lamport's ring, and
/// Boost's, fetch it at each call.
template <class T, class Rules = spsc_rules>
class spsc_ring {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "spsc_ring",
      .title = "ring for one pair, each side with a copy of the other's index",
      .source = "Lee, Bu, Chandranmenon, MCRingBuffer, IPDPS 2010; Lamport, 1977",
      .progress = progress::wait_free,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = true, .max_producers = 1, .max_consumers = 1};

  explicit spsc_ring(const buffer_size& size)
      : _capacity(std::max<std::size_t>(size.capacity, 1)),
        _mask(std::bit_ceil(_capacity) - 1),
        _cells(std::make_unique<T[]>(_mask + 1)) {}

  class handle {
   public:
    explicit handle(spsc_ring& buffer) : _buffer(buffer) {}
    bool try_push(const T& v) { return _buffer.push(&v, 1) == 1; }
    bool try_pop(T& v) { return _buffer.pop(&v, 1) == 1; }
    std::size_t try_push(const T* first, std::size_t n) { return _buffer.push(first, n); }
    std::size_t try_pop(T* first, std::size_t n) { return _buffer.pop(first, n); }

   private:
    spsc_ring& _buffer;
  };

 private:
  // Of one side: how far it is, for the other to see, and how far the other was when it last
  // looked.
  struct alignas(no_share) side {
    atomic<std::size_t> done{0};
    std::size_t seen = 0;
  };

  std::size_t push(const T* first, std::size_t n) noexcept {
    // Relaxed: the producer alone writes it.
    const std::size_t at = _producer.done.load(memory_order_relaxed);
    std::size_t room = _capacity - (at - _producer.seen);
    if (room < n) {
      // (1) acquire, partner (4): the pops that made room have read what was there.
      _producer.seen = _consumer.done.load(memory_order_acquire);
      room = _capacity - (at - _producer.seen);
      n = std::min(n, room);
      if (n == 0) return 0;
    }
    const auto write = [&] {
      for (std::size_t i = 0; i < n; ++i) _cells[(at + i) & _mask] = first[i];
    };
    if constexpr (Rules::writes_before_publishing) write();
    // (2) release, partner (3): the items.
    _producer.done.store(at + n, memory_order_release);
    if constexpr (!Rules::writes_before_publishing) {
      Rules::linger();
      write();
    }
    return n;
  }

  std::size_t pop(T* first, std::size_t n) noexcept {
    // Relaxed: the consumer alone writes it.
    const std::size_t at = _consumer.done.load(memory_order_relaxed);
    if (_consumer.seen - at < n) {
      // (3) acquire, partner (2): the items are there.
      _consumer.seen = _producer.done.load(memory_order_acquire);
      n = std::min(n, _consumer.seen - at);
      if (n == 0) return 0;
    }
    const auto read = [&] {
      for (std::size_t i = 0; i < n; ++i) first[i] = _cells[(at + i) & _mask];
    };
    if constexpr (Rules::reads_before_freeing) read();
    // (4) release, partner (1): I have read them; their places may be written.
    _consumer.done.store(at + n, memory_order_release);
    if constexpr (!Rules::reads_before_freeing) {
      Rules::linger();
      read();
    }
    return n;
  }

  std::size_t _capacity, _mask;
  std::unique_ptr<T[]> _cells;
  side _producer, _consumer;
};

static_assert(bulk_buffer<spsc_ring<int>>);

}  // namespace contend::model
