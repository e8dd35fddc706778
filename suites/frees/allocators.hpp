// The allocators that every load of this family runs over.
#pragma once

#include <contend/adapter/alloc/process_malloc.hpp>
#include <contend/adapter/alloc/tbb_scalable.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/alloc/pool_cas_list.hpp>

namespace contend::suites {

using allocators = type_list<adapter::process_malloc, adapter::tbb_scalable, model::pool_cas_list>;

}  // namespace contend::suites
