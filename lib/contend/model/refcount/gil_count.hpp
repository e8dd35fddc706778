// Plain counts that threads may share, because one global lock lets one of them run at a time.
#pragma once

#include <contend/model/lock/gil.hpp>
#include <contend/model/refcount/plain.hpp>

namespace contend::model {

/// CPython with its GIL: the count of plain_count, and a thread counts only while it holds the
/// lock. Threads take turns of a switch interval (5 ms), so n of them do the work of one. The
/// lock is one for the process, as CPython's is for the interpreter.
struct gil_count : plain_count {
  static constexpr subject_info info{
      .name = "gil",
      .title = "plain count under one global lock, switch interval 5 ms",
      .source = "CPython 3.12 (ceval_gil.c, object.h)",
      .progress = progress::blocking,
  };
  static constexpr counted_traits traits{.object_bytes = 8,
                                         .cannot = "be counted by two threads at a time"};

  /// Holds the lock while attached.
  class thread : public gil::thread {
   public:
    thread() noexcept : gil::thread(the_lock) {}
  };

 private:
  static inline gil the_lock;
};

static_assert(counted<gil_count>);

}  // namespace contend::model
