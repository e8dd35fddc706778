#include <contend/core/rng.hpp>
#include <contend/linearize/visited.hpp>

#include <limits>
#include <utility>

namespace contend::linearize {
namespace {

constexpr configuration nobody{.at = std::numeric_limits<std::uint32_t>::max()};

}  // namespace

visited::visited() : _table(64, nobody) {}

std::size_t visited::place_of(const configuration& c) const noexcept {
  const std::uint64_t where = std::uint64_t{c.at} << 32 | c.state;
  std::size_t i = mix(mix(c.done) ^ where) & (_table.size() - 1);
  while (_table[i] != nobody && _table[i] != c) i = (i + 1) & (_table.size() - 1);
  return i;
}

bool visited::insert(const configuration& c) {
  std::size_t i = place_of(c);
  if (_table[i] == c) return false;
  if (3 * (_size + 1) > 2 * _table.size()) {
    grow();
    i = place_of(c);
  }
  _table[i] = c;
  ++_size;
  return true;
}

void visited::grow() {
  std::vector<configuration> old(2 * _table.size(), nobody);
  std::swap(old, _table);
  for (const configuration& c : old) {
    if (c != nobody) _table[place_of(c)] = c;
  }
}

}  // namespace contend::linearize
