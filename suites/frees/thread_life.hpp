// A thread's whole life within a round of a worker, which waits for it.
#pragma once

#include <contend/core/clock.hpp>

#include <cstdint>
#include <exception>
#include <semaphore>
#include <thread>
#include <utility>

namespace contend::suites {

/// Runs `work()` on a new thread and joins it. Returns the nanoseconds from the end of the work to
/// the end of the thread, as its joiner sees it: what the thread leaves behind is tidied up in
/// between. Throws what the work threw, and std::system_error if there can be no thread.
template <class Work>
std::int64_t live_apart(Work&& work) {
  std::exception_ptr failed;
  std::int64_t done = 0;
  std::thread([&] {
    try {
      work();
    } catch (...) {
      failed = std::current_exception();
    }
    done = now_ns();
  }).join();
  const std::int64_t over = now_ns() - done;
  if (failed) std::rethrow_exception(failed);
  return over;
}

/// The same as a policy.
struct fresh_thread {
  template <class Work>
  std::int64_t run(Work&& work) {
    return live_apart(std::forward<Work>(work));
  }
};

/// A thread that has done its work and lives on, idle, until this goes or another takes its place.
class idler {
 public:
  idler() = default;
  ~idler() { retire(); }
  idler(const idler&) = delete;
  idler& operator=(const idler&) = delete;

  /// Runs `work()` on a new thread and waits for it; the thread then idles in place of the one
  /// before. Throws as live_apart().
  template <class Work>
  void live(Work&& work) {
    retire();
    std::exception_ptr failed;
    _thread = std::thread([&, this] {
      try {
        work();
      } catch (...) {
        failed = std::current_exception();
      }
      // From here on nothing of the caller's: it may have returned.
      _done.release();
      _go.acquire();
    });
    _done.acquire();
    if (failed) {
      retire();
      std::rethrow_exception(failed);
    }
  }

  void retire() {
    if (!_thread.joinable()) return;
    _go.release();
    _thread.join();
  }

 private:
  std::binary_semaphore _done{0}, _go{0};
  std::thread _thread;
};

}  // namespace contend::suites
