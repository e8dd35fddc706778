// xenium's queue of arrays. Include only where CONTEND_HAVE_XENIUM is defined.
#pragma once

#include <contend/subject/buffer.hpp>

#include <memory>

#include <xenium/ramalhete_queue.hpp>
#include <xenium/reclamation/generic_epoch_based.hpp>

namespace contend::adapter {

/// Unbounded, FIFO. Any number of producers and consumers. It carries pointers only, so that an
/// item goes in a box: allocated by the push, freed by the pop. That is what its user pays for
/// items that are no pointers, and most of the cost. Its own nodes, of 512 places, are freed by
/// epochs.
///
/// Not by its unique_ptr interface: a node that is destroyed with items in it and whose push index
/// has run past its end deletes what had been popped a second time (xenium 0.0.2, node::~node).
template <class T>
class xenium_ramalhete {
  using queue =
      xenium::ramalhete_queue<T*, xenium::policy::reclaimer<xenium::reclamation::epoch_based<>>>;

 public:
  using value_type = T;
  static constexpr subject_info info{
      .name = "xenium_ramalhete_boxed",
      .title = "xenium::ramalhete_queue, items in boxes, epochs",
      .source = "xenium; Ramalhete, Correia, FAAArrayQueue, 2016",
      .progress = progress::lock_free,
  };
  static constexpr buffer_info traits{.order = order_guarantee::fifo, .bounded = false};

  explicit xenium_ramalhete(const buffer_size&) {}
  ~xenium_ramalhete() {
    T rest;
    while (handle(*this).try_pop(rest)) {
    }
  }
  xenium_ramalhete(const xenium_ramalhete&) = delete;
  xenium_ramalhete& operator=(const xenium_ramalhete&) = delete;

  class handle {
   public:
    explicit handle(xenium_ramalhete& buffer) : _queue(buffer._queue) {}

    bool try_push(const T& v) {
      auto box = std::make_unique<T>(v);
      _queue.push(box.get());
      box.release();
      return true;
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
  };

 private:
  queue _queue;
};

static_assert(buffer<xenium_ramalhete<int>>);

}  // namespace contend::adapter
