// What is made for a request and handed on: a block whose content follows from its name, and the
// account of such blocks.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>
#include <contend/core/rng.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/allocator.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>

namespace contend::suites {

/// A header, and behind it `words` numbers that follow from `id` and `stage`.
struct document {
  std::uint64_t id;
  std::int64_t stamp;  ///< see open_loop::source::admit
  std::uint32_t words;
  std::uint32_t stage;

  [[nodiscard]] std::uint64_t* body() noexcept {
    return reinterpret_cast<std::uint64_t*>(this + 1);
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return sizeof(document) + words * sizeof(std::uint64_t);
  }

  /// One word of the text: a step of a generator whose start the id decides, so that two documents
  /// differ in every word.
  static constexpr std::uint64_t start(std::uint64_t id) noexcept { return mix(id) | 1; }
  static constexpr std::uint64_t after(std::uint64_t word) noexcept {
    return word * 6364136223846793005u + 1442695040888963407u;
  }
  /// What a stage of processing makes of a word.
  static constexpr std::uint64_t processed(std::uint64_t word, std::uint64_t id) noexcept {
    return std::rotl(word, 9) ^ id;
  }

  /// As its name says, up to the last word.
  [[nodiscard]] bool intact() noexcept {
    std::uint64_t word = start(id), wrong = 0;
    const std::uint64_t* at = body();
    for (std::uint32_t i = 0; i < words; ++i, word = after(word)) {
      std::uint64_t expected = word;
      for (std::uint32_t k = 0; k < stage; ++k) expected = processed(expected, id);
      wrong |= at[i] ^ expected;
    }
    return wrong == 0;
  }
};

/// Who asked, and as which of its requests.
constexpr unsigned serial_bits = 48;
constexpr std::uint64_t name_of(unsigned who, std::uint64_t serial) noexcept {
  return static_cast<std::uint64_t>(who) << serial_bits | serial;
}
constexpr unsigned who_of(std::uint64_t id) noexcept {
  return static_cast<unsigned>(id >> serial_bits);
}
constexpr std::uint64_t serial_of(std::uint64_t id) noexcept {
  return id & ((std::uint64_t{1} << serial_bits) - 1);
}

/// Makes and frees documents through A, on any thread, and keeps count: by thread, so that nobody
/// writes to another's line. Read the totals after the workers have gone, or as estimates.
template <allocator A>
class documents {
 public:
  /// `stage` 0 with its text written; else with its text left to the caller. Throws std::bad_alloc.
  [[nodiscard]] document* make(std::uint64_t id, std::uint32_t words, std::int64_t stamp,
                               std::uint32_t stage = 0) {
    const std::size_t bytes = sizeof(document) + words * sizeof(std::uint64_t);
    void* const block = A::allocate(bytes);
    if (block == nullptr) throw std::bad_alloc();
    escape(block);
    add(&shard::made, 1);
    add(&shard::made_bytes, bytes);
    auto* const d = new (block) document{id, stamp, words, stage};
    if (stage == 0) {
      std::uint64_t word = document::start(id);
      std::uint64_t* const at = d->body();
      for (std::uint32_t i = 0; i < words; ++i, word = document::after(word)) at[i] = word;
    }
    return d;
  }
  void drop(document* d) noexcept {
    const std::size_t bytes = d->bytes();
    add(&shard::freed, 1);
    add(&shard::freed_bytes, bytes);
    A::deallocate(d, bytes);
  }

  [[nodiscard]] std::uint64_t made() const noexcept { return sum(&shard::made); }
  /// About how many bytes are not freed, while they run; a few microseconds.
  [[nodiscard]] std::uint64_t bytes() const noexcept {
    const std::uint64_t out = sum(&shard::freed_bytes), in = sum(&shard::made_bytes);
    return in > out ? in - out : 0;
  }

  /// The oracle: all that was made was freed.
  [[nodiscard]] complaint verify() const {
    const std::uint64_t in = sum(&shard::made), out = sum(&shard::freed);
    if (in != out || sum(&shard::made_bytes) != sum(&shard::freed_bytes)) {
      return "allocator: " + std::to_string(in) + " blocks were made, " + std::to_string(out) +
             " freed";
    }
    return std::nullopt;
  }

 private:
  using count = std::atomic<std::uint64_t>;
  struct alignas(no_share) shard {
    count made{0}, freed{0}, made_bytes{0}, freed_bytes{0};
  };
  static constexpr std::size_t owned_shards = 255;

  static std::size_t thread_number() noexcept {
    static std::atomic<std::size_t> next{0};
    // Relaxed: only distinctness matters.
    thread_local const std::size_t mine = next.fetch_add(1, std::memory_order_relaxed);
    return mine;
  }
  void add(count shard::*what, std::uint64_t n) noexcept {
    const std::size_t number = thread_number();
    count& c = _shards[number < owned_shards ? number : owned_shards].*what;
    if (number < owned_shards) {
      // Relaxed, and no RMW: this thread alone writes the shard; read after it was joined.
      c.store(c.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
    } else {
      // Relaxed: a count shared by the threads beyond the owned shards; read after the joins.
      c.fetch_add(n, std::memory_order_relaxed);
    }
  }
  [[nodiscard]] std::uint64_t sum(count shard::*what) const noexcept {
    std::uint64_t total = 0;
    // Relaxed: read after the threads were joined, or as an estimate.
    for (const shard& s : _shards) total += (s.*what).load(std::memory_order_relaxed);
    return total;
  }

  std::array<shard, owned_shards + 1> _shards{};
};

}  // namespace contend::suites
