#include <contend/core/clock.hpp>
#include <contend/host/text.hpp>
#include <contend/host/tsc.hpp>

namespace contend::host {
namespace {

double calibrate() {
  constexpr std::int64_t long_enough_ns = 10'000'000;
  const std::int64_t begin = now_ns();
  const std::uint64_t first = read_tsc();
  std::int64_t end = begin;
  while (end - begin < long_enough_ns) end = now_ns();
  const std::uint64_t ticks = read_tsc() - first;
  return ticks == 0 ? 0 : static_cast<double>(end - begin) / static_cast<double>(ticks);
}

}  // namespace

bool tsc_is_reliable(std::string_view cpuinfo, std::string_view clocksources) {
  const std::string_view flags = value_of(cpuinfo, "flags").value_or("");
  if (!has_word(flags, "constant_tsc") || !has_word(flags, "nonstop_tsc")) return false;
  return trim(clocksources).empty() || has_word(clocksources, "tsc");
}

bool tsc_is_reliable() {
#if defined(__aarch64__)
  return true;  // the generic timer is one system-wide counter, by architecture
#else
  static const bool reliable = tsc_is_reliable(
      read_text("/proc/cpuinfo").value_or(""),
      read_text("/sys/devices/system/clocksource/clocksource0/available_clocksource").value_or(""));
  return reliable;
#endif
}

double tsc_ns_per_tick() {
  static const double rate = calibrate();
  return rate;
}

}  // namespace contend::host
