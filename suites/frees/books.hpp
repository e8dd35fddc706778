// The accounts of a load's workers: what they hold while they run, and all that they did at the
// end.
#pragma once

#include "heap_account.hpp"
#include "tallied.hpp"

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace contend::suites {

/// One page a writer, which keeps its account itself.
class books {
 public:
  explicit books(std::size_t writers) : _pages(writers) {}

  /// By the writer, or a thread that it waits for: its account as it is.
  void publish(std::size_t writer, const heap_account& so_far) noexcept {
    // Relaxed: a sample of a number that changes all the time; nothing is read because of it.
    _pages[writer]->live.store(so_far.allocated_bytes - so_far.freed_bytes, memory_order_relaxed);
  }
  /// By the writer, when it is done.
  void close(std::size_t writer, const heap_account& all) noexcept {
    publish(writer, all);
    _pages[writer]->closed = all;
  }

  /// Requested and not freed, now; 0 where the samples, not taken at one instant, add up to less.
  /// Any thread, any time.
  [[nodiscard]] std::uint64_t live_bytes() const noexcept {
    // A writer's own wraps round below zero where it frees what others allocate. The sum does not.
    std::uint64_t sum = 0;
    // Relaxed: see publish().
    for (const auto& p : _pages) sum += p->live.load(memory_order_relaxed);
    return static_cast<std::int64_t>(sum) < 0 ? 0 : sum;
  }

  /// After the writers are gone.
  [[nodiscard]] heap_account total() const noexcept {
    heap_account sum;
    for (const auto& p : _pages) sum += p->closed;
    return sum;
  }

 private:
  struct page {
    heap_account closed;
    atomic<std::uint64_t> live{0};
  };

  std::vector<padded<page>> _pages;
};

/// A worker's account of what it asks of tallied<A>: built and destroyed by the worker's thread,
/// the last member to go of those that free.
template <allocator A>
class own_page {
 public:
  own_page(books& all, unsigned seat) : _all(all), _seat(seat) {
    tallied<A>::take();  // what an earlier load asked on this thread
  }
  ~own_page() {
    enter();
    _all.close(_seat, _sum);
  }
  own_page(const own_page&) = delete;
  own_page& operator=(const own_page&) = delete;

  /// What the calling thread asked since it last did this. The thread is the worker's own, or one
  /// that the worker waits for.
  void enter() noexcept {
    _sum += tallied<A>::take();
    _all.publish(_seat, _sum);
  }
  /// Of the blocks that are freed: they were another worker's.
  void found_foreign(std::uint64_t blocks) noexcept { _sum.foreign += blocks; }
  /// They did not hold what was written to them.
  void found_corrupt(std::uint64_t blocks) noexcept { _sum.corrupt += blocks; }

  /// One allocation and one free by the calling thread: see workload.
  void nudge(std::size_t bytes) {
    void* p = tallied<A>::allocate(bytes);
    if (p == nullptr) throw std::bad_alloc();
    tallied<A>::deallocate(p, bytes);
    enter();
  }

 private:
  books& _all;
  unsigned _seat;
  heap_account _sum;
};

}  // namespace contend::suites
