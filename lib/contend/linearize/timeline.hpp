// A history as a sequence of returns, each with what was under way then.
#pragma once

#include <contend/linearize/operation.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace contend::linearize {

/// Immutable once built. The operations are referred to by their place in the history.
class timeline {
 public:
  /// As many can be under way at once: a set of them is one word.
  static constexpr std::size_t most_open = 64;

  struct entry {
    std::uint32_t index;  ///< of the operation
    std::uint32_t slot;   ///< its bit as long as it is under way; somebody else's later
  };

  explicit timeline(std::span<const operation> all);

  /// False: more than most_open were under way at once, and nothing else can be asked.
  [[nodiscard]] bool fits() const noexcept { return _fits; }
  /// How many operations returned.
  [[nodiscard]] std::size_t returns() const noexcept { return _ends.size() - 1; }
  /// What was under way at the i-th return, the returning operation included: it comes first, then
  /// the others in the order in which they will return.
  [[nodiscard]] std::span<const entry> open(std::size_t i) const noexcept {
    return {_open.data() + _ends[i], _ends[i + 1] - _ends[i]};
  }

 private:
  bool _fits = true;
  std::vector<entry> _open;
  std::vector<std::size_t> _ends{0};  // of the i-th return's part of _open, from the second on
};

}  // namespace contend::linearize
