// Which pages a load's blocks have lain in: by a sample of the pages, so that it costs little.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace contend::suites {

/// Follows one page in four, picked by its address, and fewer where these are too many for its
/// table: of a page that it follows it knows every block, so that what it counts is right. One
/// owner thread. A few instructions for most blocks, a look into a small table for the others.
class page_sample {
 public:
  static constexpr std::uint64_t page = 4096;

  page_sample() : _table(room) {}

  /// A block that begins at p was given out in phase `now` (from 1, never less than before).
  void saw(const void* p, std::uint32_t now) {
    const std::uint64_t number = reinterpret_cast<std::uintptr_t>(p) / page;
    const std::uint64_t hash = number * 0x9e3779b97f4a7c15u;
    if (hash >> (64 - _shift) != 0) return;
    entry& e = find(number, hash);
    if (e.first == 0) {
      e = {number, now};
      if (++_followed > room / 2) thin();
      _fresh += now > 1;
    } else if (now > 1) {
      (e.first < now ? _again : _fresh) += 1;
    }
  }

  /// Blocks from phase 2 on in pages that were followed: those in pages that an earlier phase had
  /// blocks in, and all.
  [[nodiscard]] std::uint64_t again() const noexcept { return _again; }
  [[nodiscard]] std::uint64_t sampled() const noexcept { return _again + _fresh; }
  /// Pages that a block ever began in, nearly.
  [[nodiscard]] std::uint64_t pages() const noexcept { return _followed << _shift; }

 private:
  struct entry {
    std::uint64_t number = 0;
    std::uint32_t first = 0;  ///< phase; 0: free
  };
  static constexpr std::size_t room = 4096;

  [[nodiscard]] entry& find(std::uint64_t number, std::uint64_t hash) noexcept {
    // The top bits are the same for all that are followed.
    std::size_t at = (hash >> 20) % room;
    while (_table[at].first != 0 && _table[at].number != number) at = (at + 1) % room;
    return _table[at];
  }
  /// Keeps every other page.
  void thin() {
    ++_shift;
    std::vector<entry> old(room);
    old.swap(_table);
    _followed = 0;
    for (const entry& e : old) {
      const std::uint64_t hash = e.number * 0x9e3779b97f4a7c15u;
      if (e.first == 0 || hash >> (64 - _shift) != 0) continue;
      find(e.number, hash) = e;
      ++_followed;
    }
  }

  std::vector<entry> _table;
  unsigned _shift = 2;  ///< one page in 2^_shift
  std::uint64_t _followed = 0, _again = 0, _fresh = 0;
};

}  // namespace contend::suites
