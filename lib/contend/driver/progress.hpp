// Where a long command is, and how long it still takes; on stderr.
#pragma once

#include <cstdint>
#include <string>

namespace contend::driver {

/// One line, rewritten in place, on a terminal; else a plain line every ten seconds.
class progress {
 public:
  progress();
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// `done` of `total` (0: unknown); `left` seconds to go (negative: unknown); `what` is next.
  void show(std::uint64_t done, std::uint64_t total, double left, const std::string& what);
  /// Takes the line away, so that something else can be printed.
  void clear();

 private:
  bool _terminal;
  bool _shown = false;
  std::int64_t _last_ns;
};

}  // namespace contend::driver
