// The account that proves what became of the keys of a container load.
#pragma once

#include "keys.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/load/bag.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace contend::suites {

/// What one worker did, by the answers that it got. One owner; added up after the run.
struct key_book {
  std::uint64_t draws = 0, hottest = 0;
  double top_ten = 0;  ///< a share; added up, so that a mean over the workers can be told
  std::uint64_t lookups = 0, hits = 0;
  std::uint64_t writes = 0;   ///< insertions, erasures and updates tried
  std::uint64_t updated = 0;  ///< updates that took effect
  std::uint64_t wrong_values = 0, wrong_answers = 0;
  bag inserted, erased;  ///< keys of those that took effect

  key_book& operator+=(const key_book& other) noexcept;
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
                                  std::uint64_t wrong_values = 0) const;

  /// What the distribution came to, for a reader to check against what was asked for.
  [[nodiscard]] std::vector<metric> metrics() const;

 private:
  [[nodiscard]] key_book total() const;

  bag _prefilled;
  std::vector<padded<key_book>> _books;
};

/// The model of the keys that one worker has to itself: what is under each, by its stamp. One
/// owner. Empty if others may touch the keys, too; then it agrees with every answer.
class own_keys {
 public:
  static constexpr std::uint32_t absent = 0;

  own_keys() = default;
  /// Of `count` keys from `first` on.
  own_keys(key first, std::uint64_t count) : _first(first), _stamps(count, absent) {}

  [[nodiscard]] bool known() const noexcept { return !_stamps.empty(); }
  [[nodiscard]] bool has(key k) const noexcept { return stamp(k) != absent; }
  [[nodiscard]] std::uint32_t stamp(key k) const noexcept { return _stamps[k - _first]; }
  void set(key k, std::uint32_t stamp) noexcept { _stamps[k - _first] = stamp; }

  /// Each says whether the answer is right, and takes it for what is there now.
  [[nodiscard]] bool looked(key k, const std::optional<std::uint32_t>& found) const noexcept {
    return !known() || found.value_or(absent) == stamp(k);
  }
  [[nodiscard]] bool inserted(key k, std::uint32_t stamp, bool done) noexcept {
    if (!known()) return true;
    const bool right = done != has(k);
    if (done) set(k, stamp);
    return right;
  }
  [[nodiscard]] bool updated(key k, std::uint32_t stamp, bool done) noexcept {
    if (!known()) return true;
    const bool right = done == has(k);
    if (done) set(k, stamp);
    return right;
  }
  [[nodiscard]] bool erased(key k, bool done) noexcept {
    if (!known()) return true;
    const bool right = done == has(k);
    if (done) set(k, absent);
    return right;
  }

 private:
  key _first = 0;
  std::vector<std::uint32_t> _stamps;
};

}  // namespace contend::suites
