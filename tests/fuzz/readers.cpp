// What reads what others wrote, under libFuzzer: journals, the kernel's texts, what people type,
// the cases of other programs. Right is: an answer, or bad_input of one line.
#include <contend/core/bad_input.hpp>
#include <contend/driver/case_list.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/thread_list.hpp>
#include <contend/host/cgroup.hpp>
#include <contend/host/host_meter.hpp>
#include <contend/host/machine.hpp>
#include <contend/host/memory_meter.hpp>
#include <contend/host/placement.hpp>
#include <contend/host/plan_threads.hpp>
#include <contend/host/thread_meter.hpp>
#include <contend/report/journal.hpp>
#include <contend/report/record_json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using namespace contend;

[[noreturn]] void wrong(const std::string& what) {
  std::fprintf(stderr, "readers: %s\n", what.c_str());
  std::abort();
}

/// What was read is written and read again: then it must be the same.
void journal_text(const std::string& text) {
  std::istringstream in(text);
  run_record run;
  try {
    run = read_journal(in, "journal.jsonl");
  } catch (const bad_input& e) {
    if (std::string_view(e.what()).find('\n') != std::string_view::npos) wrong(e.what());
    throw;
  }
  std::string again = one_line(to_json(run)) + "\n";
  for (const point_record& p : run.points) again += one_line(to_json(p)) + "\n";
  std::istringstream second(again);
  const run_record twice = read_journal(second, "journal.jsonl");
  if (twice.points.size() != run.points.size()) wrong("a point was lost on the way");
  if (one_line(to_json(twice)) != one_line(to_json(run))) wrong("the header changed on the way");
  for (std::size_t i = 0; i < run.points.size(); ++i) {
    if (one_line(to_json(twice.points[i])) != one_line(to_json(run.points[i]))) {
      wrong("point " + std::to_string(i) + " changed on the way");
    }
  }
}

/// Every file of the machine says this.
void kernel(const std::string& text) {
  const auto says = [&text](const std::string&) { return std::optional(text); };
  const auto where = host::topology::of({{0, 0, 0, 0, 0}}, host::cgroup_cpu_quota(says));
  if (where.allowed() < 1) wrong("no CPU is allowed");
  (void)host::auto_threads(where);
  (void)host::cgroup_memory_headroom(says);
  (void)host::describe_machine(where, says);
  (void)host::parse_cgroup_memberships(text);
  (void)host::parse_cgroup_mounts(text);
  (void)host::parse_cpu_max(text);
  (void)host::parse_cfs_quota(text, text);
  (void)host::parse_memory_limit(text);
  (void)host::parse_cpu_times(text);
  (void)host::parse_cpu_pressure(text);
  (void)host::parse_memory(text, text);
  (void)host::parse_statm(text, 4096);
  host::thread_reading reading;
  host::parse_schedstat(text, reading);
  host::parse_task_status(text, reading);
  host::parse_task_stat(text, reading);
  host::parse_task_sched(text, reading);
}

void typed(const std::string& text) {
  const auto try_to = [](auto parse) {
    try {
      parse();
    } catch (const bad_input&) {
    }
  };
  try_to([&] { (void)driver::parse_duration("--budget", text); });
  try_to([&] { (void)driver::parse_bytes("--memory", text); });
  try_to([&] {
    if (const double share = driver::parse_share("--margin", text); !(share > 0 && share <= 0.5)) {
      wrong("a share of " + std::to_string(share));
    }
  });
  try_to([&] {
    const auto where = host::topology::of({{0, 0, 0, 0, 0}}, {});
    for (const unsigned n : driver::parse_threads(text, where)) {
      if (n == 0 || n > driver::most_threads) wrong("threads: " + std::to_string(n));
    }
  });
  (void)host::parse_placement(text);
}

/// Another program's `list --json`.
void cases(const std::string& text) {
  driver::program p;
  driver::read_cases(text, {1, 2, 64}, p);
  for (const driver::curve_plan& c : p.curves) {
    if (c.skipped.has_value() != c.threads.empty()) wrong(c.name + ": skipped, or threads");
  }
}

/// A reader that trusts its input: the test of this test.
void planted(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (text.at(colon) == '?') std::puts(text.c_str());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0]) {
      case 'j': journal_text(text); break;
      case 'k': kernel(text); break;
      case 't': typed(text); break;
      case 'c': cases(text); break;
      case 'x':
        if (std::getenv("READERS_PLANTED") == nullptr) return -1;
        planted(text);
        break;
      default: return -1;  // not for the corpus
    }
  } catch (const bad_input&) {
  }
  return 0;
}
