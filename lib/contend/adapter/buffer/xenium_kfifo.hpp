// xenium's relaxed bounded queue. Include only where CONTEND_HAVE_XENIUM is defined.
#pragma once

#include <contend/subject/buffer.hpp>

#include <cassert>
#include <memory>
#include <stdexcept>
#include <utility>

#include <xenium/kirsch_bounded_kfifo_queue.hpp>

namespace contend::adapter {

/// A queue of segments, each with k places that are filled and emptied in any order: threads that
/// would want the same end spread over k of them. Bounded; an item comes out at most k - 1 places
/// too early. Any number of producers and consumers. At most 2^16 places, or the constructor throws
/// std::invalid_argument. Items in boxes, see xenium_ramalhete; a box that did not fit is kept for
/// the next push.
template <class T>
class xenium_kfifo {
  static constexpr std::size_t k = 16;
  using queue = xenium::kirsch_bounded_kfifo_queue<T*>;

 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "xenium_kfifo_boxed",
      .title = "xenium::kirsch_bounded_kfifo_queue, k = 16, items in boxes",
      .source = "xenium; Kirsch, Lippautz, Payer, PaCT 2013",
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::k_fifo, .bounded = true, .slack = k - 1};

  explicit xenium_kfifo(const buffer_size& size) : _queue(k, segments(size.capacity)) {}
  ~xenium_kfifo() {
    T rest;
    while (handle(*this).try_pop(rest)) {
    }
  }
  xenium_kfifo(const xenium_kfifo&) = delete;
  xenium_kfifo& operator=(const xenium_kfifo&) = delete;

  class handle {
   public:
    explicit handle(xenium_kfifo& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) {
      auto box = _spare ? std::move(_spare) : std::make_unique<T>();
      *box = v;
      if (_queue.try_push(box.get())) {
        box.release();
        return true;
      }
      _spare = std::move(box);
      return false;
    }
    bool try_pop(T& v) {
      T* box = nullptr;
      if (!_queue.try_pop(box)) return false;
      v = *box;
      delete box;
      return true;
    }

   private:
    queue& _queue;
    std::unique_ptr<T> _spare;
  };

 private:
  // The first and the last segment may each be filled in part only, and not be usable.
  static std::size_t segments(std::size_t capacity) {
    const std::size_t n = (capacity + k - 1) / k + 2;
    if (n * k > std::size_t{1} << 16) throw std::invalid_argument("xenium_kfifo: capacity");
    return n;
  }

  queue _queue;
};

static_assert(buffer<xenium_kfifo<int>>);

}  // namespace contend::adapter
