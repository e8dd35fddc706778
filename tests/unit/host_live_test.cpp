// The host layer against the machine that the tests run on: whatever it is, nothing may fail.
#include <contend/core/clock.hpp>
#include <contend/host/cgroup.hpp>
#include <contend/host/host_meter.hpp>
#include <contend/host/machine.hpp>
#include <contend/host/memory_meter.hpp>
#include <contend/host/perf_counters.hpp>
#include <contend/host/placement.hpp>
#include <contend/host/plan_threads.hpp>
#include <contend/host/thread_meter.hpp>
#include <contend/host/tsc.hpp>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace contend::host;

/// Burns CPU time until this thread's own meter has seen `ns` of it.
void burn(std::uint64_t ns) {
  const thread_meter meter(this_thread_id());
  const auto begin = meter.quick();
  while (meter.quick().since(begin).cpu_ns < ns) {
  }
}

TEST(host_live, the_topology_is_that_of_the_affinity_mask) {
  const topology machine = topology::detect();
  ASSERT_FALSE(machine.cpus.empty());
  cpu_set_t mask;
  ASSERT_EQ(sched_getaffinity(0, sizeof mask, &mask), 0);
  EXPECT_LE(machine.cpus.size(), static_cast<std::size_t>(CPU_COUNT(&mask)));
  int last = -1;
  for (const cpu& c : machine.cpus) {
    EXPECT_TRUE(CPU_ISSET(static_cast<unsigned>(c.id), &mask));
    EXPECT_GT(c.id, last);
    last = c.id;
  }
  EXPECT_GE(machine.allowed(), 1u);
  EXPECT_LE(machine.allowed(), machine.cpus.size());
  EXPECT_GE(machine.cores, machine.packages);
  EXPECT_EQ(auto_threads(machine).back(), 2 * machine.allowed());
}

TEST(host_live, a_narrower_mask_gives_a_smaller_topology) {
  std::thread([] {
    const topology before = topology::detect();
    ASSERT_TRUE(pin_this_thread(before.cpus.back().id));
    const topology after = topology::detect();
    ASSERT_EQ(after.cpus.size(), 1u);
    EXPECT_EQ(after.cpus[0].id, before.cpus.back().id);
    EXPECT_EQ(after.cpus[0].smt_rank, 0);
    EXPECT_EQ(after.allowed(), 1u);
    EXPECT_EQ(sched_getcpu(), after.cpus[0].id);
  }).join();
}

TEST(host_live, a_cpu_that_is_not_there_is_refused) {
  EXPECT_TRUE(pin_this_thread(-1));
  std::thread([] { EXPECT_FALSE(pin_this_thread(1 << 22)); }).join();
}

TEST(host_live, a_thread_is_read_from_another) {
  std::atomic<pid_t> tid{0};
  std::atomic<bool> stop{false};
  std::thread worker([&] {
    tid = this_thread_id();
    while (!stop) {
    }
  });
  while (tid == 0) std::this_thread::yield();
  thread_meter first(tid);
  const thread_meter meter(std::move(first));
  // The clock brackets the readings: the thread can't have run for longer than that.
  const std::int64_t began = contend::now_ns();
  const auto begin = meter.full();
  auto last = begin;
  while (last.since(begin).cpu_ns < 20'000'000 && contend::now_ns() - began < 10'000'000'000) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    last = meter.quick();
  }
  const auto passed = static_cast<double>(contend::now_ns() - began);
  stop = true;
  worker.join();
  EXPECT_GE(last.since(begin).cpu_ns, 20'000'000u);
  // 1 %: the scheduler's clock isn't slewed as this one is.
  EXPECT_LE(static_cast<double>(last.since(begin).cpu_ns), 1.01 * passed);
  // join() returns a moment before the kernel has taken the thread off its books. Then: zeros, and
  // no difference below zero.
  const std::int64_t ended = contend::now_ns();
  while (meter.quick().cpu_ns != 0 && contend::now_ns() - ended < 10'000'000'000) {
    std::this_thread::yield();
  }
  EXPECT_EQ(meter.full().cpu_ns, 0u);
  EXPECT_EQ(meter.full().voluntary, 0u);
  EXPECT_EQ(meter.full().since(last).cpu_ns, 0u);
}

TEST(host_live, sleeping_is_a_voluntary_switch_and_touching_a_page_a_fault) {
  const thread_meter meter(this_thread_id());
  const auto begin = meter.full();
  // Again and again: a stalled virtual CPU may find the sleep over before it begins.
  for (int i = 0; i < 100 && meter.full().since(begin).voluntary == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  // From the kernel, not from malloc: that one may have pages left over.
  constexpr std::size_t size = 1 << 20;
  void* const pages =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(pages, MAP_FAILED);
  std::memset(pages, 1, size);
  ::munmap(pages, size);
  const auto used = meter.full().since(begin);
  EXPECT_GE(used.voluntary, 1u);
  EXPECT_GE(used.minor_faults, 1u);
}

TEST(host_live, meters_of_a_thread_that_never_was_are_zero) {
  const thread_meter meter(1 << 30);
  const auto reading = meter.full();
  EXPECT_EQ(reading.cpu_ns, 0u);
  EXPECT_EQ(reading.timeslices, 0u);
  EXPECT_EQ(reading.minor_faults, 0u);
}

TEST(host_live, the_host_has_spent_time) {
  const cpu_times before = read_cpu_times();
  burn(30'000'000);
  const cpu_times after = read_cpu_times();
  if (after.total == 0) GTEST_SKIP() << "/proc/stat can't be read here";
  EXPECT_GE(after.total, before.total);
  EXPECT_GE(steal_share(before, after), 0);
  EXPECT_LE(steal_share(before, after), 1);
  EXPECT_GT(busy_share(before, after), 0);
}

TEST(host_live, this_process_holds_memory) {
  const memory_reading before = read_memory();
  EXPECT_GT(before.rss, 0u);
  EXPECT_GE(before.peak, before.rss);
  EXPECT_LE(before.lazy_free, before.rss);
  EXPECT_GT(rss_of(getpid()), 0u);
  EXPECT_EQ(rss_of(1 << 30), 0u);
  EXPECT_GT(available_memory(), 0u);
  constexpr std::size_t size = 64 << 20;
  void* const more =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(more, MAP_FAILED);
  std::memset(more, 1, size);
  EXPECT_GE(read_memory().rss, before.rss + size / 2);
  ::munmap(more, size);
  EXPECT_GE(read_memory().peak, before.rss + size / 2);
}

TEST(host_live, perf_counters_count_or_keep_silent) {
  perf_counters first;
  const perf_counters counters(std::move(first));
  EXPECT_FALSE(first.available());  // NOLINT: moved from, and empty for it
  burn(2'000'000);
  const auto counts = counters.read();
  if (!counters.available()) {
    EXPECT_TRUE(counts.empty());
  }
  for (const auto& [name, count] : counts) EXPECT_GE(count, 0) << name;
}

TEST(host_live, the_time_stamp_counter_keeps_time) {
  const double rate = tsc_ns_per_tick();
  if (rate == 0 || !tsc_is_reliable()) GTEST_SKIP() << "no reliable counter here";
  const std::int64_t begin = contend::now_ns();
  const auto ticks = read_tsc();
  while (contend::now_ns() - begin < 20'000'000) {
  }
  const auto measured = static_cast<double>(read_tsc() - ticks) * rate;
  const auto truth = static_cast<double>(contend::now_ns() - begin);
  // The thread may be switched out between the two clocks: the truth is then late.
  EXPECT_NEAR(measured / truth, 1, 0.25);
}

TEST(host_live, the_machine_is_described_without_naming_it) {
  const auto facts = describe_machine(topology::detect());
  EXPECT_TRUE(facts.contains("kernel"));
  EXPECT_TRUE(facts.contains("cpus_allowed"));
  char name[256] = {};
  ASSERT_EQ(gethostname(name, sizeof name - 1), 0);
  for (const auto& [key, value] : facts) {
    EXPECT_FALSE(key.empty());
    EXPECT_FALSE(value.empty()) << key;
    EXPECT_EQ(value.find('\n'), std::string::npos) << key;
    EXPECT_NE(value.substr(0, 1), "/") << key;
    if (std::string(name).size() > 8) {
      EXPECT_EQ(value.find(name), std::string::npos) << key;
    }
  }
}

}  // namespace
