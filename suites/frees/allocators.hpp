// The allocators that every load of this family runs over.
#pragma once

#include <contend/adapter/alloc/process_malloc.hpp>
#include <contend/adapter/alloc/tbb_scalable.hpp>
#include <contend/core/type_list.hpp>

namespace contend::suites {

using allocators = type_list<adapter::process_malloc, adapter::tbb_scalable>;

}  // namespace contend::suites
