// What a walk over a container must meet, while others write to it.
#pragma once

#include "keys.hpp"

#include <contend/load/bag.hpp>
#include <contend/subject/dictionary.hpp>

#include <cstdint>
#include <vector>

namespace contend::suites {

/// The elements of walk_load: pairs of keys, one of which is there at any time. A worker moves the
/// pairs that are its own from one side to the other: it inserts there, and then erases here. Every
/// second pair is nobody's and stays.
class walk_pairs {
 public:
  /// Throws std::invalid_argument unless there are two pairs a worker and no more than 2^31 - 1.
  explicit walk_pairs(std::int64_t count, unsigned threads);

  [[nodiscard]] std::uint64_t count() const noexcept { return _count; }
  [[nodiscard]] static std::uint64_t pair_of(key k) noexcept { return k / 2; }
  [[nodiscard]] static bool stays(std::uint64_t pair) noexcept { return pair % 2 == 0; }
  [[nodiscard]] bool belongs(std::uint64_t pair, unsigned worker) const noexcept {
    return !stays(pair) && pair / 2 % _threads == worker;
  }
  /// A pair of this worker's.
  [[nodiscard]] std::uint64_t draw(unsigned worker, rng& random) const noexcept {
    return 2 * (random.below(_count / 2 / _threads) * _threads + worker) + 1;
  }

 private:
  std::uint64_t _count;
  unsigned _threads;
};

/// What one worker knows must be met in a walk, and what it met. One owner.
class walk_check {
 public:
  walk_check(const walk_pairs& pairs, unsigned worker, walk_guarantee promised);

  /// This worker moved a pair of its own.
  [[nodiscard]] bool upper(std::uint64_t pair) const noexcept { return _upper[pair] != 0; }
  void moved(std::uint64_t pair) noexcept;

  void begin() noexcept;
  void met(key k) noexcept;
  void end() noexcept;

  [[nodiscard]] std::uint64_t walks() const noexcept { return _walks; }
  [[nodiscard]] std::uint64_t visited() const noexcept { return _all_visited; }
  /// Walks that did not meet exactly once what was there throughout; or, of a snapshot, that met
  /// neither of a pair of which one is always there.
  [[nodiscard]] std::uint64_t incomplete() const noexcept { return _incomplete; }
  [[nodiscard]] std::uint64_t torn() const noexcept { return _torn; }

 private:
  const walk_pairs& _pairs;
  unsigned _worker;
  bool _snapshot;
  bag _expected, _seen;
  std::vector<std::uint8_t> _upper;      // of my pairs: which of the two is there
  std::vector<std::uint32_t> _walk_met;  // by pair: the last walk that met it; of snapshots only
  std::uint64_t _walks = 0, _all_visited = 0, _distinct = 0, _incomplete = 0, _torn = 0;
};

}  // namespace contend::suites
