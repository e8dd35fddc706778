// A fixed amount of arithmetic in registers: what scales perfectly, if anything does.
#pragma once

#include "account.hpp"
#include "empty.hpp"

#include <contend/core/rng.hpp>

namespace contend::suites {

/// The work of one operation.
constexpr std::uint64_t mixing_chain(std::uint64_t x) noexcept {
  for (int i = 0; i < 12; ++i) x = mix(x);
  return x;
}

class compute {
 public:
  using subject = no_subject;
  static constexpr std::string_view name = "compute";
  static constexpr card about{
      .title = "Fixed computation",
      .operation = "a chain of 12 dependent 64-bit mixing steps in registers: about 50 ns",
      .models = "work between two touches of memory",
      .frees = "nobody: nothing is allocated",
      .exposes = "threads that share a core, a frequency or a CPU quota: nothing else can slow it",
      .not_for = "any memory design: it touches none",
      .source = "SplitMix64's finalizer (Steele, Lea, Flood, OOPSLA 2014), iterated",
  };

  explicit compute(const setting&) {}

  class worker {
   public:
    worker(compute& load, const seat&) : _load(load) {}
    ~worker() {
      _load._reported.add(_reported);
      _load._right.add(_right);
    }

    tally step(std::uint32_t rounds) {
      std::uint64_t input = start, right = 0;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        opaque(input);
        const std::uint64_t result = mixing_chain(input);
        right += result == expected;
        // Always `start` again, but only known once this chain has ended: otherwise the
        // processor would run several rounds side by side.
        input = start + (result - expected);
      }
      _right += right;
      _reported += rounds;
      return tally::all(rounds);
    }

   private:
    compute& _load;
    std::uint64_t _right = 0, _reported = 0;
  };

  complaint verify() { return _reported.compare("right results", _right.total()); }

 private:
  static constexpr std::uint64_t start = 42, expected = mixing_chain(start);

  account _reported, _right;
};

}  // namespace contend::suites
