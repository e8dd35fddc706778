// What the allocator was asked for, as libcontend_counting.so saw it. The library stands before
// whatever malloc the process would have had, and passes each call on:
//   LD_PRELOAD=libcontend_counting.so PROGRAM
//   LD_PRELOAD="libcontend_counting.so libjemalloc.so.2" PROGRAM
// A load that claims a number of operations is thus held against the other side of the call; an
// optimiser that removes the calls does not remove the claim.
#pragma once

#include <cstdint>

extern "C" {

/// Calls since the process began, operator new's and delete's among them where these are
/// libstdc++'s: an allocator that brings its own is asked behind this library's back. A block
/// counts as allocated once, by whichever function; realloc of a block is neither an allocation nor
/// a free. free(nullptr) and calls that failed don't count.
struct contend_counting_calls {
  std::uint64_t allocations;
  std::uint64_t frees;
  std::uint64_t reallocations;  ///< of a block, whether it moved or not
};

struct contend_counting {
  contend_counting_calls all;
  /// Those that the program's own code called, not a library for it: operator new, std::thread and
  /// the loader call from libraries. So this is what a load over adapter::process_malloc asked for,
  /// without what its driver and its containers need.
  contend_counting_calls program;
  /// pthread_create: each thread costs its library and its loader a few allocations, and not always
  /// as many.
  std::uint64_t threads;
};

/// Weak: null unless the library is preloaded. Any thread; exact for the calls that happen-before
/// it. The counts of the others are some that they went through.
[[gnu::weak]] void contend_counting_read(contend_counting* out) noexcept;
}
