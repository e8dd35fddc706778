// The runtimes that the baseline compares: what counts, what locks.
#pragma once

#include <contend/adapter/refcount/std_shared_ptr.hpp>
#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/runtime/free_threaded.hpp>
#include <contend/model/runtime/gil.hpp>
#include <contend/model/runtime/naive.hpp>
#include <contend/model/runtime/native.hpp>

namespace contend::suites {

struct shared_ptr_description {
  static constexpr subject_info info{
      .name = "shared_ptr",
      .title = "std::shared_ptr for everything, std::mutex in a shared list",
      .source = "naive C++",
      .progress = progress::blocking,
  };
};
struct atomic_description {
  static constexpr subject_info info{
      .name = "atomic",
      .title = "intrusive atomic counts, std::mutex in a shared list",
      .source = "naive C++ with intrusive pointers",
      .progress = progress::blocking,
  };
};

using native_runtime = model::native_runtime;
using shared_ptr_runtime = model::naive_runtime<adapter::std_shared_ptr, shared_ptr_description>;
using atomic_runtime = model::naive_runtime<model::atomic_count, atomic_description>;
using free_threaded_runtime = model::free_threaded_runtime;
using gil_runtime = model::gil_runtime;

static_assert(runtime<shared_ptr_runtime> && runtime<atomic_runtime>);

}  // namespace contend::suites
