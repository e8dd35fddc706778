// The team: threads made once per process and kept, each pinned to its CPU. A session borrows
// the first N of them.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace contend::harness {

/// Owned and used by one controller thread.
class team {
 public:
  /// One worker for each entry; the entry is the CPU to pin it to, -1 to leave it alone. Throws
  /// std::system_error if a thread cannot be made.
  explicit team(std::vector<int> cpus);
  ~team();
  team(const team&) = delete;
  team& operator=(const team&) = delete;

  [[nodiscard]] unsigned size() const noexcept { return static_cast<unsigned>(_workers.size()); }
  /// The kernel's id of each worker.
  [[nodiscard]] const std::vector<pid_t>& thread_ids() const noexcept { return _ids; }
  /// Whether every worker sits where it was told to.
  [[nodiscard]] bool pinned() const noexcept { return _pinned; }

  /// Makes workers 0 .. threads-1 run `job(index)`, and returns at once. The job must not throw.
  void start(unsigned threads, std::function<void(unsigned)> job);
  /// Waits until all of them have returned from the job.
  void join();

 private:
  void serve(unsigned index, int cpu);

  std::mutex _mutex;
  // Apart, or each of a thousand workers that arrive would wake all others.
  std::condition_variable _work;  // for the workers: a job, or the end
  std::condition_variable _news;  // for the controller: all have arrived, or are done
  std::function<void(unsigned)> _job;
  std::uint64_t _generation = 0;  // of the job; all below guarded by _mutex
  unsigned _wanted = 0;
  unsigned _busy = 0;
  unsigned _arrived = 0;
  bool _quit = false;
  bool _pinned = true;
  std::vector<pid_t> _ids;
  std::vector<std::thread> _workers;
};

}  // namespace contend::harness
