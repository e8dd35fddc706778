// A table of lines, and its way into the next table.
#pragma once

#include <contend/model/dict/line_chain.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace contend::model {

/// How large a table is for so many elements.
template <class Line>
struct line_load {
  /// Elements a line, on average, in a table that was made for as many as it has. With 3 slots, one
  /// line in nine then has an overflow, and one element in eleven is in it.
  static constexpr double elements = 0.6 * Line::slots;
  static constexpr std::size_t fewest_lines = 16;

  [[nodiscard]] static std::size_t lines_for(std::size_t n) noexcept {
    return std::max(fewest_lines, static_cast<std::size_t>(static_cast<double>(n) / elements) + 1);
  }
  [[nodiscard]] static std::size_t elements_in(std::size_t lines) noexcept {
    return static_cast<std::size_t>(static_cast<double>(lines) * elements);
  }
};

/// `count` first lines, and an eighth as many for overflows. The hashes are shared out evenly, in
/// order, so that any count will do, and a line's hashes are those of some neighbours in the next
/// table, whatever its size. Thread-safe as far as said. From `new`, for the Reclaimer.
template <class Line, class Reclaimer>
class line_table : public Reclaimer::template object<line_table<Line, Reclaimer>> {
  __extension__ using wide = unsigned __int128;  // not ISO C++; g++ and clang++ both have it

 public:
  explicit line_table(std::size_t count)
      : _lines(count + count / 8 + line_load<Line>::fewest_lines),
        _first(_lines.begin()),
        _count(count),
        _pool(_first + count, _lines.end()) {}

  [[nodiscard]] std::size_t count() const noexcept { return _count; }
  [[nodiscard]] std::size_t bytes() const noexcept { return sizeof(*this) + _lines.bytes(); }
  [[nodiscard]] Line& line(std::size_t i) const noexcept { return _first[i]; }
  [[nodiscard]] std::size_t index(std::uint64_t hash) const noexcept {
    return static_cast<std::size_t>((wide{hash} * _count) >> 64);
  }
  /// The least hash with index i; i is below count().
  [[nodiscard]] std::uint64_t first_hash(std::size_t i) const noexcept {
    return static_cast<std::uint64_t>(((wide{i} << 64) + _count - 1) / _count);
  }
  [[nodiscard]] std::uint64_t last_hash(std::size_t i) const noexcept {
    return i + 1 == _count ? ~std::uint64_t{0} : first_hash(i + 1) - 1;
  }
  [[nodiscard]] line_pool<Line>& pool() noexcept { return _pool; }
  /// Makes room for overflows in a table that is not to be replaced.
  void extend_pool(std::size_t near) {
    _pool.extend(near, std::max(line_load<Line>::fewest_lines, _count / 64));
  }

  /// The table that this one's content moves to; null if it is not moving.
  [[nodiscard]] line_table* next() const noexcept {
    // (1) acquire, partner (2): the table is built.
    return _next.load(memory_order_acquire);
  }
  /// Starts a move to a table with `count` lines, unless one has started, or somebody is about to.
  /// Throws std::bad_alloc.
  void start_move(std::size_t count) {
    // Relaxed: a matter of who does it; nothing is read that another thread wrote before.
    if (_starting.exchange(true, memory_order_relaxed)) return;
    try {
      // (2) release, partner (1): publishes the table.
      _next.store(new line_table(count), memory_order_release);
    } catch (...) {
      // Relaxed: see above.
      _starting.store(false, memory_order_relaxed);
      throw;
    }
  }
  /// A share of the lines that nobody has been given yet: [first, last), empty if none are left.
  struct share {
    std::size_t first, last;
  };
  [[nodiscard]] share take_share(std::size_t most) noexcept {
    // Relaxed, both: only the numbers matter. The load, so that it does not count on for ever.
    if (_given.load(memory_order_relaxed) >= _count) return {_count, _count};
    const std::size_t first = _given.fetch_add(most, memory_order_relaxed);
    return {std::min(first, _count), std::min(first + most, _count)};
  }
  /// True for who moved the last share: then all lines have moved.
  [[nodiscard]] bool moved(const share& s) noexcept {
    if (s.first == s.last) return false;
    // (3) acq_rel, partner (3): who is last has seen what the others did.
    return _moved.fetch_add(s.last - s.first, memory_order_acq_rel) + (s.last - s.first) == _count;
  }

 private:
  line_array<Line> _lines;
  Line* _first;
  std::size_t _count;
  atomic<line_table*> _next{nullptr};
  atomic<bool> _starting{false};
  line_pool<Line> _pool;  // from here on lines that are written
  atomic<std::size_t> _given{0};
  atomic<std::size_t> _moved{0};
};

}  // namespace contend::model
