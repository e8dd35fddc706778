// A multiset of numbers, remembered as its size and a checksum that does not depend on order:
// proves that what went in came out, at the price of one multiplication an item.
#pragma once

#include <cstdint>

namespace contend {

/// One owner; bags of several workers are added up after the run. Two bags with different
/// contents compare equal with a probability of about 2^-64: a lost item that is made up for by a
/// duplicate of another is seen, which a plain count or a plain sum would miss.
struct bag {
  std::uint64_t count = 0;
  std::uint64_t checksum = 0;

  constexpr void put(std::uint64_t item) noexcept {
    ++count;
    checksum += digest(item);
  }
  constexpr bag& operator+=(const bag& other) noexcept {
    count += other.count;
    checksum += other.checksum;
    return *this;
  }
  /// What remains when the other's items are taken out: all of them must be in here.
  constexpr bag& operator-=(const bag& other) noexcept {
    count -= other.count;
    checksum -= other.checksum;
    return *this;
  }
  friend constexpr bool operator==(const bag&, const bag&) = default;

 private:
  // Folding the two halves of a 128-bit product mixes as well as a chain of shifts and costs less
  // (the step of wyhash, Wang Yi). Not linear, so that sums of consecutive numbers tell apart
  // what their plain sums and squares don't.
  static constexpr std::uint64_t digest(std::uint64_t item) noexcept {
    __extension__ using wide = unsigned __int128;
    const wide product =
        static_cast<wide>(item ^ 0xa0761d6478bd642fu) * (item + 0xe7037ed1a0b428dbu);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
};

}  // namespace contend
