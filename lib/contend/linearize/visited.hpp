// The configurations that a search has been in.
#pragma once

#include <cstdint>
#include <vector>

namespace contend::linearize {

/// At a return, which of the operations under way have taken effect, and what the object then was.
/// All that have returned have, so this says the whole set.
struct configuration {
  std::uint64_t done = 0;   ///< slots of a timeline
  std::uint32_t at = 0;     ///< the return
  std::uint32_t state = 0;  ///< its number
  friend bool operator==(const configuration&, const configuration&) = default;
};

/// A set that only grows. One owner.
class visited {
 public:
  visited();
  /// False if it was there.
  bool insert(const configuration& c);
  [[nodiscard]] std::uint64_t size() const noexcept { return _size; }

 private:
  [[nodiscard]] std::size_t place_of(const configuration& c) const noexcept;
  void grow();

  std::vector<configuration> _table;  // open addressing; a power of two, at most 2/3 full
  std::uint64_t _size = 0;
};

}  // namespace contend::linearize
