// oneTBB's bounded queue, which can also wait.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/sanitizer.hpp>
#include <contend/subject/buffer.hpp>

#include <oneapi/tbb/concurrent_queue.h>

#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>

namespace contend::adapter {

/// Bounded, FIFO. Any number of producers and consumers. Under TSan its pages come from
/// std::allocator, see tbb_concurrent_queue.
///
/// close() is abort(), at a time when that is safe. abort() throws in each thread that waits, and
/// each of them takes back the ticket that it drew; but if an item came in just then, another
/// thread may hold a later ticket and have its item already, and tickets and items no longer match:
/// the next pop waits for ever (oneTBB 2021.8, internal_pop). So threads say that they are about to
/// wait, each on a line of its own, and close() aborts when all that are left sleep on one side.
template <class T>
class tbb_bounded_queue {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "tbb_bounded_queue",
      .title = "tbb::concurrent_bounded_queue",
      .source = "oneTBB",
      .progress = progress::blocking,
  };
  static constexpr buffer_info traits{.order = order_guarantee::fifo, .bounded = true};

  explicit tbb_bounded_queue(const buffer_size& size) {
    _queue.set_capacity(static_cast<std::ptrdiff_t>(size.capacity));
  }

  void close() {
    // (1) seq_cst, partner (5): either I see at (4) who has come, or they see that it is closed.
    _closed->store(true, memory_order_seq_cst);
    for (;;) {
      const std::ptrdiff_t pushing = count(state::pushes), popping = count(state::pops);
      if (pushing == 0 && popping == 0) return;
      // Nobody comes any more. The size counts tickets: below 0 those of sleeping consumers,
      // above the capacity those of sleeping producers.
      const std::ptrdiff_t size = _queue.size();
      const bool all_asleep = (pushing == 0 && size == -popping) ||
                              (popping == 0 && size == _queue.capacity() + pushing);
      if (all_asleep) _queue.abort();
      std::this_thread::yield();
    }
  }

 private:
  enum class state : unsigned char { away, pushes, pops };
  using place = padded<atomic<state>>;

 public:
  class handle {
   public:
    explicit handle(tbb_bounded_queue& buffer) : _buffer(buffer), _place(buffer.new_place()) {}

    bool try_push(const T& v) { return _buffer._queue.try_push(v); }
    bool try_pop(T& v) { return _buffer._queue.try_pop(v); }

    bool push(const T& v) {
      return waits(state::pushes, [&] { _buffer._queue.push(v); });
    }
    bool pop(T& v) {
      return waits(state::pops, [&] { _buffer._queue.pop(v); }) || try_pop(v);
    }

   private:
    struct presence {
      presence(place& p, state s) noexcept : mine(p) {
        // (2) seq_cst, partner (4): announced before I look, at (5), whether it is closed.
        mine->store(s, memory_order_seq_cst);
      }
      // (3) release, partner (4): I am done with the queue.
      ~presence() { mine->store(state::away, memory_order_release); }
      presence(const presence&) = delete;
      presence& operator=(const presence&) = delete;
      place& mine;
    };

    template <class Operation>
    bool waits(state s, Operation operation) {
      const presence here(_place, s);
      // (5) seq_cst, partner (1): after (2).
      if (_buffer._closed->load(memory_order_seq_cst)) return false;
      try {
        operation();
        return true;
      } catch (const tbb::user_abort&) {
        return false;
      }
    }

    tbb_bounded_queue& _buffer;
    place& _place;
  };

 private:
  [[nodiscard]] place& new_place() {
    const std::lock_guard hold(_lock);
    return _places.emplace_back();
  }
  [[nodiscard]] std::ptrdiff_t count(state s) {
    const std::lock_guard hold(_lock);
    std::ptrdiff_t n = 0;
    for (place& p : _places) {
      // (4) seq_cst, partners (2), (3): who is away has seen that it is closed, or has left.
      n += p->load(memory_order_seq_cst) == s ? 1 : 0;
    }
    return n;
  }

  std::conditional_t<built_for_tsan, tbb::concurrent_bounded_queue<T, std::allocator<T>>,
                     tbb::concurrent_bounded_queue<T>>
      _queue;
  std::mutex _lock;  // the list, not the places
  std::deque<place> _places;
  padded<atomic<bool>> _closed;
};

static_assert(waiting_buffer<tbb_bounded_queue<int>>);

}  // namespace contend::adapter
