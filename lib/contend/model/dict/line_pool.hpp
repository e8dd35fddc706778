// The lines of a table that have no place of their own: they go to where a line is full.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/model/dict/line_memory.hpp>
#include <contend/model/lock/spin_lock.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace contend::model {

/// An array of lines.
template <class Line>
class line_array {
 public:
  explicit line_array(std::size_t count)
      : _count(count), _lines(static_cast<Line*>(take_line_memory(bytes()))) {
    std::uninitialized_value_construct_n(_lines, count);
  }
  ~line_array() { give_line_memory(_lines, bytes()); }
  line_array(const line_array&) = delete;
  line_array& operator=(const line_array&) = delete;

  [[nodiscard]] Line* begin() const noexcept { return _lines; }
  [[nodiscard]] Line* end() const noexcept { return _lines + _count; }
  [[nodiscard]] std::size_t bytes() const noexcept { return _count * sizeof(Line); }

 private:
  static_assert(std::is_trivially_destructible_v<Line>);
  std::size_t _count;
  Line* _lines;
};

/// Free lines. Any thread; in stripes with a lock each, as every eighth insertion comes here.
/// A line keeps being a line for as long as the pool lives, so a late reader may look at one.
template <class Line>
class line_pool {
 public:
  /// The lines of [first, last), which are somebody else's.
  line_pool(Line* first, Line* last) {
    const auto all = static_cast<std::size_t>(last - first);
    for (std::size_t s = 0; s < stripes; ++s) {
      _stripes[s].fresh = first + all * s / stripes;
      _stripes[s].fresh_end = first + all * (s + 1) / stripes;
    }
  }
  line_pool(const line_pool&) = delete;
  line_pool& operator=(const line_pool&) = delete;

  /// A line that nobody has, or null if there is none. `near`: lines far apart want other stripes.
  [[nodiscard]] Line* take(std::size_t near) noexcept {
    for (std::size_t s = 0; s < stripes; ++s) {
      if (Line* const line = _stripes[(near + s) % stripes].take()) return line;
    }
    return nullptr;
  }
  /// Takes back what take() gave, once no state that leads to it is current any more.
  void put(std::size_t near, Line& line) noexcept {
    stripe& s = _stripes[near % stripes];
    const std::lock_guard lock(s.mutex);
    s.push(line);
  }
  /// Adds `count` lines. Throws std::bad_alloc.
  void extend(std::size_t near, std::size_t count) {
    auto more = std::make_unique<line_array<Line>>(count);
    stripe& s = _stripes[near % stripes];
    const std::lock_guard lock(s.mutex);
    s.extensions.push_back(std::move(more));
    for (Line& line : *s.extensions.back()) s.push(line);
  }

 private:
  static constexpr std::size_t stripes = 8;

  struct alignas(no_share) stripe {
    [[nodiscard]] Line* take() noexcept {
      const std::lock_guard lock(mutex);
      // Relaxed: the lock orders.
      if (free != nullptr) return std::exchange(free, free->next.load(memory_order_relaxed));
      return fresh == fresh_end ? nullptr : fresh++;
    }
    void push(Line& line) noexcept {
      // (1) release, partner line_chain.hpp(3): a late reader that follows this sees that the state
      // that led it here is not current any more.
      line.next.store(std::exchange(free, &line), memory_order_release);
    }

    spin_lock mutex;
    Line* free = nullptr;
    Line* fresh = nullptr;
    Line* fresh_end = nullptr;
    std::vector<std::unique_ptr<line_array<Line>>> extensions;
  };

  std::array<stripe, stripes> _stripes;
};

}  // namespace contend::model
