// What the kernel did to one thread: how long it ran, how long it had to wait for a CPU, how
// often it was switched out. Unprivileged.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace contend::host {

/// Counts since the thread began; differences of two readings are what one wants.
struct thread_reading {
  std::uint64_t cpu_ns = 0;        ///< time on a CPU
  std::uint64_t run_delay_ns = 0;  ///< time spent runnable, waiting for a CPU
  std::uint64_t timeslices = 0;    ///< times it was given a CPU
  std::uint64_t voluntary = 0;     ///< switches because it slept
  std::uint64_t involuntary = 0;   ///< switches because it was pushed off
  std::uint64_t minor_faults = 0;  ///< pages mapped without I/O
  std::uint64_t migrations = 0;    ///< moves to another CPU; 0 where the kernel doesn't say

  /// What happened from `earlier` to this one; nothing is below 0, even if the thread ended
  /// between the two and its files went away.
  [[nodiscard]] thread_reading since(const thread_reading& earlier) const noexcept;
};

/// Reads one thread of this process from any other. Owns a file descriptor; the thread may end
/// before the meter does: readings are zero from then on. One caller at a time.
class thread_meter {
 public:
  explicit thread_meter(pid_t tid);
  ~thread_meter();
  thread_meter(thread_meter&& other) noexcept;
  thread_meter& operator=(thread_meter&& other) noexcept;

  /// CPU time, run delay and time slices alone: about a microsecond, for the ends of a window.
  /// CPU time is exact (the thread's CPU clock). A wait for a CPU is added to the run delay when
  /// it ends: one still going on is not in it.
  [[nodiscard]] thread_reading quick() const;
  /// All of it: tens of microseconds. What can't be read is 0; never throws for a missing file.
  [[nodiscard]] thread_reading full() const;

 private:
  pid_t _tid;
  int _schedstat;
};

/// CPU time so far: of the calling thread, and of all threads of the process, those that have ended
/// too. Exact. 0 if the clock can't be read.
[[nodiscard]] std::uint64_t own_cpu_ns() noexcept;
[[nodiscard]] std::uint64_t process_cpu_ns() noexcept;

/// The kernel's id of the calling thread.
[[nodiscard]] pid_t this_thread_id() noexcept;

// Parsers: each adds what it finds to the reading. Malformed text changes nothing.
void parse_schedstat(std::string_view text, thread_reading& reading) noexcept;
void parse_task_status(std::string_view text, thread_reading& reading) noexcept;
void parse_task_stat(std::string_view text, thread_reading& reading) noexcept;
void parse_task_sched(std::string_view text, thread_reading& reading) noexcept;

}  // namespace contend::host
