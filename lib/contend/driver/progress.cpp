#include <contend/driver/progress.hpp>

#include <contend/core/clock.hpp>
#include <contend/driver/durations.hpp>

#include <fmt/format.h>

#include <cstdio>

#include <unistd.h>

namespace contend::driver {

progress::progress()
    : _terminal(::isatty(STDERR_FILENO) != 0),
      // In a log, what is over within ten seconds needs no progress.
      _last_ns(_terminal ? 0 : now_ns()) {}
progress::~progress() { clear(); }

void progress::show(std::uint64_t done, std::uint64_t total, double left, const std::string& what) {
  const std::int64_t now = now_ns();
  constexpr std::int64_t second = 1'000'000'000;
  if (now - _last_ns < (_terminal ? second / 20 : 10 * second) && _last_ns != 0) return;
  _last_ns = now;
  std::string line = total != 0 ? fmt::format("[{}/{}]", done, total) : fmt::format("[{}]", done);
  if (left >= 0) line += " " + clock_time(left) + " left";
  line += "  " + what;
  if (_terminal) {
    fmt::print(stderr, "\r\x1b[K{:.100}", line);
    std::fflush(stderr);
    _shown = true;
  } else {
    fmt::print(stderr, "{}\n", line);
  }
}

void progress::clear() {
  if (_terminal && _shown) fmt::print(stderr, "\r\x1b[K");
  _shown = false;
}

}  // namespace contend::driver
