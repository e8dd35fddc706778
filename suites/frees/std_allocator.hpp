// The standard library's idea of an allocator, over ours: for containers whose nodes are to come
// from it.
#pragma once

#include <contend/subject/allocator.hpp>

#include <cstddef>
#include <limits>
#include <new>

namespace contend::suites {

/// Memory for T from A. Stateless: all are equal, so that a container moves without its nodes, and
/// any thread may free what any thread allocated.
template <allocator A, class T>
struct std_allocator {
  using value_type = T;
  template <class U>
  struct rebind {
    using other = std_allocator<A, U>;
  };
  static_assert(alignof(T) <= alignof(std::max_align_t), "A aligns no further");

  std_allocator() = default;
  template <class U>
  std_allocator(const std_allocator<A, U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t n) {
    if (n > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_array_new_length();
    void* p = A::allocate(n * sizeof(T));
    if (p == nullptr) throw std::bad_alloc();
    return static_cast<T*>(p);
  }
  void deallocate(T* p, std::size_t n) noexcept { A::deallocate(p, n * sizeof(T)); }

  template <class U>
  friend bool operator==(const std_allocator&, const std_allocator<A, U>&) noexcept {
    return true;
  }
};

}  // namespace contend::suites
