// Allocators with a performance bug put in on purpose: what a suite must be able to see.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/subject/allocator.hpp>

#include <algorithm>
#include <cstdint>
#include <mutex>

namespace contend::adapter {

/// One counter for all threads, incremented in every call: the statistics that somebody left on.
/// The line of the counter is wanted by every thread for writing, so each call waits for it.
struct counted_globally {
  static constexpr std::string_view name = "counted_globally";
  static constexpr std::string_view title = "malloc and one global counter";
  static constexpr progress guarantee = progress::wait_free;

  counted_globally() noexcept {
    // Relaxed: a statistic; nobody reads other memory by it.
    _calls->fetch_add(1, memory_order_relaxed);
  }
  counted_globally(const counted_globally&) = delete;
  counted_globally& operator=(const counted_globally&) = delete;

 private:
  static inline padded<atomic<std::uint64_t>> _calls;
};

/// One mutex around every call: the allocator that was made thread-safe afterwards.
struct locked_globally {
  static constexpr std::string_view name = "locked_globally";
  static constexpr std::string_view title = "malloc behind one global mutex";
  static constexpr progress guarantee = progress::blocking;

  locked_globally() noexcept { _lock->lock(); }
  ~locked_globally() { _lock->unlock(); }
  locked_globally(const locked_globally&) = delete;
  locked_globally& operator=(const locked_globally&) = delete;

 private:
  static inline padded<std::mutex> _lock;
};

/// A header a thread, the threads' side by side: nothing is shared but the lines. Each call keeps
/// its own thread's books, as in an allocator that forgot to pad its heaps.
///
/// Kept by a load and a store, not by an atomic addition: on a line of its own that costs too
/// little to be measured, so all that a suite sees of this bug is the sharing. The stores
/// wait for the line one after the other and hold up those of the caller behind them: about 4
/// times an allocation and its free, where two threads do nothing else.
struct shares_lines {
  static constexpr std::string_view name = "shares_lines";
  static constexpr std::string_view title = "malloc and falsely shared headers";
  static constexpr progress guarantee = progress::wait_free;

  shares_lines() noexcept {
    header& own = mine();
    // Relaxed, both: a statistic, which only this thread writes, up to the number of headers.
    own.store(own.load(memory_order_relaxed) + 1, memory_order_relaxed);
  }
  shares_lines(const shares_lines&) = delete;
  shares_lines& operator=(const shares_lines&) = delete;

 private:
  using header = atomic<std::uint64_t>;
  static constexpr unsigned headers = 1024;

  static header& mine() noexcept {
    if (_mine == nullptr) {
      // Relaxed: only that no two threads draw the same number.
      _mine = &_headers[_drawn->fetch_add(1, memory_order_relaxed) % headers];
    }
    return *_mine;
  }

  alignas(no_share) static inline header _headers[headers];
  static inline padded<atomic<unsigned>> _drawn;
  static inline constinit thread_local header* _mine = nullptr;
};

/// A, with Bug's constructor before each call and its destructor after it. Thread-safe as A is.
/// A planted control: the suite has to rank it below A, and a suite that does not can't be trusted
/// with smaller differences (the template is a counter left on in a fork of mimalloc, which cost
/// it 9/10 of its speed on 8 threads).
template <allocator A, class Bug>
struct planted {
  static constexpr subject_info info{
      .name = Bug::name,
      .title = Bug::title,
      .source = "this project: planted over the process's malloc",
      .progress = std::max(A::info.progress, Bug::guarantee),
      .max_threads = A::info.max_threads,
      .tsan_opaque = A::info.tsan_opaque,
  };

  static void* allocate(std::size_t n) noexcept {
    [[maybe_unused]] const Bug now;
    return A::allocate(n);
  }
  static void* reallocate(void* p, std::size_t old,
                          std::size_t n) noexcept requires reallocating<A> {
    [[maybe_unused]] const Bug now;
    return A::reallocate(p, old, n);
  }
  static void deallocate(void* p, std::size_t n) noexcept {
    [[maybe_unused]] const Bug now;
    A::deallocate(p, n);
  }
};

}  // namespace contend::adapter
