// Which keys a recorded load touches: few, so that workers meet on them.
#pragma once

#include <contend/core/clock.hpp>
#include <contend/core/rng.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/dictionary.hpp>

#include "recorded.hpp"

#include <cstddef>
#include <cstdint>

namespace contend::suites {

/// Most of the time four hot keys, sometimes one of 60 others; sometimes, and always where keys are
/// not erased, one of four that are new every 65 us. Which those are the clock says, so that
/// workers agree on them without a word; it also makes the container grow while it is used.
class few_keys {
 public:
  explicit few_keys(bool erases) : _erases(erases), _begin(now_ns()) {}

  /// Small, where the container grows by itself; else room for all that there can be.
  [[nodiscard]] static std::size_t size_for(const setting& s, const dictionary_info& traits) {
    return traits.grows ? hot : fixed + recorded::room * s.threads;
  }

  [[nodiscard]] std::uint64_t draw(rng& random) const noexcept {
    const std::uint64_t dice = random();
    const std::uint64_t one_of_four = dice >> 32 & 3;
    if (!_erases || (dice & 7) == 0) {
      return fixed + (static_cast<std::uint64_t>(now_ns() - _begin) >> 16 << 2 | one_of_four);
    }
    return (dice & 0x38) == 0 ? hot + (dice >> 32) % (fixed - hot) : one_of_four;
  }

 private:
  static constexpr std::uint64_t hot = 4, fixed = 64;

  bool _erases;
  std::int64_t _begin;
};

}  // namespace contend::suites
