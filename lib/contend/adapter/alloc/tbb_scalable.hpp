// oneTBB's allocator by its prefixed functions, so that it runs beside the process's malloc.
#pragma once

#include <contend/subject/allocator.hpp>

#include <oneapi/tbb/scalable_allocator.h>

namespace contend::adapter {

/// tbb::scalable_allocator without its exception. Thread-safe. A block freed by a thread that
/// did not allocate it goes on its slab's public list by compare-and-swap; the first one of a slab
/// also enters the owner's mailbox, under a lock.
struct tbb_scalable {
  static constexpr subject_info info{
      .name = "tbb_scalable",
      .title = "oneTBB scalable allocator",
      .source = "oneTBB src/tbbmalloc; Hudson, Saha, Adl-Tabatabai, Hertzberg, ISMM 2006",
      .progress = progress::blocking,
      .tsan_opaque =
          "the distribution's libtbbmalloc is not instrumented: a block that is reused "
          "by another thread looks like a race",
  };

  static void* allocate(std::size_t n) noexcept { return scalable_malloc(n); }
  static void* reallocate(void* p, std::size_t, std::size_t n) noexcept {
    return scalable_realloc(p, n);
  }
  static void deallocate(void* p, std::size_t) noexcept { scalable_free(p); }
};

static_assert(reallocating<tbb_scalable>);

}  // namespace contend::adapter
