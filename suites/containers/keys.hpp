// Which keys a container load touches, and the account that proves what became of them.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/core/rng.hpp>
#include <contend/core/zipf.hpp>
#include <contend/load/bag.hpp>
#include <contend/load/workload.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace contend::suites {

using key = std::uint64_t;

/// The parameters of a container load: `size` n; keys from a universe of 2n, of which the first n
/// are there at the start; `skew`, theta of the zipf distribution, its ranks scattered over
/// the universe; `read`, lookups in a hundred operations. Immutable: any thread may read.
class key_space {
 public:
  /// Throws std::invalid_argument for a value out of range.
  explicit key_space(const setting& s)
      : _size(static_cast<std::uint64_t>(s.params.integer("size"))),
        _seed(s.seed),
        _ranks(2 * std::max<std::uint64_t>(_size, 1), s.params.number("skew")),
        _place(2 * std::max<std::uint64_t>(_size, 1), s.seed),
        _read(static_cast<std::uint64_t>(s.params.integer("read"))) {
    if (_size == 0 || _size >= std::uint64_t{1} << 31) {
      throw std::invalid_argument("size must be from 1 to 2^31 - 1");
    }
    if (_read > 100) throw std::invalid_argument("read must be from 0 to 100");
  }

  [[nodiscard]] std::uint64_t size() const noexcept { return _size; }
  [[nodiscard]] std::uint64_t universe() const noexcept { return 2 * _size; }
  [[nodiscard]] bool uniform() const noexcept { return _ranks.theta() == 0; }
  [[nodiscard]] key hottest() const noexcept { return _place(0); }
  [[nodiscard]] key draw(rng& random) const noexcept { return _place(_ranks(random)); }

  /// True for a share `read` of all dice.
  [[nodiscard]] bool reads(std::uint64_t dice) const noexcept {
    return (dice >> 32) * 100 < _read << 32;
  }

  /// What a map holds under `k` in this run, if anything.
  [[nodiscard]] std::uint64_t value_of(key k) const noexcept { return mix(k ^ _seed); }

 private:
  std::uint64_t _size;
  std::uint64_t _seed;
  zipf _ranks;
  scatter _place;
  std::uint64_t _read;
};

/// One worker's keys. A skewed draw costs more than many operations on a map, so those are drawn
/// before the clock starts and then repeat; the operations on them never do. One owner.
class key_stream {
 public:
  key_stream(const key_space& space, rng& random) : _universe(space.universe()) {
    if (space.uniform()) return;
    _tape.resize(tape_length);
    for (auto& k : _tape) k = static_cast<std::uint32_t>(space.draw(random));
  }

  [[nodiscard]] key next(rng& random) noexcept {
    if (_tape.empty()) return random.below(_universe);
    return _tape[_at++ % tape_length];
  }

 private:
  // Long enough that the repetition reaches far down the ranks, short enough for a second-level
  // cache to let it pass through: 256 KiB, read in order.
  static constexpr std::size_t tape_length = std::size_t{1} << 16;

  std::uint64_t _universe;
  std::vector<std::uint32_t> _tape;
  std::size_t _at = 0;
};

/// What one worker did, by the answers that it got. One owner; added up after the run.
struct key_book {
  std::uint64_t draws = 0, hottest = 0;
  std::uint64_t lookups = 0, hits = 0;
  std::uint64_t updates = 0;  ///< insertions and erasures tried
  std::uint64_t wrong_values = 0;
  bag inserted, erased;  ///< keys of those that took effect

  key_book& operator+=(const key_book& other) noexcept {
    draws += other.draws;
    hottest += other.hottest;
    lookups += other.lookups;
    hits += other.hits;
    updates += other.updates;
    wrong_values += other.wrong_values;
    inserted += other.inserted;
    erased += other.erased;
    return *this;
  }
};

/// All workers' accounts of one run.
class key_ledger {
 public:
  explicit key_ledger(unsigned threads) : _books(threads) {}

  /// A key that was put there before the workers came.
  void prefilled(key k) noexcept { _prefilled.put(k); }
  /// A worker leaves its account when it goes: each in its own place, so all may at once.
  void leave(unsigned index, const key_book& b) { *_books[index] = b; }

  /// The oracle. `found` are the keys of a walk over the whole universe, after the run;
  /// `size` is what the container says of itself.
  [[nodiscard]] complaint compare(const bag& found, std::uint64_t size,
                                  std::uint64_t wrong_values = 0) const {
    const key_book sum = total();
    wrong_values += sum.wrong_values;
    if (wrong_values != 0) {
      return std::to_string(wrong_values) + " lookups returned another key's value";
    }
    bag expected = _prefilled;
    expected += sum.inserted;
    expected -= sum.erased;
    const std::string history = std::to_string(_prefilled.count) + " keys, " +
                                std::to_string(sum.inserted.count) + " inserted, " +
                                std::to_string(sum.erased.count) + " erased: ";
    if (found.count != expected.count) {
      return history + std::to_string(expected.count) + " should be there, and " +
             std::to_string(found.count) + " are";
    }
    if (found != expected) return history + "as many are there as should be, but not the same";
    if (size != expected.count) {
      return history + "size() says " + std::to_string(size) + ", a walk finds " +
             std::to_string(found.count);
    }
    return std::nullopt;
  }

  /// What the distribution came to, for a reader to check against what was asked for.
  [[nodiscard]] std::vector<metric> metrics() const {
    const key_book sum = total();
    const auto share = [](std::uint64_t part, std::uint64_t all) {
      return static_cast<double>(part) / static_cast<double>(std::max<std::uint64_t>(all, 1));
    };
    return {{"hit_share", "share", share(sum.hits, sum.lookups)},
            {"top1_share", "share", share(sum.hottest, sum.draws)},
            {"effective_update_share", "share",
             share(sum.inserted.count + sum.erased.count, sum.updates)}};
  }

 private:
  [[nodiscard]] key_book total() const {
    key_book sum;
    for (const auto& b : _books) sum += *b;
    return sum;
  }

  bag _prefilled;
  std::vector<padded<key_book>> _books;
};

}  // namespace contend::suites
