// The standard library's own thread-safe pool.
#pragma once

#include <contend/subject/allocator.hpp>

#include <cstddef>
#include <memory_resource>
#include <new>

namespace contend::adapter {

/// One std::pmr::synchronized_pool_resource for the process, with its default pools, over operator
/// new. Thread-safe. In libstdc++ each thread has pools of its own, which it uses under a
/// readers' lock; a block of another thread's is freed under the writers' lock, after a search
/// through every thread's pools.
///
/// Sized: the pool must be told how large a block was.
struct pmr_synchronized_pool {
  static constexpr subject_info info{
      .name = "pmr_synchronized_pool",
      .title = "std::pmr::synchronized_pool_resource",
      .source = "the C++ library's <memory_resource>; ISO C++17, N3916 by Halpern",
      .progress = progress::blocking,
  };

  static void* allocate(std::size_t n) noexcept {
    try {
      return pool().allocate(n, alignof(std::max_align_t));
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
  }
  static void deallocate(void* p, std::size_t n) noexcept {
    pool().deallocate(p, n, alignof(std::max_align_t));
  }

 private:
  static std::pmr::synchronized_pool_resource& pool() {
    static std::pmr::synchronized_pool_resource one{std::pmr::new_delete_resource()};
    return one;
  }
};

static_assert(allocator<pmr_synchronized_pool>);

}  // namespace contend::adapter
