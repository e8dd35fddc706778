#include "walk_check.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace contend::suites {

walk_pairs::walk_pairs(std::int64_t count, unsigned threads)
    : _count(static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0))),
      _threads(std::max(1U, threads)) {
  if (_count >= std::uint64_t{1} << 31 || _count / 2 / _threads == 0) {
    throw std::invalid_argument("size must be two a worker, and no more than 2^31 - 1, not " +
                                std::to_string(count));
  }
}

walk_check::walk_check(const walk_pairs& pairs, unsigned worker, walk_guarantee promised)
    : _pairs(pairs),
      _worker(worker),
      _snapshot(promised == walk_guarantee::snapshot),
      _upper(pairs.count()),
      _walk_met(_snapshot ? pairs.count() : 0) {
  for (std::uint64_t p = 0; p < pairs.count(); ++p) {
    if (walk_pairs::stays(p) || pairs.belongs(p, worker)) _expected.put(2 * p);
  }
}

void walk_check::moved(std::uint64_t pair) noexcept {
  bag left;
  left.put(2 * pair + _upper[pair]);
  _expected -= left;
  _upper[pair] ^= 1;
  _expected.put(2 * pair + _upper[pair]);
}

void walk_check::begin() noexcept {
  ++_walks;
  _seen = {};
  _distinct = 0;
}

void walk_check::met(key k) noexcept {
  ++_all_visited;
  const std::uint64_t pair = walk_pairs::pair_of(k);
  if (pair >= _pairs.count()) {
    _seen.put(k);  // it was never there: the bags will differ
    return;
  }
  if (walk_pairs::stays(pair) || _pairs.belongs(pair, _worker)) _seen.put(k);
  if (_snapshot && _walk_met[pair] != static_cast<std::uint32_t>(_walks)) {
    _walk_met[pair] = static_cast<std::uint32_t>(_walks);
    ++_distinct;
  }
}

void walk_check::end() noexcept {
  _incomplete += _seen != _expected;
  _torn += _snapshot && _distinct != _pairs.count();
}

}  // namespace contend::suites
