#include <contend/host/text.hpp>
#include <contend/host/thread_meter.hpp>

#include <fcntl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <utility>

namespace contend::host {
namespace {

std::string task_file(pid_t tid, const char* name) {
  return "/proc/self/task/" + std::to_string(tid) + "/" + name;
}

std::uint64_t read_clock(clockid_t clock) noexcept {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) return 0;
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u +
         static_cast<std::uint64_t>(now.tv_nsec);
}

/// schedstat's CPU time is brought up to date at ticks only: milliseconds late, of a window of
/// twenty. The thread's CPU clock is exact, and any thread of the process may read it. The id's
/// form is kernel ABI (per thread: 4; scheduler time: 2), what pthread_getcpuclockid computes.
std::uint64_t cpu_clock_ns(pid_t tid) noexcept {
  constexpr pid_t most = 1 << 29;  // the id has 29 bits for the thread's; 0 would mean the caller
  if (tid <= 0 || tid >= most) return 0;
  return read_clock(static_cast<clockid_t>((~static_cast<unsigned>(tid) << 3) | 6u));
}

std::uint64_t difference(std::uint64_t now, std::uint64_t earlier) noexcept {
  return now > earlier ? now - earlier : 0;
}

}  // namespace

thread_reading thread_reading::since(const thread_reading& earlier) const noexcept {
  return {.cpu_ns = difference(cpu_ns, earlier.cpu_ns),
          .run_delay_ns = difference(run_delay_ns, earlier.run_delay_ns),
          .timeslices = difference(timeslices, earlier.timeslices),
          .voluntary = difference(voluntary, earlier.voluntary),
          .involuntary = difference(involuntary, earlier.involuntary),
          .minor_faults = difference(minor_faults, earlier.minor_faults),
          .migrations = difference(migrations, earlier.migrations)};
}

// Only schedstat stays open: one descriptor a thread, so that hundreds of workers stay below the
// usual limit of 1024. The other files are for the ends of a point, not of a window.
thread_meter::thread_meter(pid_t tid)
    : _tid(tid), _schedstat(::open(task_file(tid, "schedstat").c_str(), O_RDONLY | O_CLOEXEC)) {}

thread_meter::~thread_meter() {
  if (_schedstat >= 0) ::close(_schedstat);
}

thread_meter::thread_meter(thread_meter&& other) noexcept
    : _tid(other._tid), _schedstat(std::exchange(other._schedstat, -1)) {}

thread_meter& thread_meter::operator=(thread_meter&& other) noexcept {
  std::swap(_tid, other._tid);
  std::swap(_schedstat, other._schedstat);
  return *this;
}

thread_reading thread_meter::quick() const {
  thread_reading reading;
  if (_schedstat >= 0) {
    char buffer[128];
    const ssize_t n = ::pread(_schedstat, buffer, sizeof buffer, 0);
    // The file knows when its thread has ended; the clock might be that of a new one of that id.
    if (n <= 0) return reading;
    parse_schedstat({buffer, static_cast<std::size_t>(n)}, reading);
  } else {
    // Out of descriptors when this was made: there may be one now. Or a kernel without schedstat.
    parse_schedstat(read_text(task_file(_tid, "schedstat")).value_or(""), reading);
  }
  if (const std::uint64_t exact = cpu_clock_ns(_tid)) reading.cpu_ns = exact;
  return reading;
}

thread_reading thread_meter::full() const {
  thread_reading reading = quick();
  parse_task_status(read_text(task_file(_tid, "status")).value_or(""), reading);
  parse_task_stat(read_text(task_file(_tid, "stat")).value_or(""), reading);
  parse_task_sched(read_text(task_file(_tid, "sched")).value_or(""), reading);
  return reading;
}

std::uint64_t own_cpu_ns() noexcept { return read_clock(CLOCK_THREAD_CPUTIME_ID); }
std::uint64_t process_cpu_ns() noexcept { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }

pid_t this_thread_id() noexcept { return static_cast<pid_t>(::syscall(SYS_gettid)); }

void parse_schedstat(std::string_view text, thread_reading& reading) noexcept {
  const auto cpu = take_number(text);
  const auto delay = take_number(text);
  const auto slices = take_number(text);
  if (!cpu || !delay || !slices) return;
  reading.cpu_ns = *cpu;
  reading.run_delay_ns = *delay;
  reading.timeslices = *slices;
}

void parse_task_status(std::string_view text, thread_reading& reading) noexcept {
  const auto number = [&](std::string_view name, std::uint64_t otherwise) {
    return leading_number(value_of(text, name).value_or("")).value_or(otherwise);
  };
  reading.voluntary = number("voluntary_ctxt_switches", reading.voluntary);
  reading.involuntary = number("nonvoluntary_ctxt_switches", reading.involuntary);
}

void parse_task_stat(std::string_view text, thread_reading& reading) noexcept {
  // pid (name) state ppid pgrp session tty tpgid flags minflt ...: the name may contain anything,
  // a ')' too.
  const auto name_end = text.rfind(')');
  if (name_end == std::string_view::npos) return;
  std::string_view rest = text.substr(name_end + 1);
  if (!rest.starts_with(' ')) return;
  rest.remove_prefix(1);
  for (int skipped = 0; skipped < 7; ++skipped) (void)take(rest, ' ');
  if (const auto faults = take_number(rest)) reading.minor_faults = *faults;
}

void parse_task_sched(std::string_view text, thread_reading& reading) noexcept {
  const auto value = value_of(text, "se.nr_migrations");
  if (const auto moves = leading_number(value.value_or(""))) reading.migrations = *moves;
}

}  // namespace contend::host
