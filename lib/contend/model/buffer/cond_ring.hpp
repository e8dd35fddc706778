// A ring under a mutex with two condition variables: the textbook's bounded buffer.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/model/buffer/ring.hpp>
#include <contend/subject/buffer.hpp>

#include <condition_variable>
#include <mutex>

namespace contend::model {

/// What a cond_ring does right; a planted bug turns one of it off.
struct cond_ring_rules : ring_rules {
  /// Each push wakes a consumer. Off: only a push into an empty ring does. Two that follow each
  /// other then wake one of two sleepers, and the other one's item lies there: the lost wake-up.
  static constexpr bool wakes_for_each_item = true;
};

/// Bounded, exactly; FIFO; blocking, asleep where it must wait (Hoare, CACM 1974, with Mesa's rule
/// that a woken thread looks again). Any number of producers and consumers. A thread is woken after
/// the lock was let go, or it would wake only to wait for that.
template <class T, class Rules = cond_ring_rules>
class cond_ring {
 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "cond_ring",
      .title = "a ring under std::mutex with two condition variables",
      .source = "Hoare, CACM 1974",
      .progress = progress::blocking,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = true, .exact_empty = true, .exact_full = true};

  explicit cond_ring(const buffer_size& size) : _items(size.capacity) {}

  void close() {
    {
      const std::lock_guard hold(_lock);
      _closed = true;
    }
    _room.notify_all();
    _stock.notify_all();
  }

  class handle {
   public:
    explicit handle(cond_ring& buffer) : _buffer(buffer) {}

    bool push(const T& v) {
      bool wake = true;
      {
        std::unique_lock hold(_buffer._lock);
        _buffer._room.wait(hold, [&] { return _buffer._closed || !_buffer._items.full(); });
        if (_buffer._closed) return false;
        wake = _buffer.worth_a_wake();
        _buffer._items.put(v);
      }
      if (wake) _buffer._stock.notify_one();
      return true;
    }
    bool pop(T& v) {
      {
        std::unique_lock hold(_buffer._lock);
        _buffer._stock.wait(hold, [&] { return _buffer._closed || !_buffer._items.empty(); });
        if (!_buffer._items.take(v)) return false;
      }
      _buffer._room.notify_one();
      return true;
    }

    bool try_push(const T& v) { return try_push(&v, 1) == 1; }
    bool try_pop(T& v) { return try_pop(&v, 1) == 1; }
    std::size_t try_push(const T* first, std::size_t n) {
      bool wake = true;
      {
        const std::lock_guard hold(_buffer._lock);
        wake = _buffer.worth_a_wake();
        n = _buffer._items.put(first, n);
      }
      if (wake) notify(_buffer._stock, n);
      return n;
    }
    std::size_t try_pop(T* first, std::size_t n) {
      {
        const std::lock_guard hold(_buffer._lock);
        n = _buffer._items.take(first, n);
      }
      notify(_buffer._room, n);
      return n;
    }

   private:
    static void notify(std::condition_variable& who, std::size_t n) {
      if (n == 1) {
        who.notify_one();
      } else if (n > 1) {
        who.notify_all();
      }
    }

    cond_ring& _buffer;
  };

 private:
  // Under the lock, before the push.
  [[nodiscard]] bool worth_a_wake() const noexcept {
    return Rules::wakes_for_each_item || _items.empty();
  }

  alignas(no_share) std::mutex _lock;
  bool _closed = false;
  ring<T, Rules> _items;
  std::condition_variable _stock, _room;
};

static_assert(waiting_buffer<cond_ring<int>> && bulk_buffer<cond_ring<int>>);

}  // namespace contend::model
