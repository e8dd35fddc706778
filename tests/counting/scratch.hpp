// The worker of cache-scratch (Berger et al., Hoard's benchmarks): allocate, write and read each
// byte, free. As published, no pointer leaves it, and at -O3 nothing is allocated.
#pragma once

#include <cstddef>
#include <cstdint>

/// `rounds` objects of `size` bytes, one after the other.
using scratch_worker = void(std::uint64_t rounds, std::size_t size);

/// One compiler's: scratch.cpp is compiled by each that there is.
struct scratch_workers {
  const char* compiler;
  scratch_worker* as_published;  ///< new[] and delete[]
  scratch_worker* escaped;       ///< the same, with escape()
  scratch_worker* malloc_bare;   ///< malloc and free, no pointer leaves
  scratch_worker* malloc_escaped;
};

const scratch_workers& scratch_by_build_compiler();
const scratch_workers& scratch_by_clang();
