// Work that has nothing to do with the buffer.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/core/rng.hpp>

#include <cstdint>

namespace contend::suites {

/// A unit is one step of a chain of multiplications: some 4 ns, in registers, nothing of which can
/// be left out or overlapped. Not a pause instruction, whose length differs tenfold between cores.
class chore {
 public:
  explicit chore(std::uint64_t seed) noexcept : _state(seed) {}

  void work(std::uint64_t units) noexcept {
    for (std::uint64_t i = 0; i < units; ++i) _state = mix(_state);
    keep(_state);
  }

 private:
  std::uint64_t _state;
};

}  // namespace contend::suites
