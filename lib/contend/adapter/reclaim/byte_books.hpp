// How much waits to be freed, where the scheme itself does not say.
#pragma once

#include <contend/core/cache_line.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace contend::adapter {

/// Bytes retired less bytes freed, in shards so that threads do not meet here. Any thread.
class byte_books {
 public:
  constexpr byte_books() noexcept = default;

  void retired(std::size_t bytes) noexcept { mine() += bytes; }
  void freed(std::size_t bytes) noexcept { mine() -= bytes; }
  [[nodiscard]] std::size_t pending() const noexcept {
    std::uint64_t sum = 0;
    for (const auto& s : _shards) sum += s->value();
    // Freed here after it was read there as not yet retired.
    return static_cast<std::int64_t>(sum) < 0 ? 0 : static_cast<std::size_t>(sum);
  }

 private:
  class shard {
   public:
    void operator+=(std::size_t bytes) noexcept {
      // Relaxed: a statistic, modulo 2^64; two threads share a shard only beyond 64 of them.
      _sum.fetch_add(bytes, std::memory_order_relaxed);
    }
    void operator-=(std::size_t bytes) noexcept { *this += std::size_t{0} - bytes; }
    [[nodiscard]] std::uint64_t value() const noexcept {
      // Relaxed: see above.
      return _sum.load(std::memory_order_relaxed);
    }

   private:
    std::atomic<std::uint64_t> _sum{0};
  };

  shard& mine() noexcept {
    static constinit std::atomic<std::size_t> threads{0};
    // Relaxed: only distinctness matters.
    thread_local const std::size_t me = threads.fetch_add(1, std::memory_order_relaxed);
    return *_shards[me % _shards.size()];
  }

  std::array<padded<shard>, 64> _shards{};
};

}  // namespace contend::adapter
