#include "algebra_check.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace contend::suites {
namespace {

std::uint64_t in_range(const parameters& p, const char* name, std::int64_t low, std::int64_t high) {
  const std::int64_t value = p.integer(name);
  if (value < low || value > high) {
    throw std::invalid_argument(std::string("set_algebra: ") + name + " must be from " +
                                std::to_string(low) + " to " + std::to_string(high));
  }
  return static_cast<std::uint64_t>(value);
}

algebra parse(const std::string& text) {
  if (text == "union") return algebra::together;
  if (text == "intersection") return algebra::common;
  if (text == "difference") return algebra::only_left;
  throw std::invalid_argument(
      "set_algebra: operation must be union, intersection or difference, not '" + text + "'");
}

}  // namespace

algebra_keys::algebra_keys(const parameters& p, unsigned threads)
    : _size(in_range(p, "size", 8, 100'000'000)),
      _stable(_size + (_size + 2) / 3),
      _writes(in_range(p, "writes", 0, 1'000'000)),
      _threads(std::max(1U, threads)),
      _what(parse(p.text("operation"))) {}

bool algebra_keys::wanted(bool in_left, bool in_right) const noexcept {
  switch (_what) {
    case algebra::together: return in_left || in_right;
    case algebra::common: return in_left && in_right;
    case algebra::only_left: return in_left && !in_right;
  }
  return false;
}

algebra_check::algebra_check(const algebra_keys& keys, unsigned worker)
    : _keys(keys), _first(keys.first_of(worker)), _mine(algebra_keys::of_a_worker) {
  for (key k = 0; k < keys.stable(); ++k) {
    if (keys.wanted(algebra_keys::stable_in_left(k), algebra_keys::stable_in_right(k))) {
      _stable.put(k);
    }
  }
}

algebra_check::change algebra_check::draw(rng& random) const noexcept {
  const std::uint64_t which = random.below(2 * _mine.size());
  const mine& m = _mine[which / 2];
  const bool left = which % 2 == 0;
  return {_first + which / 2, left, left ? m.left : m.right};
}

void algebra_check::changed(const change& c) noexcept {
  mine& m = _mine[c.key - _first];
  (c.left ? m.left : m.right) = !c.there;
}

void algebra_check::begin() noexcept {
  _seen = {};
  _met = 0;
}

void algebra_check::met(key k) noexcept {
  ++_met;
  const bool is_mine = k >= _first && k < _first + _mine.size();
  // What others write may be in or not. What nobody ever wrote makes the bags differ.
  if (k < _keys.stable() || is_mine || k >= _keys.stable() + _keys.others()) _seen.put(k);
}

void algebra_check::end(std::uint64_t size) noexcept {
  bag expected = _stable;
  for (std::size_t i = 0; i < _mine.size(); ++i) {
    if (_keys.wanted(_mine[i].left, _mine[i].right)) expected.put(_first + i);
  }
  ++_results;
  _wrong += _seen != expected || _met != size;
}

}  // namespace contend::suites
