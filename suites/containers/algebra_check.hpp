// What the union, the intersection or the difference of two sets must hold, while others write.
#pragma once

#include "keys.hpp"

#include <contend/load/bag.hpp>

#include <cstdint>
#include <vector>

namespace contend::suites {

enum class algebra { together, common, only_left };

/// The keys of two sets. Of the stable ones half are in both, a quarter in each alone. Beyond these
/// each worker has 16 keys of its own, which it puts in and takes out. Immutable.
class algebra_keys {
 public:
  static constexpr std::uint64_t of_a_worker = 16;

  /// Throws std::invalid_argument for a value out of range; see set_algebra.
  algebra_keys(const parameters& p, unsigned threads);

  [[nodiscard]] algebra what() const noexcept { return _what; }
  [[nodiscard]] std::uint64_t writes() const noexcept { return _writes; }
  /// Elements of each set, about.
  [[nodiscard]] std::uint64_t size() const noexcept { return _size + others(); }
  /// Keys beyond the stable ones, all workers'.
  [[nodiscard]] std::uint64_t others() const noexcept { return _threads * of_a_worker; }
  /// All stable keys are below.
  [[nodiscard]] std::uint64_t stable() const noexcept { return _stable; }
  [[nodiscard]] static bool stable_in_left(key k) noexcept { return k % 4 != 3; }
  [[nodiscard]] static bool stable_in_right(key k) noexcept { return k % 4 != 2; }
  [[nodiscard]] key first_of(unsigned worker) const noexcept {
    return _stable + of_a_worker * worker;
  }
  /// Whether a key that is in these sets belongs into the result.
  [[nodiscard]] bool wanted(bool in_left, bool in_right) const noexcept;

 private:
  std::uint64_t _size, _stable, _writes;
  unsigned _threads;
  algebra _what;
};

/// What one worker knows of the keys that nobody else writes, and of its results. One owner.
class algebra_check {
 public:
  struct change {
    contend::suites::key key;
    bool left;   ///< in the left set
    bool there;  ///< now: so it goes
  };

  algebra_check(const algebra_keys& keys, unsigned worker);

  [[nodiscard]] change draw(rng& random) const noexcept;
  void changed(const change& c) noexcept;

  void begin() noexcept;
  void met(key k) noexcept;
  void end(std::uint64_t size) noexcept;

  [[nodiscard]] std::uint64_t results() const noexcept { return _results; }
  [[nodiscard]] std::uint64_t wrong() const noexcept { return _wrong; }

 private:
  struct mine {
    bool left = false, right = false;
  };

  const algebra_keys& _keys;
  key _first;
  std::vector<mine> _mine;
  bag _stable, _seen;
  std::uint64_t _met = 0, _results = 0, _wrong = 0;
};

}  // namespace contend::suites
