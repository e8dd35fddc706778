// The kernel's texts, whole and broken.
#include <contend/core/rng.hpp>
#include <contend/host/cgroup.hpp>
#include <contend/host/host_meter.hpp>
#include <contend/host/machine.hpp>
#include <contend/host/memory_meter.hpp>
#include <contend/host/text.hpp>
#include <contend/host/thread_meter.hpp>
#include <contend/host/tsc.hpp>

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace contend::host;

constexpr std::string_view status_text =
    "Name:\ta.out\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nThreads:\t1\n"
    "voluntary_ctxt_switches:\t150\nnonvoluntary_ctxt_switches:\t7\n";
constexpr std::string_view stat_text =
    "6819 (a ) b) R 6813 6813 3417 0 -1 4194304 103 0 0 0 0 0 0 0 20 0 1 0\n";
constexpr std::string_view sched_text =
    "a.out (6820, #threads: 1)\n-----------\n"
    "se.exec_start                                :       1267092.570070\n"
    "se.nr_migrations                             :                   12\n";
constexpr std::string_view rollup_text =
    "562060374000-7ffe28c2e000 ---p 00000000 00:00 0      [rollup]\n"
    "Rss:                1788 kB\nPss:                 341 kB\nLazyFree:             64 kB\n"
    "AnonHugePages:       512 kB\n";
constexpr std::string_view proc_stat_text =
    "cpu  5057 10 2230 244574 887 1 58 18 40 0\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 5\n";
constexpr std::string_view pressure_text =
    "some avg10=1.25 avg60=0.08 avg300=0.42 total=9142720\n"
    "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n";

TEST(host_text, numbers) {
  EXPECT_EQ(to_number(" 12\n"), 12u);
  EXPECT_EQ(to_number("18446744073709551615"), 18446744073709551615u);
  for (const char* none : {"", " ", "-1", "+1", "12 kB", "x", "1.5", "18446744073709551616"}) {
    EXPECT_EQ(to_number(none), std::nullopt) << none;
  }
  EXPECT_EQ(leading_number("  12 kB"), 12u);
  EXPECT_EQ(leading_number("kB"), std::nullopt);
  std::string_view rest = " 1  2 x";
  EXPECT_EQ(take_number(rest), 1u);
  EXPECT_EQ(take_number(rest), 2u);
  EXPECT_EQ(take_number(rest), std::nullopt);
  EXPECT_EQ(rest, " x");
}

TEST(host_text, values_by_name) {
  EXPECT_EQ(value_of("Rss: 1\nRssAnon: 2\n", "RssAnon"), "2");
  EXPECT_EQ(value_of("RssAnon: 2\nRss: 1", "Rss"), "1");
  EXPECT_EQ(value_of("model name\t: A: B\n", "model name"), "A: B");
  EXPECT_EQ(value_of("Rss 1\n", "Rss"), std::nullopt);
  EXPECT_EQ(value_of("Rss:", "Rss"), "");
  EXPECT_EQ(value_of("", "Rss"), std::nullopt);
}

TEST(host_text, words) {
  EXPECT_TRUE(has_word("a tsc b\n", "tsc"));
  EXPECT_TRUE(has_word("b tsc\n", "tsc"));
  EXPECT_FALSE(has_word("constant_tsc", "tsc"));
  EXPECT_FALSE(has_word("", "tsc"));
}

TEST(host_text, files) {
  EXPECT_EQ(read_text("/nonexistent/file"), std::nullopt);
  EXPECT_EQ(read_text("/"), std::nullopt);  // opens, but does not read
  EXPECT_EQ(read_text("/dev/null"), "");
}

TEST(thread_meter, parsers) {
  thread_reading r;
  parse_schedstat("123456789 1000 42\n", r);
  parse_task_status(status_text, r);
  parse_task_stat(stat_text, r);
  parse_task_sched(sched_text, r);
  EXPECT_EQ(r.cpu_ns, 123456789u);
  EXPECT_EQ(r.run_delay_ns, 1000u);
  EXPECT_EQ(r.timeslices, 42u);
  EXPECT_EQ(r.voluntary, 150u);
  EXPECT_EQ(r.involuntary, 7u);
  EXPECT_EQ(r.minor_faults, 103u);
  EXPECT_EQ(r.migrations, 12u);
}

TEST(thread_meter, malformed_text_changes_nothing) {
  for (const std::string_view text :
       {"", "\n", "x", "1 2", "1 (a", "1 (a)", "1 (a) R", ":", "1 x 2",
        "voluntary_ctxt_switches: x\nse.nr_migrations : -1\n"}) {
    thread_reading r{.cpu_ns = 1, .voluntary = 2, .minor_faults = 3, .migrations = 4};
    parse_schedstat(text, r);
    parse_task_status(text, r);
    parse_task_stat(text, r);
    parse_task_sched(text, r);
    EXPECT_EQ(r.cpu_ns, 1u) << text;
    EXPECT_EQ(r.voluntary, 2u) << text;
    EXPECT_EQ(r.minor_faults, 3u) << text;
    EXPECT_EQ(r.migrations, 4u) << text;
  }
}

TEST(thread_meter, a_difference_is_never_below_zero) {
  const thread_reading early{.cpu_ns = 10, .run_delay_ns = 5},
      late{.cpu_ns = 30, .run_delay_ns = 5};
  EXPECT_EQ(late.since(early).cpu_ns, 20u);
  EXPECT_EQ(late.since(early).run_delay_ns, 0u);
  EXPECT_EQ(thread_reading{}.since(late).cpu_ns, 0u);
}

TEST(host_meter, cpu_times) {
  const cpu_times t = parse_cpu_times(proc_stat_text);
  EXPECT_EQ(t.total, 5057u + 10 + 2230 + 244574 + 887 + 1 + 58 + 18);  // without guest: in user
  EXPECT_EQ(t.idle, 244574u + 887);
  EXPECT_EQ(t.steal, 18u);
  EXPECT_EQ(parse_cpu_times("").total, 0u);
  EXPECT_EQ(parse_cpu_times("cpu  1 2 x\n").total, 3u);
  EXPECT_EQ(parse_cpu_times("cpu0 1 2 3\n").total, 0u);
}

TEST(host_meter, shares) {
  const cpu_times a{.total = 1000, .idle = 500, .steal = 10};
  const cpu_times b{.total = 1200, .idle = 550, .steal = 60};
  EXPECT_DOUBLE_EQ(steal_share(a, b), 0.25);
  EXPECT_DOUBLE_EQ(busy_share(a, b), 0.75);
  EXPECT_EQ(steal_share(a, a), 0);
  EXPECT_EQ(steal_share(b, a), 0);
  EXPECT_EQ(steal_share({.total = 10, .steal = 5}, {.total = 20, .steal = 4}), 0);
}

TEST(host_meter, pressure) {
  const auto p = parse_cpu_pressure(pressure_text);
  ASSERT_TRUE(p);
  EXPECT_DOUBLE_EQ(p->avg10, 1.25);
  EXPECT_EQ(p->total_us, 9142720u);
  for (const char* none : {"", "full avg10=0 total=1\n", "some\n", "some avg10=x total=1",
                           "some avg10=1.0 total=", "some avg10=1.0"}) {
    EXPECT_EQ(parse_cpu_pressure(none), std::nullopt) << none;
  }
}

TEST(memory_meter, parsers) {
  const memory_reading r = parse_memory(rollup_text, status_text);
  EXPECT_EQ(r.rss, 1788u * 1024);
  EXPECT_EQ(r.lazy_free, 64u * 1024);
  EXPECT_EQ(r.huge_pages, 512u * 1024);
  EXPECT_EQ(r.peak, 2048u * 1024);
  const memory_reading old = parse_memory("", status_text);
  EXPECT_EQ(old.rss, 1024u * 1024);
  EXPECT_EQ(old.lazy_free, 0u);
  EXPECT_EQ(parse_memory("", "").peak, 0u);
  EXPECT_EQ(parse_statm("765 390 335 5 0 96 0\n", 4096), 390u * 4096);
  EXPECT_EQ(parse_statm("765", 4096), 0u);
  EXPECT_EQ(parse_statm("", 4096), 0u);
}

TEST(tsc, is_judged_by_the_flags_and_the_kernel) {
  constexpr std::string_view good = "flags\t\t: fpu constant_tsc nonstop_tsc sse2\n";
  EXPECT_TRUE(tsc_is_reliable(good, "tsc kvm-clock \n"));
  EXPECT_TRUE(tsc_is_reliable(good, ""));
  EXPECT_FALSE(tsc_is_reliable(good, "hpet acpi_pm\n"));
  EXPECT_FALSE(tsc_is_reliable("flags : fpu constant_tsc\n", "tsc"));
  EXPECT_FALSE(tsc_is_reliable("flags : fpu nonstop_tsc constant_tsc_x\n", "tsc"));
  EXPECT_FALSE(tsc_is_reliable("", ""));
}

TEST(machine, is_described_by_what_there_is) {
  const std::map<std::string, std::string> tree = {
      {"/proc/cpuinfo", "model name\t: A Processor\nflags\t: fpu hypervisor\n"},
      {"/proc/meminfo", "MemTotal:        2097152 kB\n"},
      {"/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n"},
      {"/sys/devices/system/cpu/cpu0/cache/index0/level", "1\n"},
      {"/sys/devices/system/cpu/cpu0/cache/index0/type", "Data\n"},
      {"/sys/devices/system/cpu/cpu0/cache/index0/size", "32K\n"},
      {"/sys/devices/system/cpu/cpu0/cache/index0/shared_cpu_list", "0,4\n"},
      {"/sys/devices/system/cpu/intel_pstate/no_turbo", "1\n"}};
  const auto read = [&](const std::string& path) -> std::optional<std::string> {
    const auto at = tree.find(path);
    return at == tree.end() ? std::nullopt : std::optional(at->second);
  };
  auto facts = describe_machine(topology::of({cpu{}}, 1.5), read);
  EXPECT_EQ(facts["cpu_model"], "A Processor");
  EXPECT_EQ(facts["hypervisor"], "yes");
  EXPECT_EQ(facts["memory_mib"], "2048");
  EXPECT_EQ(facts["thp"], "madvise");
  EXPECT_EQ(facts["cache_l1d"], "32K shared by CPUs 0,4");
  EXPECT_EQ(facts["turbo"], "off");
  EXPECT_EQ(facts["cpu_quota"], "1.5");
  EXPECT_FALSE(facts.contains("governor"));
  // Nothing readable at all: what the C library knows is left.
  const auto bare = describe_machine({}, [](const std::string&) { return std::nullopt; });
  EXPECT_FALSE(bare.contains("cpu_model"));
  EXPECT_EQ(bare.at("cpu_quota"), "none");
}

TEST(host_parsers, survive_any_text) {
  // Real texts with bytes changed, dropped and cut off; the sanitizer builds do the judging.
  const std::string_view originals[] = {status_text,
                                        stat_text,
                                        sched_text,
                                        rollup_text,
                                        proc_stat_text,
                                        pressure_text,
                                        "4:memory:/a/b\n1:cpu,cpuacct:/c:d\n0::/user.slice\n",
                                        "9 8 0:29 /d\\040x /sys/fs - cgroup2 c rw,cpu\n",
                                        "1 2 3\n"};
  contend::rng random(1);
  for (int round = 0; round < 5000; ++round) {
    std::string text(originals[random.below(std::size(originals))]);
    for (auto changes = random.below(8); changes > 0 && !text.empty(); --changes) {
      const auto at = random.below(text.size());
      switch (random.below(3)) {
        case 0: text[at] = static_cast<char>(random()); break;
        case 1: text.erase(at, random.below(8)); break;
        default: text.resize(at); break;
      }
    }
    thread_reading r;
    parse_schedstat(text, r);
    parse_task_status(text, r);
    parse_task_stat(text, r);
    parse_task_sched(text, r);
    (void)parse_cpu_times(text);
    (void)parse_cpu_pressure(text);
    (void)parse_memory(text, text);
    (void)parse_statm(text, 4096);
    (void)parse_cpu_max(text);
    (void)parse_cfs_quota(text, text);
    (void)parse_memory_limit(text);
    (void)tsc_is_reliable(text, text);
    const auto read = [&](const std::string&) { return std::optional(text); };
    (void)cgroup_cpu_quota(read);
    (void)cgroup_memory_headroom(read);
    (void)describe_machine({}, read);
    for (const bool unified : {false, true}) {
      for (const auto& at : cgroup_directories(parse_cgroup_memberships(text),
                                               parse_cgroup_mounts(text), "cpu", unified)) {
        EXPECT_FALSE(at.empty());
      }
    }
  }
}

}  // namespace
