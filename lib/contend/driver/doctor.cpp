// contend doctor
#include <contend/driver/allocators.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/cost.hpp>
#include <contend/driver/gbench_artefact.hpp>
#include <contend/driver/header.hpp>
#include <contend/driver/power.hpp>
#include <contend/driver/self_check.hpp>
#include <contend/harness/team.hpp>
#include <contend/host/host_meter.hpp>
#include <contend/host/machine.hpp>
#include <contend/host/perf_counters.hpp>
#include <contend/host/placement.hpp>
#include <contend/host/plan_threads.hpp>
#include <contend/host/thread_meter.hpp>
#include <contend/host/tsc.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <thread>

namespace contend::driver {
namespace {

void heading(const char* text) { fmt::print("\n{}\n", text); }

void row(const std::string& name, const std::string& value) {
  fmt::print("  {:<28} {}\n", name, value);
}

void rows(const std::map<std::string, std::string>& all) {
  for (const auto& [name, value] : all) row(name, value);
}

void print_fitness(const host::topology& where) {
  heading("fit to measure on?");
  const auto say = [](bool good, const std::string& what) {
    fmt::print("  {} {}\n", good ? "yes " : "NO  ", what);
  };
  say(where.allowed() >= 2,
      fmt::format("{} CPUs for this process; on one, threads only take turns", where.allowed()));
  say(where.quota == 0 || where.quota >= static_cast<double>(where.cpus.size()),
      "no CPU quota below the CPUs in the mask");
  const auto before = host::read_cpu_times();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const auto after = host::read_cpu_times();
  const double busy = host::busy_share(before, after), steal = host::steal_share(before, after);
  say(busy < 0.05, fmt::format("idle while we sleep: {:.1f} % busy", 100 * busy));
  say(steal < 0.01, fmt::format("nothing stolen by a hypervisor: {:.1f} %", 100 * steal));
  if (const auto pressure = host::read_cpu_pressure()) {
    say(pressure->avg10 < 1,
        fmt::format("no task waited for a CPU in the last 10 s: {:.1f} % of the time",
                    pressure->avg10));
  }
  say(host::tsc_is_reliable(), "the CPUs' time stamp counters run alike");
  const bool metered = host::thread_meter(host::this_thread_id()).quick().timeslices > 0;
  say(metered, "the kernel says how long a thread waited for a CPU (schedstat)");
  const harness::team crew(host::place(where, host::placement::compact, where.allowed()));
  say(crew.pinned(), "threads can be pinned");
  say(host::perf_counters().available(),
      "hardware counters (absent in most virtual machines; nothing here needs them)");
}

void print_missing(const catalog& cases) {
  heading("skipped in this build");
  bool any = false;
  for (const case_entry& c : cases.all()) {
    if (!c.skipped) continue;
    row(c.name, *c.skipped);
    any = true;
  }
  if (!any) fmt::print("  nothing\n");
}

void print_allocators() {
  heading("allocators of sweep --allocators auto");
  for (const discovery& d : working_allocators()) {
    fmt::print("  {} {:<24} {}\n", d.library.empty() ? "NO  " : "yes ", d.name, d.text());
  }
}

int print_self_check(const catalog& cases) {
  heading("self-check: is what the harness says true?");
  bool failed = false, noisy = false;
  const auto results = self_check(cases, [](const std::string& what) {
    fmt::print(stderr, "contend: checking that {}\n", what);
  });
  for (const check_result& r : results) {
    fmt::print("  {:<15} {}\n  {:<15} {}\n", to_string(r.verdict), r.what, "", r.detail);
    failed = failed || r.verdict == finding::fail;
    noisy = noisy || r.verdict == finding::too_noisy;
  }
  heading("the same loads through Google Benchmark's own threads (its items_per_second)");
  for (const gbench_figure& f : run_gbench_artefact(4 * host::topology::detect().allowed())) {
    fmt::print("  {:<16} threads:{:<3} min_time {:>4.0f} ms  {:>8.1f} M/s\n", f.load, f.threads,
               1e3 * f.min_time, f.items_per_second * 1e-6);
  }
  fmt::print("  (each of its threads times a window of its own: docs/method.md)\n");
  return failed ? exit_code::failed : noisy ? exit_code::invalid : exit_code::fine;
}

}  // namespace

int doctor(const catalog& cases, const doctor_options& options) {
  if (options.power) return power(cases, options);
  const auto where = host::topology::detect();
  fmt::print("machine\n");
  rows(host::describe_machine(where));
  row("threads:auto", fmt::format("{}", fmt::join(host::auto_threads(where), ",")));
  heading("build");
  rows(describe_build());
  heading("the harness' own cost");
  rows(describe_cost(measure_cost()));
  print_fitness(where);
  print_missing(cases);
  print_allocators();
  const int code = options.self_check ? print_self_check(cases) : exit_code::fine;
  std::fflush(stdout);
  return code;
}

}  // namespace contend::driver
