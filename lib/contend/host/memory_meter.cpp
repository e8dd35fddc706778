#include <contend/host/cgroup.hpp>
#include <contend/host/memory_meter.hpp>
#include <contend/host/text.hpp>

#include <unistd.h>

#include <algorithm>
#include <string>

namespace contend::host {
namespace {

std::uint64_t kilobytes(std::string_view text, std::string_view name) noexcept {
  return leading_number(value_of(text, name).value_or("")).value_or(0) * 1024;
}

}  // namespace

memory_reading parse_memory(std::string_view smaps_rollup, std::string_view status) noexcept {
  memory_reading reading;
  reading.rss = kilobytes(smaps_rollup, "Rss");
  if (reading.rss == 0) reading.rss = kilobytes(status, "VmRSS");  // kernels before 4.14
  reading.lazy_free = std::min(kilobytes(smaps_rollup, "LazyFree"), reading.rss);
  reading.huge_pages = std::min(kilobytes(smaps_rollup, "AnonHugePages"), reading.rss);
  // The kernel's count of the peak lags behind by a batch of pages a thread.
  reading.peak = std::max(kilobytes(status, "VmHWM"), reading.rss);
  return reading;
}

memory_reading read_memory() {
  return parse_memory(read_text("/proc/self/smaps_rollup").value_or(""),
                      read_text("/proc/self/status").value_or(""));
}

memory_reading read_memory_of(pid_t process) {
  return parse_memory(read_text("/proc/" + std::to_string(process) + "/smaps_rollup").value_or(""),
                      "");
}

std::uint64_t parse_statm(std::string_view statm, std::uint64_t page_size) noexcept {
  const auto size = take_number(statm);
  const auto resident = take_number(statm);
  return size && resident ? *resident * page_size : 0;
}

std::uint64_t rss_of(pid_t process) {
  const auto page_size = static_cast<std::uint64_t>(std::max(::sysconf(_SC_PAGESIZE), 0L));
  const auto statm = read_text("/proc/" + std::to_string(process) + "/statm");
  return parse_statm(statm.value_or(""), page_size);
}

std::uint64_t available_memory() {
  const std::string meminfo = read_text("/proc/meminfo").value_or("");
  const std::uint64_t machine = kilobytes(meminfo, "MemAvailable");
  return std::min(machine == 0 ? no_limit : machine, cgroup_memory_headroom());
}

}  // namespace contend::host
