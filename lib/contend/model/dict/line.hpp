// One cache line of a hash table: all that most lookups read.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace contend::model {

/// What a line says about itself, in one word that changes with everything else in its chain:
/// a lock, a mark for lines that have moved to another table, whether more lines follow, which
/// slots are occupied, and a version. The version takes 48 bits: a reader would have to sleep for
/// a month, while others insert into this one line as fast as they can, to take one for another.
using line_state = std::uint64_t;

struct line_bits {
  static constexpr line_state locked = 1, moved = 2, more = 4, version = 1 << 16;
  static constexpr unsigned first_slot = 3, most_slots = 6;

  static constexpr line_state slot(unsigned i) noexcept {
    return line_state{1} << (first_slot + i);
  }
  /// Bit i: slot i is occupied. Above the slots' bits are others'.
  static constexpr line_state occupied(line_state s) noexcept { return s >> first_slot; }
  static constexpr bool none(line_state s) noexcept {
    return (s & (slot(most_slots) - slot(0))) == 0;
  }
  static constexpr line_state version_of(line_state s) noexcept { return s & ~(version - 1); }
  /// Nothing has changed between the two. That somebody locks or unlocks changes nothing.
  static constexpr bool same(line_state a, line_state b) noexcept {
    return ((a ^ b) & ~locked) == 0;
  }
};

/// The content of a line's slots, beside the marks: none for a set.
struct no_content {};

template <class Content, unsigned N>
struct line_contents {
  [[nodiscard]] Content get(unsigned i) const noexcept {
    // (1) acquire, partner (2): as line.hpp(3).
    return at[i].load(memory_order_acquire);
  }
  void put(unsigned i, Content c) noexcept {
    // (2) release, partner (1): as line.hpp(4). And what the content points to.
    at[i].store(c, memory_order_release);
  }
  atomic<Content> at[N]{};
};
template <unsigned N>
struct line_contents<no_content, N> {
  [[nodiscard]] no_content get(unsigned) const noexcept { return {}; }
  void put(unsigned, no_content) noexcept {}
};

template <class Content>
inline constexpr std::size_t content_size = std::is_same_v<Content, no_content> ? 0
                                                                                : sizeof(Content);

/// Slots with a mark (what a lookup compares) and a content each. The first line of a chain has the
/// state of the whole chain; of the others' states only the slots' bits are used.
///
/// A reader loads the first line's state, then slots, then the state again. A writer holds the
/// lock, stores into slots that are free, and then changes the state; a slot that was occupied
/// becomes free, with a change of the state, before it is stored into again. So a reader that comes
/// upon a slot in its second life sees that the state is another one, and nobody ever waits
/// for a writer to read. (Seqlocks without fences: Boehm, MSPC 2012. Theirs have a state that says
/// "being written"; ours need none, as slots are published by their bits. That a bucket is a line:
/// David, Guerraoui, Trigonakis, ASPLOS 2015.)
template <class Mark, class Content>
struct alignas(cache_line) line {
  static constexpr std::size_t per_slot = sizeof(Mark) + content_size<Content>;
  static constexpr unsigned slots =
      std::min<unsigned>(line_bits::most_slots, (cache_line - 16) / per_slot);
  using mark_type = Mark;
  using content_type = Content;

  [[nodiscard]] Mark mark(unsigned i) const noexcept {
    // (3) acquire, partner (4): if this slot was stored into after the state that I know, I shall
    // see at my second look that it is another one.
    return marks[i].load(memory_order_acquire);
  }
  /// Bit i: slot i has this mark, be it occupied or not. No branches: which slot it is, nobody
  /// could predict; and no loop, which g++ would leave one at -O2.
  [[nodiscard]] line_state matching(Mark m) const noexcept {
    return [&]<unsigned... I>(std::integer_sequence<unsigned, I...>) {
      return ((line_state{mark(I) == m} << I) | ...);
    }
    (std::make_integer_sequence<unsigned, slots>{});
  }
  void put(unsigned i, Mark m, Content c) noexcept {
    // (4) release, partner (3): the state under which the slot became free comes with it.
    marks[i].store(m, memory_order_release);
    contents.put(i, c);
  }

  atomic<line_state> state{0};
  atomic<Mark> marks[slots]{};
  [[no_unique_address]] line_contents<Content, slots> contents;
  atomic<line*> next{nullptr};
};

static_assert(sizeof(line<std::uint64_t, std::uint64_t>) == cache_line);
static_assert(sizeof(line<std::uint64_t, no_content>) == cache_line);
static_assert(sizeof(line<std::uint32_t, std::uint64_t>) == cache_line);
static_assert(line<std::uint64_t, std::uint64_t>::slots == 3);
static_assert(line<std::uint64_t, no_content>::slots == 6);

}  // namespace contend::model
