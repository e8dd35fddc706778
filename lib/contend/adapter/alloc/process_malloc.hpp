// Whatever malloc the process has: the C library's, or one preloaded by `--allocator`.
#pragma once

#include <contend/subject/allocator.hpp>

#include <cstdlib>

namespace contend::adapter {

/// Thread-safe as malloc is. TSan and ASan put their own allocator here: what they validate is
/// the load, not the allocator.
struct process_malloc {
  static constexpr subject_info info{
      .name = "malloc",
      .title = "the process's malloc",
      .source = "the C library's allocator, or the one that --allocator preloads",
      .progress = progress::blocking,
      .process_malloc = true,
  };

  static void* allocate(std::size_t n) noexcept { return std::malloc(n); }
  static void* reallocate(void* p, std::size_t, std::size_t n) noexcept {
    return std::realloc(p, n);
  }
  static void deallocate(void* p, std::size_t) noexcept { std::free(p); }
};

static_assert(reallocating<process_malloc>);

}  // namespace contend::adapter
