// An allocator that counts what is asked of it, so that a load's claims can be held against it.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/subject/allocator.hpp>

#include <cstdint>
#include <utility>

namespace contend::suites {

/// Calls that were answered. Reallocations count for themselves, and their old bytes as freed, the
/// new ones as allocated.
struct asked {
  std::uint64_t allocations = 0, reallocations = 0, frees = 0;
  std::uint64_t allocated_bytes = 0, freed_bytes = 0;

  asked& operator+=(const asked& more) noexcept {
    allocations += more.allocations;
    reallocations += more.reallocations;
    frees += more.frees;
    allocated_bytes += more.allocated_bytes;
    freed_bytes += more.freed_bytes;
    return *this;
  }
};

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
  static const asked& so_far() noexcept { return _calls; }
  static asked take() noexcept { return std::exchange(_calls, {}); }

 private:
  static inline constinit thread_local asked _calls{};
};

}  // namespace contend::suites
