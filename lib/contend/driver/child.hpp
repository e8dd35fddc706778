// A fresh process a point: isolated, limited, and whatever becomes of it is a typed result.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace contend::driver {

struct child_plan {
  std::vector<std::string> arguments;  ///< without the program's name
  std::string program = {};            ///< its path; empty for this same program
  std::string preload;                 ///< a library for LD_PRELOAD; empty for none
  double timeout_seconds = 30;
  std::uint64_t memory_bytes = 0;  ///< resident; more and it is ended. 0: no limit
  bool keep_stderr = true;         ///< swallow its stderr, for `note`; else let it through
  /// Environment bytes in front of the stack: a layout drawn anew for each process, so that no
  /// one alignment is measured all the time (Mytkowicz et al., ASPLOS 2009).
  std::uint64_t padding = 0;
  bool keep_stdout = false;  ///< its standard output is the result, and there is no pipe for one
  /// If there is one, called every 5 ms with the child's process id, on the caller's thread.
  std::function<void(pid_t)> sample = {};
};

struct child_result {
  enum class end { exited, signalled, timed_out, out_of_memory, cancelled };
  end how = end::exited;
  int code = 0;        ///< exit code, or signal
  std::string output;  ///< what it wrote to its result pipe
  std::string note;    ///< last line of its stderr, if kept
  double seconds = 0;  ///< wall time

  /// "ok" for exit code 0; else "crashed: SIGSEGV", "timeout", "oom", "failed: ..." or "".
  [[nodiscard]] std::string status() const;
};

/// Runs the program in a new process and waits for it, ending it when a limit is passed or when
/// `cancelled()` becomes true (asked every 20 ms). The child finds its result pipe as file
/// descriptor 3, runs in a process group of its own, and dies with its parent. Throws bad_input
/// if the process can't be started.
[[nodiscard]] child_result run_child(const child_plan& plan,
                                     const std::function<bool()>& cancelled);

/// What `--memory` says, in bytes; if nothing, 4 GiB or half of what is available, whichever is
/// less. Throws bad_input.
[[nodiscard]] std::uint64_t memory_limit(const std::string& option);

/// The descriptor on which a child writes its result.
inline constexpr int result_descriptor = 3;

}  // namespace contend::driver
