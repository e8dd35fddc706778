// In which order CPython looks at the places of a hash table.
#pragma once

#include <cstddef>

namespace contend::model {

/// The places of a table of 2^n for one hash, `mask` being 2^n - 1: visits each of them, the first
/// ones by all bits of the hash (dictobject.c: "the basic lookup function used by all operations").
class probe {
 public:
  probe(std::size_t hash, std::size_t mask) noexcept
      : _mask(mask), _perturb(hash), _place(hash & mask) {}

  [[nodiscard]] std::size_t place() const noexcept { return _place; }
  void next() noexcept {
    _perturb >>= shift;
    _place = (_place * 5 + _perturb + 1) & _mask;
  }

 private:
  static constexpr unsigned shift = 5;
  std::size_t _mask, _perturb, _place;
};

}  // namespace contend::model
