// Cameron Desrochers' unbounded queue. Include only where CONTEND_HAVE_MOODYCAMEL is defined.
#pragma once

#include <contend/subject/buffer.hpp>

#include <concurrentqueue.h>

#include <new>
#include <optional>

namespace contend::adapter {

/// Unbounded: the capacity is what it starts with. A queue for each producer, and consumers that
/// look for one with items: order is kept for each producer, and there is none between them. With
/// tokens, as its author asks for. A producer's is made at its first push: every consumer looks
/// into the queue of each.
template <class T>
class moodycamel_queue {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "moodycamel_queue",
      .title = "moodycamel::ConcurrentQueue, with tokens",
      .source = "moodycamel",
      .progress = progress::lock_free,
      .tsan_opaque =
          "an emptied block goes back to its producer by a fence, which TSan does not model",
  };
  static constexpr buffer_info traits{.order = order_guarantee::per_producer_fifo,
                                      .bounded = false};

  explicit moodycamel_queue(const buffer_size& size) : _queue(size.capacity, size.handles, 0) {}

 private:
  using queue = moodycamel::ConcurrentQueue<T>;

 public:
  class handle {
   public:
    explicit handle(moodycamel_queue& buffer) : _queue(buffer._queue), _consumer(_queue) {}

    bool try_push(const T& v) { return _queue.enqueue(producer(), v); }
    bool try_pop(T& v) { return _queue.try_dequeue(_consumer, v); }
    std::size_t try_push(const T* first, std::size_t n) {
      return n != 0 && _queue.enqueue_bulk(producer(), first, n) ? n : 0;
    }
    std::size_t try_pop(T* first, std::size_t n) {
      return _queue.try_dequeue_bulk(_consumer, first, n);
    }

   private:
    moodycamel::ProducerToken& producer() {
      if (!_producer) [[unlikely]]
        become_producer();
      // The library looks for null before it casts: said here, a push saves 15 %, as a user's
      // does whose compiler has seen the token made.
      if (!_producer->valid()) __builtin_unreachable();
      return *_producer;
    }
    // Once a handle, and out of the way of the rest.
    [[gnu::noinline]] void become_producer() {
      if (!_producer.emplace(_queue).valid()) throw std::bad_alloc();
    }

    queue& _queue;
    std::optional<moodycamel::ProducerToken> _producer;
    moodycamel::ConsumerToken _consumer;
  };

 private:
  queue _queue;
};

static_assert(bulk_buffer<moodycamel_queue<int>>);

}  // namespace contend::adapter
