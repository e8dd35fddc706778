// xenium's linked queue. Include only where CONTEND_HAVE_XENIUM is defined.
#pragma once

#include <contend/subject/buffer.hpp>

#include <xenium/michael_scott_queue.hpp>
#include <xenium/reclamation/generic_epoch_based.hpp>

namespace contend::adapter {

/// Unbounded, FIFO. Any number of producers and consumers. Each push allocates a node, and nodes
/// are freed by xenium's epochs: some wait in the lists of the thread that popped them until that
/// goes on or ends.
template <class T>
class xenium_michael_scott {
  using queue =
      xenium::michael_scott_queue<T, xenium::policy::reclaimer<xenium::reclamation::epoch_based<>>>;

 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "xenium_michael_scott",
      .title = "xenium::michael_scott_queue, epochs",
      .source = "xenium; Michael, Scott, PODC 1996",
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits{
      .order = order_guarantee::fifo, .bounded = false, .exact_empty = true};

  explicit xenium_michael_scott(const buffer_size&) {}

  class handle {
   public:
    explicit handle(xenium_michael_scott& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) {
      _queue.push(v);
      return true;
    }
    bool try_pop(T& v) { return _queue.try_pop(v); }

   private:
    queue& _queue;
  };

 private:
  queue _queue;
};

static_assert(buffer<xenium_michael_scott<int>>);

}  // namespace contend::adapter
