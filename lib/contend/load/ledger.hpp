// The live-object ledger: every counted object is built once and destroyed once, whoever does
// it. Written to by all workers, so it is sharded by thread and never contended.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <array>
#include <cstdint>
#include <string>

namespace contend {

/// Counts births and deaths. Any thread may call born() and died(); read the totals only after
/// the workers are gone. About 1 ns a call: the same for every subject.
class ledger {
 public:
  void born() noexcept { bump(&shard::born); }
  void died() noexcept { bump(&shard::died); }
  /// An object was destroyed twice, or after its memory was reused.
  void corrupt() noexcept { bump(&shard::corrupt); }

  [[nodiscard]] std::uint64_t total_born() const noexcept { return sum(&shard::born); }
  [[nodiscard]] std::uint64_t total_died() const noexcept { return sum(&shard::died); }
  [[nodiscard]] std::uint64_t total_corrupt() const noexcept { return sum(&shard::corrupt); }

  /// Objects alive, while the workers run: an estimate, as the sum is of no one instant. A few
  /// microseconds, and a look at every worker's lines: for a timeline, not for every operation.
  [[nodiscard]] std::uint64_t alive_about() const noexcept {
    const std::uint64_t deaths = sum(&shard::died), births = sum(&shard::born);
    return births > deaths ? births - deaths : 0;
  }

  /// The oracle: all that was born has died, `alive` aside, and nothing was corrupt.
  [[nodiscard]] complaint verify(std::uint64_t alive = 0) const {
    const auto b = total_born(), d = total_died(), c = total_corrupt();
    if (c != 0) return std::to_string(c) + " objects were touched or destroyed after their death";
    if (b != d + alive) {
      return "ledger: " + std::to_string(b) + " objects built, " + std::to_string(d) +
             " destroyed, " + std::to_string(alive) + " expected alive";
    }
    return std::nullopt;
  }

 private:
  struct alignas(no_share) shard {
    std::atomic<std::uint64_t> born{0}, died{0}, corrupt{0};
  };
  static constexpr std::size_t owned_shards = 255;

  static std::size_t thread_number() noexcept {
    static std::atomic<std::size_t> next{0};
    // Relaxed: only distinctness matters.
    thread_local const std::size_t mine = next.fetch_add(1, std::memory_order_relaxed);
    return mine;
  }
  void bump(std::atomic<std::uint64_t> shard::*count) noexcept {
    const std::size_t number = thread_number();
    if (number < owned_shards) {
      auto& n = _shards[number].*count;
      // Relaxed, and no RMW: this thread alone writes the shard; read after it was joined.
      n.store(n.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    } else {
      // Relaxed: a count shared by the threads beyond the owned shards; read after the joins.
      (_shards[owned_shards].*count).fetch_add(1, std::memory_order_relaxed);
    }
  }
  std::uint64_t sum(std::atomic<std::uint64_t> shard::*count) const noexcept {
    std::uint64_t total = 0;
    // Relaxed: read after the threads were joined, or as an estimate.
    for (const shard& s : _shards) total += (s.*count).load(std::memory_order_relaxed);
    return total;
  }

  std::array<shard, owned_shards + 1> _shards{};
};

/// A payload that knows whether it is alive. Build it inside a counted object: a second
/// destruction, or a use after the first, is seen even where no sanitizer runs.
class tracked {
 public:
  explicit tracked(ledger& book, std::uint64_t value = 0) noexcept
      : _value(value), _mark(alive), _book(&book) {
    book.born();
  }
  ~tracked() {
    if (_mark == alive) {
      _book->died();
    } else {
      _book->corrupt();
    }
    _mark = dead;
  }
  tracked(const tracked&) = delete;
  tracked& operator=(const tracked&) = delete;

  /// The value; reports a use after death to the ledger.
  [[nodiscard]] std::uint64_t value() const noexcept {
    if (_mark != alive) _book->corrupt();
    return _value;
  }

 private:
  static constexpr std::uint32_t alive = 0xa11fe0b1u, dead = 0xdeadbeefu;

  // Volatile: what is looked for here is undefined behaviour, so a compiler may otherwise take
  // for granted that it does not happen: drop the store to a dying object, and forget the members
  // of a dead one. Allocators write their links into the first words of what is freed: the book
  // comes last, so that there is still somebody to complain to.
  std::uint64_t _value;
  volatile std::uint32_t _mark;
  ledger* volatile _book;
};

}  // namespace contend
