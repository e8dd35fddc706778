// CPython up to 3.12: plain counts and plain lists, and one lock around the whole program.
#pragma once

#include <contend/model/list/list.hpp>
#include <contend/model/refcount/gil_count.hpp>
#include <contend/model/runtime/parts.hpp>

namespace contend::model {

/// Its threads take turns of a switch interval (5 ms): no more than one works at any time, so
/// that its curve falls as 1/n for each thread, by design.
struct gil_runtime : counted_objects<gil_count> {
  static constexpr subject_info info{
      .name = "gil",
      .title = "plain counts under one global lock, switch interval 5 ms",
      .source = "CPython 3.12 (ceval_gil.c, object.h, listobject.c)",
      .progress = progress::blocking,
  };

  template <class E>
  using list = model::list<E>;
  template <class E>
  using shared_list = model::list<E>;

  using thread = gil_count::thread;
};

static_assert(runtime<gil_runtime>);

}  // namespace contend::model
