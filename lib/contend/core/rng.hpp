// Random numbers: small, fast, seeded, the same on every platform.
#pragma once

#include <cstdint>
#include <limits>

namespace contend {

/// One step of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). Turns any integer into a well-mixed
/// one; used to derive seeds.
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// The seed of stream `stream` of a run seeded with `seed`. A seed depends on the run and on the
/// thread's place, never on the subject: every subject sees the same inputs. Not symmetric in the
/// two: thread 1 of run 2 must not see what thread 2 of run 1 saw.
constexpr std::uint64_t derive_seed(std::uint64_t seed, std::uint64_t stream) noexcept {
  return mix(mix(seed) + stream);
}

/// xoshiro256** (Blackman, Vigna, 2018). A UniformRandomBitGenerator. One owner thread.
class rng {
 public:
  using result_type = std::uint64_t;

  explicit constexpr rng(std::uint64_t seed) noexcept {
    for (auto& word : _state) word = seed = mix(seed);
  }

  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

  constexpr result_type operator()() noexcept {
    const std::uint64_t result = rotate(_state[1] * 5, 7) * 9;
    const std::uint64_t t = _state[1] << 17;
    _state[2] ^= _state[0];
    _state[3] ^= _state[1];
    _state[1] ^= _state[2];
    _state[0] ^= _state[3];
    _state[2] ^= t;
    _state[3] = rotate(_state[3], 45);
    return result;
  }

  /// Uniform in [0, bound), bound > 0. By multiplication (Lemire 2019) without the rejection
  /// step: the bias is below bound / 2^64, which no workload here can see.
  constexpr std::uint64_t below(std::uint64_t bound) noexcept {
    return static_cast<std::uint64_t>((static_cast<wide>((*this)()) * bound) >> 64);
  }

  /// Uniform in [0, 1).
  constexpr double unit() noexcept { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

 private:
  __extension__ using wide = unsigned __int128;  // not ISO C++; g++ and clang++ both have it

  static constexpr std::uint64_t rotate(std::uint64_t x, int k) noexcept {
    return (x << k) | (x >> (64 - k));
  }

  std::uint64_t _state[4]{};
};

}  // namespace contend
