// The workers in a circle, each with a lane to the next.
#pragma once

#include "lane.hpp"

#include <vector>

namespace contend::suites {

/// Worker i sends on lane i; alone, it sends to itself.
template <class Item>
class ring {
 public:
  explicit ring(unsigned threads) : _lanes(threads) {}

  [[nodiscard]] unsigned before(unsigned seat) const noexcept {
    return seat == 0 ? static_cast<unsigned>(_lanes.size()) - 1 : seat - 1;
  }
  [[nodiscard]] lane<Item>& out_of(unsigned seat) noexcept { return _lanes[seat]; }
  [[nodiscard]] lane<Item>& into(unsigned seat) noexcept { return _lanes[before(seat)]; }

 private:
  std::vector<lane<Item>> _lanes;
};

}  // namespace contend::suites
