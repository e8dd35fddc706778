// Concurrency Kit's rings. Include only where CONTEND_HAVE_CK is defined.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/subject/buffer.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <memory>

// A header for C: where a pointer is asked for it says `return false`, which C++ does not take. A
// 0 it does.
#include <ck_md.h>
#include <ck_pr.h>
#include <ck_stdbool.h>
#include <ck_string.h>
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wkeyword-macro"
#endif
#define false 0
#include <ck_ring.h>
#undef false
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

namespace contend::adapter {

/// Any number of producers and consumers. Producers claim a place each, and publish in that order:
/// one waits for those before it.
struct ck_many {
  static constexpr subject_info info{
      .name = "ck_ring",
      .title = "Concurrency Kit, ck_ring, mpmc",
      .source = "Concurrency Kit",
      .progress = progress::blocking,
      .tsan_opaque = "it synchronises by fences in inline assembly",
  };
  static constexpr buffer_info traits{.order = order_guarantee::fifo, .bounded = true};
  static bool push(::ck_ring* r, ck_ring_buffer* b, const void* v) {
    return ck_ring_enqueue_mpmc(r, b, v);
  }
  static bool pop(::ck_ring* r, const ck_ring_buffer* b, void* v) {
    return ck_ring_dequeue_mpmc(r, b, v);
  }
};

/// One producer and one consumer.
struct ck_one {
  static constexpr subject_info info{
      .name = "ck_ring_spsc",
      .title = "Concurrency Kit, ck_ring, spsc",
      .source = "Concurrency Kit; Lamport, 1977",
      .progress = progress::wait_free,
      .tsan_opaque = ck_many::info.tsan_opaque,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = true, .max_producers = 1, .max_consumers = 1};
  static bool push(::ck_ring* r, ck_ring_buffer* b, const void* v) {
    return ck_ring_enqueue_spsc(r, b, v);
  }
  static bool pop(::ck_ring* r, const ck_ring_buffer* b, void* v) {
    return ck_ring_dequeue_spsc(r, b, v);
  }
};

/// Bounded: one less than a power of two. FIFO. It holds pointers: an item is an integer of a
/// pointer's size.
template <class T, class Ends>
class basic_ck_ring {
  static_assert(std::integral<T> && sizeof(T) == sizeof(void*));

 public:
  using value_type = T;
  static constexpr subject_info info = Ends::info;
  static constexpr buffer_info traits = Ends::traits;

  explicit basic_ck_ring(const buffer_size& size)
      : _places(std::make_unique<ck_ring_buffer[]>(std::bit_ceil(size.capacity + 1))) {
    ck_ring_init(&_ring, static_cast<unsigned>(std::bit_ceil(size.capacity + 1)));
  }

  class handle {
   public:
    explicit handle(basic_ck_ring& buffer) : _ring(buffer._ring), _places(buffer._places.get()) {}

    bool try_push(const T& v) { return Ends::push(&_ring, _places, std::bit_cast<void*>(v)); }
    bool try_pop(T& v) {
      void* got = nullptr;
      if (!Ends::pop(&_ring, _places, &got)) return false;
      v = std::bit_cast<T>(got);
      return true;
    }

   private:
    ::ck_ring& _ring;
    ck_ring_buffer* _places;
  };

 private:
  alignas(no_share)::ck_ring _ring;
  std::unique_ptr<ck_ring_buffer[]> _places;
};

template <class T>
using ck_ring_mpmc = basic_ck_ring<T, ck_many>;
template <class T>
using ck_ring_spsc = basic_ck_ring<T, ck_one>;

static_assert(buffer<ck_ring_mpmc<std::uintptr_t>> && buffer<ck_ring_spsc<std::uintptr_t>>);

}  // namespace contend::adapter
