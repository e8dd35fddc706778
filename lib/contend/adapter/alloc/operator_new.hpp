// What a C++ program's own objects go through: operator new and its sized delete.
#pragma once

#include <contend/subject/allocator.hpp>

#include <new>

namespace contend::adapter {

/// Thread-safe. In front of the C library's malloc it costs a call and hides the size; an allocator
/// of its own may use the size that its delete is told.
struct operator_new {
  static constexpr subject_info info{
      .name = "operator_new",
      .title = "operator new and sized delete",
      .source = "the C++ library's, over the process's malloc; ISO C++14, N3778 for the size",
      .progress = progress::blocking,
  };

  static void* allocate(std::size_t n) noexcept { return ::operator new(n, std::nothrow); }
  static void deallocate(void* p, [[maybe_unused]] std::size_t n) noexcept {
#if defined(__cpp_sized_deallocation)
    ::operator delete(p, n);
#else  // clang before 19, unless it is told -fsized-deallocation
    ::operator delete(p);
#endif
  }
};

static_assert(allocator<operator_new>);

}  // namespace contend::adapter
