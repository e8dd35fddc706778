// The allocators that every load of this family runs over.
#pragma once

#include <contend/adapter/alloc/process_malloc.hpp>
#include <contend/adapter/alloc/tbb_scalable.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/alloc/pool_batched.hpp>
#include <contend/model/alloc/pool_cas_list.hpp>
#include <contend/model/alloc/pool_transfer_cache.hpp>
#include <contend/model/alloc/tokens.hpp>

namespace contend::suites {

using allocators = type_list<adapter::process_malloc, adapter::tbb_scalable, model::pool_cas_list,
                             model::pool_batched, model::pool_transfer_cache>;

/// What a load carries when allocation is free: no competitor, so not one of the above.
using ceiling_allocator = model::tokens;

}  // namespace contend::suites
