// The allocators that every load of this family runs over.
#pragma once

#include <contend/adapter/alloc/operator_new.hpp>
#include <contend/adapter/alloc/pmr_synchronized_pool.hpp>
#include <contend/adapter/alloc/process_malloc.hpp>
#include <contend/adapter/alloc/tbb_scalable.hpp>
#include <contend/core/type_list.hpp>
#include <contend/model/alloc/pool_batched.hpp>
#include <contend/model/alloc/pool_cas_list.hpp>
#include <contend/model/alloc/pool_transfer_cache.hpp>
#include <contend/model/alloc/tokens.hpp>
#if defined(CONTEND_MIMALLOC_LIBRARY)
#include <contend/adapter/alloc/mimalloc.hpp>
#endif

#include <string>
#include <vector>

namespace contend::suites {

// clang-format off
/// In the order of `contend list`.
using allocators = type_list<
    adapter::process_malloc,
    adapter::operator_new,
    adapter::tbb_scalable,
    adapter::pmr_synchronized_pool,
#if defined(CONTEND_MIMALLOC_LIBRARY)
    adapter::mimalloc,
#endif
    model::pool_cas_list,
    model::pool_batched,
    model::pool_transfer_cache>;
// clang-format on

/// What a load carries when allocation is free: no competitor, so not one of the above.
using ceiling_allocator = model::tokens;

struct absent_allocator {
  std::string name, why;
};

/// Those that are not, and why.
inline std::vector<absent_allocator> absent_allocators() {
  std::vector<absent_allocator> all;
#if !defined(CONTEND_MIMALLOC_LIBRARY)
  all.push_back({"mi_malloc", "libmimalloc was not installed when this was built"});
#endif
  return all;
}

}  // namespace contend::suites
