// Which keys a container load touches.
#pragma once

#include <contend/core/rng.hpp>
#include <contend/core/zipf.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

using key = std::uint64_t;

/// Whose keys are whose, and which of them are hot.
enum class key_choice {
  scattered,    ///< all workers draw from all keys; the hot ones lie anywhere
  adjacent,     ///< the same, but the key of rank r is r: the hot ones lie side by side
  hot,          ///< one key
  apart,        ///< "private": each worker has a part of its own, so every answer is known
  overlapping,  ///< each worker has half of all keys, and shares most of them with its neighbours
  handed,       ///< a part each, but a worker erases in the next one's: not what it inserted
};

/// Throws std::invalid_argument, which names the choices.
[[nodiscard]] key_choice parse_key_choice(const std::string& text);

/// The keys of a container load, by its parameters: `size` n (1 to 2^31 - 1), keys from a universe
/// of 2n, of which the even ones are there at the start; `keys`, a key_choice ("scattered" if there
/// is no such parameter); `skew`, theta of the zipf distribution over what a worker draws from (0
/// is uniform; below 1); `read`, lookups in a hundred operations. Immutable: any thread may read.
class key_space {
 public:
  /// Of `each` keys for one of `size`. Throws std::invalid_argument for a value out of range, and
  /// where a part has no key.
  explicit key_space(const setting& s, std::uint64_t each = 2);

  [[nodiscard]] std::uint64_t size() const noexcept { return _size; }
  [[nodiscard]] std::uint64_t universe() const noexcept { return _universe; }
  [[nodiscard]] key_choice choice() const noexcept { return _choice; }
  [[nodiscard]] bool uniform() const noexcept { return _ranks.theta() == 0; }
  /// How many keys a worker draws from.
  [[nodiscard]] std::uint64_t range() const noexcept { return _range; }
  /// The first of the keys that a worker draws from.
  [[nodiscard]] key first(unsigned worker) const noexcept;
  /// By rank, from 0, the hottest.
  [[nodiscard]] std::uint64_t offset(std::uint64_t rank) const noexcept {
    return _choice == key_choice::adjacent ? rank : _place(rank);
  }
  [[nodiscard]] std::uint64_t draw(rng& random) const noexcept { return offset(_ranks(random)); }

  [[nodiscard]] static bool prefilled(key k) noexcept { return k % 2 == 0; }

  /// True for a share `read` of all dice. The lower half of the dice is free for more.
  [[nodiscard]] bool reads(std::uint64_t dice) const noexcept {
    return (dice >> 32) * 100 < _read << 32;
  }

  /// The value of 64 bits that a stamp has under `k` in this run: its low bits are the stamp, the
  /// others say that it is of this key and stamp.
  [[nodiscard]] std::uint64_t sealed(key k, std::uint32_t stamp) const noexcept {
    return (mix(k ^ _seed ^ std::uint64_t{stamp} << 40) & ~std::uint64_t{most_stamps}) | stamp;
  }
  /// The stamp of a value; 0 unless sealed() made it for `k`.
  [[nodiscard]] std::uint32_t stamp_of(key k, std::uint64_t value) const noexcept {
    const auto stamp = static_cast<std::uint32_t>(value & most_stamps);
    return value == sealed(k, stamp) ? stamp : 0;
  }

  static constexpr std::uint32_t first_stamp = 1, most_stamps = (1u << 24) - 1;
  /// Stamps go round, and are never 0.
  [[nodiscard]] static constexpr std::uint32_t after(std::uint32_t stamp) noexcept {
    return stamp == most_stamps ? first_stamp : stamp + 1;
  }

 private:
  std::uint64_t _size;
  std::uint64_t _universe;
  key_choice _choice;
  unsigned _threads;
  std::uint64_t _range;
  std::uint64_t _seed;
  zipf _ranks;
  scatter _place;
  std::uint64_t _read;
};

/// One worker's keys. A skewed draw costs more than many operations on a map, so those are drawn
/// before the clock starts and then repeat; the operations on them never do. One owner.
class key_stream {
 public:
  key_stream(const key_space& space, unsigned worker, rng& random);

  [[nodiscard]] key next(rng& random) noexcept {
    if (_tape.empty()) return _first + random.below(_range);
    return _first + _tape[_at++ & _wrap];
  }
  /// Where a worker erases that drew `k`: there, or, if handed, the same in the next one's part.
  [[nodiscard]] key erased_for(key k) const noexcept { return k - _first + _erase_first; }

  [[nodiscard]] key first() const noexcept { return _first; }
  [[nodiscard]] key hottest() const noexcept { return _hottest; }
  /// The share that the ten hottest keys have in the tape.
  [[nodiscard]] double top_ten() const noexcept { return _top_ten; }

 private:
  std::uint64_t _range;
  key _first, _erase_first, _hottest;
  double _top_ten;
  std::vector<std::uint32_t> _tape;
  std::size_t _at = 0, _wrap = 0;
};

}  // namespace contend::suites
