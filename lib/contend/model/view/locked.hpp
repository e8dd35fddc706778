// An export count under the exporter's own lock, beside the count that keeps the exporter alive.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/lock/byte_mutex.hpp>
#include <contend/model/view/exporter.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>

namespace contend::model {

/// Two counts, as a Py_buffer has them: ob_exports, guarded by the object's lock, and the reference
/// to the object, counted apart. The lock may therefore be let go before the object is.
class locked_export_count {
 public:
  void pin() noexcept {
    // Relaxed: the caller has the owner or another view, which keeps the exporter alive.
    _references.fetch_add(1, memory_order_relaxed);
    const std::lock_guard lock(_mutex);
    ++_views;
  }
  [[nodiscard]] bool unpin() noexcept {
    {
      const std::lock_guard lock(_mutex);
      --_views;
    }
    return drop();
  }
  /// Keeps the lock: who wants a view waits for it.
  [[nodiscard]] bool begin_resize() noexcept {
    _mutex.lock();
    if (_views == 0) return true;
    _mutex.unlock();
    return false;
  }
  void end_resize() noexcept { _mutex.unlock(); }
  [[nodiscard]] bool drop() noexcept {
    // (1) acq_rel, partner (1): release, so that my uses come before the end by whoever takes the
    // count to zero; acquire, so that they all come before mine if that is me.
    return _references.fetch_sub(1, memory_order_acq_rel) == 1;
  }

 private:
  byte_mutex _mutex;
  std::size_t _views = 0;
  atomic<std::uint64_t> _references{1};
};

/// bytearray in CPython's free-threaded build from 3.14 on: a critical section for each view made
/// and each released. (Before, the count was plain there, too: gh-129107.) Its lock is not
/// recursive here: a resize makes no view.
struct locked_export : counted_exporter<locked_export_count> {
  static constexpr subject_info info{
      .name = "locked_export",
      .title = "export count under the exporter's lock",
      .source = "CPython 3.14 free threading, bytearrayobject.c (gh-129107); PyMutex",
      .progress = progress::blocking,
  };
  static constexpr exporter_traits traits{.releasing = progress::blocking,
                                          .exporter_bytes = sizeof(node)};
};

static_assert(pinning<locked_export>);

}  // namespace contend::model
