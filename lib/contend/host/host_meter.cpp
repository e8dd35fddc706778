#include <contend/host/host_meter.hpp>
#include <contend/host/text.hpp>

#include <algorithm>
#include <charconv>

namespace contend::host {
namespace {

double share(std::uint64_t part_before, std::uint64_t part_after, std::uint64_t before,
             std::uint64_t after) noexcept {
  // The kernel's idle and steal counts may step back a little.
  if (after <= before || part_after <= part_before) return 0;
  return std::min(
      1.0, static_cast<double>(part_after - part_before) / static_cast<double>(after - before));
}

}  // namespace

cpu_times parse_cpu_times(std::string_view proc_stat) noexcept {
  cpu_times times;
  while (!proc_stat.empty()) {
    std::string_view line = take(proc_stat, '\n');
    if (!line.starts_with("cpu ")) continue;
    line.remove_prefix(4);
    // user nice system idle iowait irq softirq steal; guest time, after them, is in user already.
    for (int field = 0; field < 8; ++field) {
      const auto ticks = take_number(line);
      if (!ticks) break;
      times.total += *ticks;
      if (field == 3 || field == 4) times.idle += *ticks;
      if (field == 7) times.steal = *ticks;
    }
    break;
  }
  return times;
}

cpu_times read_cpu_times() { return parse_cpu_times(read_text("/proc/stat").value_or("")); }

double steal_share(const cpu_times& before, const cpu_times& after) noexcept {
  return share(before.steal, after.steal, before.total, after.total);
}

double busy_share(const cpu_times& before, const cpu_times& after) noexcept {
  return share(before.total - before.idle, after.total - after.idle, before.total, after.total);
}

std::optional<cpu_pressure> parse_cpu_pressure(std::string_view text) noexcept {
  while (!text.empty()) {
    std::string_view line = take(text, '\n');
    if (!line.starts_with("some ")) continue;
    cpu_pressure pressure;
    bool whole = false;
    while (!line.empty()) {
      std::string_view value = take(line, ' ');
      const std::string_view name = take(value, '=');
      if (name == "avg10") {
        const auto result =
            std::from_chars(value.data(), value.data() + value.size(), pressure.avg10);
        if (result.ec != std::errc{}) return std::nullopt;
      } else if (name == "total") {
        const auto total = to_number(value);
        if (!total) return std::nullopt;
        pressure.total_us = *total;
        whole = true;
      }
    }
    if (whole) return pressure;
  }
  return std::nullopt;
}

std::optional<cpu_pressure> read_cpu_pressure() {
  return parse_cpu_pressure(read_text("/proc/pressure/cpu").value_or(""));
}

}  // namespace contend::host
