#include <contend/host/perf_counters.hpp>

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

namespace contend::host {
namespace {

struct wanted {
  const char* name;
  std::uint32_t type;
  std::uint64_t config;
};

constexpr std::uint64_t cache_event(std::uint64_t cache, std::uint64_t op, std::uint64_t result) {
  return cache | (op << 8) | (result << 16);
}

constexpr wanted all_wanted[] = {
    {"cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    {"instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    {"llc_references", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_REFERENCES},
    {"llc_misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
    {"branch_misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES},
    {"dtlb_misses", PERF_TYPE_HW_CACHE,
     cache_event(PERF_COUNT_HW_CACHE_DTLB, PERF_COUNT_HW_CACHE_OP_READ,
                 PERF_COUNT_HW_CACHE_RESULT_MISS)},
};

int open_event(const wanted& what) noexcept {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = what.type;
  attributes.config = what.config;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  // This thread, any CPU, no group: a missing event must not take the others with it.
  return static_cast<int>(
      ::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC));
}

}  // namespace

perf_counters::perf_counters() noexcept {
  try {
    _events.reserve(std::size(all_wanted));
  } catch (...) {
    return;
  }
  for (const wanted& what : all_wanted) {
    if (const int file = open_event(what); file >= 0) _events.push_back({what.name, file});
  }
}

perf_counters::~perf_counters() {
  for (const event& e : _events) ::close(e.file);
}

perf_counters::perf_counters(perf_counters&& other) noexcept
    : _events(std::exchange(other._events, {})) {}

perf_counters& perf_counters::operator=(perf_counters&& other) noexcept {
  std::swap(_events, other._events);
  return *this;
}

std::map<std::string, double> perf_counters::read() const {
  std::map<std::string, double> counts;
  for (const event& e : _events) {
    struct {
      std::uint64_t value, enabled, running;
    } raw{};
    if (::read(e.file, &raw, sizeof raw) != sizeof raw || raw.running == 0) continue;
    counts[e.name] = static_cast<double>(raw.value) * static_cast<double>(raw.enabled) /
                     static_cast<double>(raw.running);
  }
  return counts;
}

}  // namespace contend::host
