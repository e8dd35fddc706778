// Raw memory: what an allocator must offer to be put under a load.
#pragma once

#include <contend/subject/info.hpp>

#include <concepts>
#include <cstddef>
#include <cstring>

namespace contend {

/// A process-wide allocator A, used through static functions, from any thread.
///  - `allocate(n)`: n > 0 bytes, aligned for any object of n bytes (so to 16 from 16 bytes on, but
///    8 for 8: several allocators do no more); nullptr when memory is out.
///  - `deallocate(p, n)`: frees what allocate(n) returned, on any thread; p may not be null.
/// No thread registers: what an allocator keeps for a thread it makes at the thread's first call
/// and gives up when the thread exits.
///
/// A ceiling (info.ceiling) has `expect(blocks, bytes)` as well: called by the controller before
/// the workers come up, the most blocks that one thread will have allocated and nobody freed, and
/// the most bytes of one. Nobody writes to its blocks, or reads them: see model::tokens.
// clang-format off
template <class A>
concept allocator = subject<A> && requires(void* p, std::size_t n) {
  { A::allocate(n) } noexcept -> std::same_as<void*>;
  { A::deallocate(p, n) } noexcept;
};

/// An allocator that can grow a block in place, or move it.
///  - `reallocate(p, old, n)`: as realloc: the first min(old, n) bytes are kept; nullptr when memory
///    is out, and p is then as it was. p came from allocate(old) or reallocate(.., old).
template <class A>
concept reallocating = allocator<A> && requires(void* p, std::size_t n) {
  { A::reallocate(p, n, n) } noexcept -> std::same_as<void*>;
};
// clang-format on

/// The same by hand, for the others: what std::vector does.
template <allocator A>
void* grown(void* p, std::size_t old, std::size_t n) noexcept {
  if constexpr (reallocating<A>) {
    return A::reallocate(p, old, n);
  } else {
    void* moved = A::allocate(n);
    if (moved == nullptr) return nullptr;
    std::memcpy(moved, p, old < n ? old : n);
    A::deallocate(p, old);
    return moved;
  }
}

}  // namespace contend
