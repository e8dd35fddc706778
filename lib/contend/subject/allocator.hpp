// Raw memory: what an allocator must offer to be put under a load.
#pragma once

#include <contend/subject/info.hpp>

#include <concepts>
#include <cstddef>

namespace contend {

/// A process-wide allocator A, used through static functions, from any thread.
///  - `allocate(n)`: n > 0 bytes, aligned for any object of n bytes (so to 16 from 16 bytes on, but
///    8 for 8: several allocators do no more); nullptr when memory is out.
///  - `deallocate(p, n)`: frees what allocate(n) returned, on any thread; p may not be null.
// clang-format off
template <class A>
concept allocator = subject<A> && requires(void* p, std::size_t n) {
  { A::allocate(n) } noexcept -> std::same_as<void*>;
  { A::deallocate(p, n) } noexcept;
};
// clang-format on

}  // namespace contend
