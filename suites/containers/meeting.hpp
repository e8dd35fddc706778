// Where the workers of a team meet between two phases of a load, without waiting in a step.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <cstdint>

namespace contend::suites {

/// A worker arrives, and goes on with failed attempts until passed() says that all have. The last
/// one to arrive is alone: it does what is to be done between the phases, then opens. Whoever has
/// passed sees all that every worker did before it arrived, and what the last one did.
class meeting {
 public:
  explicit meeting(unsigned threads) : _threads(threads) {}

  /// How many meetings are over: to be read before arriving, and given to passed().
  [[nodiscard]] std::uint64_t held() const noexcept {
    // Relaxed: nobody opens the next meeting before this worker has arrived.
    return _held.load(std::memory_order_relaxed);
  }
  /// True for the last of all workers: it must call open().
  [[nodiscard]] bool arrive() noexcept {
    // (1) acq_rel, partner (1): the last one sees what all did.
    return _arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == _threads;
  }
  void open() noexcept {
    // Relaxed: published by the release below, and nobody arrives before.
    _arrived.store(0, std::memory_order_relaxed);
    // Relaxed load: only the last one to arrive writes it. (2) release, partner (3).
    _held.store(_held.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }
  [[nodiscard]] bool passed(std::uint64_t before) const noexcept {
    // (3) acquire, partner (2).
    return _held.load(std::memory_order_acquire) != before;
  }

 private:
  unsigned _threads;
  alignas(no_share) atomic<unsigned> _arrived{0};
  alignas(no_share) atomic<std::uint64_t> _held{0};
};

}  // namespace contend::suites
