#include <contend/host/machine.hpp>

#include <sys/utsname.h>
#include <unistd.h>

#include <cstdio>
#include <string_view>
#include <utility>

namespace contend::host {
namespace {

using facts = std::map<std::string, std::string>;

std::string decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

/// "always [madvise] never" -> "madvise"; text without brackets as it is.
std::string chosen(std::string_view text) {
  const auto open = text.find('['), close = text.find(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    return std::string(trim(text));
  }
  return std::string(text.substr(open + 1, close - open - 1));
}

void processor(facts& all, const text_source& read) {
  const std::string cpuinfo = read("/proc/cpuinfo").value_or("");
  for (const std::string_view name : {"model name", "Model", "CPU part"}) {
    if (const auto model = value_of(cpuinfo, name); model && !model->empty()) {
      all["cpu_model"] = *model;
      break;
    }
  }
  if (const auto microcode = value_of(cpuinfo, "microcode")) all["microcode"] = *microcode;
  if (const auto flags = value_of(cpuinfo, "flags")) {
    all["hypervisor"] = has_word(*flags, "hypervisor") ? "yes" : "no";
  }
}

void caches(facts& all, int cpu, const text_source& read) {
  const std::string base = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cache/index";
  for (int i = 0; i < 8; ++i) {
    const std::string at = base + std::to_string(i);
    const auto level = read(at + "/level"), type = read(at + "/type"), size = read(at + "/size");
    if (!level || !type || !size) break;
    std::string name = "cache_l" + std::string(trim(*level));
    if (trim(*type) == "Data") name += "d";
    if (trim(*type) == "Instruction") name += "i";
    all[name] = trim(*size);
    if (const auto shared = read(at + "/shared_cpu_list")) {
      if (!trim(*shared).empty()) all[name] += " shared by CPUs " + std::string(trim(*shared));
    }
  }
}

/// Settings that are one small file each.
void settings(facts& all, int cpu, const text_source& read) {
  const std::string cpufreq = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cpufreq/";
  const std::pair<const char*, std::string> files[] = {
      {"governor", cpufreq + "scaling_governor"},
      {"frequency_driver", cpufreq + "scaling_driver"},
      {"smt_control", "/sys/devices/system/cpu/smt/control"},
      {"thp", "/sys/kernel/mm/transparent_hugepage/enabled"},
      {"aslr", "/proc/sys/kernel/randomize_va_space"},
      {"mmap_rnd_bits", "/proc/sys/vm/mmap_rnd_bits"},
      {"numa_balancing", "/proc/sys/kernel/numa_balancing"},
      {"overcommit_memory", "/proc/sys/vm/overcommit_memory"},
      {"perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid"},
      {"clocksource", "/sys/devices/system/clocksource/clocksource0/current_clocksource"},
  };
  for (const auto& [name, path] : files) {
    if (const auto text = read(path); text && !trim(*text).empty()) all[name] = chosen(*text);
  }
  if (const auto off = read("/sys/devices/system/cpu/intel_pstate/no_turbo")) {
    all["turbo"] = trim(*off) == "1" ? "off" : "on";
  } else if (const auto boost = read("/sys/devices/system/cpu/cpufreq/boost")) {
    all["turbo"] = trim(*boost) == "1" ? "on" : "off";
  }
}

}  // namespace

std::map<std::string, std::string> describe_machine(const topology& machine,
                                                    const text_source& read) {
  facts all;
  const int cpu = machine.cpus.empty() ? 0 : machine.cpus.front().id;
  processor(all, read);
  caches(all, cpu, read);
  settings(all, cpu, read);
  if (const long online = ::sysconf(_SC_NPROCESSORS_ONLN); online > 0) {
    all["cpus_online"] = std::to_string(online);
  }
  all["cpus_allowed"] = std::to_string(machine.allowed());
  all["cpus_in_mask"] = std::to_string(machine.cpus.size());
  all["cores"] = std::to_string(machine.cores);
  all["packages"] = std::to_string(machine.packages);
  all["numa_nodes"] = std::to_string(machine.numa_nodes);
  all["cpu_quota"] = machine.quota > 0 ? decimal(machine.quota) : "none";
  const std::string meminfo = read("/proc/meminfo").value_or("");
  if (const auto kb = leading_number(value_of(meminfo, "MemTotal").value_or(""))) {
    all["memory_mib"] = std::to_string(*kb / 1024);
  }
  if (const long page = ::sysconf(_SC_PAGESIZE); page > 0) all["page_size"] = std::to_string(page);
  // utsname's nodename is the host's name: not taken.
  if (utsname system{}; ::uname(&system) == 0) {
    all["kernel"] = std::string(system.sysname) + " " + system.release;
    all["architecture"] = system.machine;
  }
  return all;
}

}  // namespace contend::host
