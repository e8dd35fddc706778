// An allocator that counts what is asked of it, so that a load's claims can be held against it.
#pragma once

#include "heap_account.hpp"

#include <contend/core/escape.hpp>
#include <contend/subject/allocator.hpp>

#include <utility>

namespace contend::suites {

/// A, with the calls of each thread counted in the thread: two additions a call, and nothing
/// shared. The count is kept here and not in the load, because a container's allocator has no
/// state that could lead to one. Every pointer escapes.
template <allocator A>
struct tallied {
  static constexpr subject_info info = A::info;

  static void* allocate(std::size_t n) noexcept {
    void* p = A::allocate(n);
    escape(p);
    if (p != nullptr) {
      ++_calls.allocations;
      _calls.allocated_bytes += n;
    }
    return p;
  }
  static void* reallocate(void* p, std::size_t old,
                          std::size_t n) noexcept requires reallocating<A> {
    void* grown = A::reallocate(p, old, n);
    escape(grown);
    if (grown != nullptr) {
      ++_calls.reallocations;
      _calls.freed_bytes += old;
      _calls.allocated_bytes += n;
    }
    return grown;
  }
  static void deallocate(void* p, std::size_t n) noexcept {
    ++_calls.frees;
    _calls.freed_bytes += n;
    A::deallocate(p, n);
  }

  /// What the calling thread has asked since it last took this: to look at, or to take.
  static const heap_account& so_far() noexcept { return _calls; }
  static heap_account take() noexcept { return std::exchange(_calls, {}); }

 private:
  static inline constinit thread_local heap_account _calls{};
};

}  // namespace contend::suites
