#include <contend/driver/child.hpp>

#include <contend/core/bad_input.hpp>
#include <contend/core/clock.hpp>
#include <contend/driver/durations.hpp>
#include <contend/host/memory_meter.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace contend::driver {
namespace {

struct pipe_pair {
  int read_end = -1, write_end = -1;
  pipe_pair() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
      throw bad_input(fmt::format("can't make a pipe: {}", std::strerror(errno)));
    }
    read_end = ends[0];
    write_end = ends[1];
  }
  pipe_pair(const pipe_pair&) = delete;
  pipe_pair& operator=(const pipe_pair&) = delete;
  ~pipe_pair() {
    close_write();
    ::close(read_end);
  }
  void close_write() {
    if (write_end >= 0) ::close(write_end);
    write_end = -1;
  }
};

/// argv or envp, made before the fork: between fork and exec nothing may allocate.
class pointer_table {
 public:
  void add(std::string text) { _texts.push_back(std::move(text)); }
  char** get() {
    _pointers.clear();
    for (auto& text : _texts) _pointers.push_back(text.data());
    _pointers.push_back(nullptr);
    return _pointers.data();
  }

 private:
  std::vector<std::string> _texts;
  std::vector<char*> _pointers;
};

pointer_table environment_of(const child_plan& plan) {
  pointer_table table;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!plan.preload.empty() && std::strncmp(*entry, "LD_PRELOAD=", 11) == 0) continue;
    table.add(*entry);
  }
  if (!plan.preload.empty()) table.add("LD_PRELOAD=" + plan.preload);
  table.add("CONTEND_PADDING=" + std::string(plan.padding % 4096, '.'));
  return table;
}

[[noreturn]] void become_child(const char* program, char** arguments, char** environment,
                               int result, int result_as, int error, pid_t parent) {
  ::setpgid(0, 0);  // a Ctrl-C is the parent's to handle
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // it died before the line above
  // dup2 clears close-on-exec, except onto itself.
  if (result == result_as)
    ::fcntl(result, F_SETFD, 0);
  else
    ::dup2(result, result_as);
  if (error >= 0) ::dup2(error, STDERR_FILENO);
  ::execve(program, arguments, environment);
  ::_exit(127);
}

std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.find_last_of('\n') + 1);
}

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name != nullptr ? std::string("SIG") + name : fmt::format("signal {}", number);
}

}  // namespace

std::string child_result::status() const {
  switch (how) {
    case end::timed_out: return "timeout";
    case end::out_of_memory: return "oom";
    case end::cancelled: return "cancelled";
    case end::signalled: return "crashed: " + signal_name(code);
    case end::exited: break;
  }
  if (code == 0) return "ok";
  return fmt::format("failed: exit {}{}{}", code, note.empty() ? "" : ": ", note);
}

std::uint64_t memory_limit(const std::string& option) {
  if (!option.empty()) return parse_bytes("--memory", option);
  return std::min<std::uint64_t>(std::uint64_t{4} << 30, host::available_memory() / 2);
}

child_result run_child(const child_plan& plan, const std::function<bool()>& cancelled) {
  pipe_pair result, error;
  pointer_table arguments, environment = environment_of(plan);
  arguments.add("contend");
  for (const auto& argument : plan.arguments) arguments.add(argument);
  char** const argv = arguments.get();
  char** const envp = environment.get();
  const char* const program = plan.program.empty() ? "/proc/self/exe" : plan.program.c_str();

  child_result r;
  const std::int64_t start = now_ns();
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw bad_input(fmt::format("can't start a process: {}", std::strerror(errno)));
  if (child == 0) {
    become_child(program, argv, envp, result.write_end,
                 plan.keep_stdout ? STDOUT_FILENO : result_descriptor,
                 plan.keep_stderr ? error.write_end : -1, parent);
  }
  result.close_write();
  error.close_write();

  std::string errors;
  // Readable when the child ends. Where the kernel has none it is -1, which poll ignores.
  const int ending = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  std::array<pollfd, 3> open{
      {{result.read_end, POLLIN, 0}, {error.read_end, POLLIN, 0}, {ending, POLLIN, 0}}};
  const auto read_some = [](pollfd& from, std::string& into) {
    std::array<char, 65536> chunk;
    const ssize_t n = ::read(from.fd, chunk.data(), chunk.size());
    if (n > 0) into.append(chunk.data(), static_cast<std::size_t>(n));
    if (n == 0 || (n < 0 && errno != EINTR)) from.fd = -1;  // poll ignores it from now on
  };
  int status = 0;
  bool ended = false;
  const auto end_it = [&](child_result::end why) {
    r.how = why;
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);  // should it not have made its group yet
    ::waitpid(child, &status, 0);
    ended = true;
  };
  while (!ended) {
    // 20 ms: often enough to catch a process that eats memory, seldom enough not to disturb it.
    if (::poll(open.data(), open.size(), plan.sample ? 5 : 20) > 0) {
      if ((open[0].revents & (POLLIN | POLLHUP)) != 0) read_some(open[0], r.output);
      if ((open[1].revents & (POLLIN | POLLHUP)) != 0) read_some(open[1], errors);
    }
    if (plan.sample) plan.sample(child);
    const double elapsed = static_cast<double>(now_ns() - start) * 1e-9;
    if (::waitpid(child, &status, WNOHANG) == child) {
      ended = true;
    } else if (cancelled()) {
      end_it(child_result::end::cancelled);
    } else if (elapsed > plan.timeout_seconds) {
      end_it(child_result::end::timed_out);
    } else if (plan.memory_bytes != 0 && host::rss_of(child) > plan.memory_bytes) {
      end_it(child_result::end::out_of_memory);
    }
  }
  while (open[0].fd >= 0 && ::poll(open.data(), 1, 0) > 0) read_some(open[0], r.output);
  while (open[1].fd >= 0 && ::poll(open.data() + 1, 1, 0) > 0) read_some(open[1], errors);
  if (ending >= 0) ::close(ending);
  r.seconds = static_cast<double>(now_ns() - start) * 1e-9;
  r.note = last_line(std::move(errors));
  if (r.how != child_result::end::exited) return r;
  if (WIFSIGNALED(status)) {
    r.how = child_result::end::signalled;
    r.code = WTERMSIG(status);
  } else {
    r.code = WEXITSTATUS(status);
  }
  return r;
}

}  // namespace contend::driver
