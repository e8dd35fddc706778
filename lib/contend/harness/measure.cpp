#include <contend/harness/measure.hpp>

#include <contend/host/host_meter.hpp>
#include <contend/host/memory_meter.hpp>

#include <algorithm>
#include <thread>

namespace contend::harness {
namespace {

/// A worker that gets a CPU late must still have made its first step before the first window.
void wait_until_all_step(const session& s) {
  for (int i = 0; i < 1000; ++i) {
    const activity when = s.when();
    if (std::find(when.first_step_ns.begin(), when.first_step_ns.end(), 0) ==
        when.first_step_ns.end()) {
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

meter_record meters_between(const std::vector<host::thread_reading>& begin,
                            const std::vector<host::thread_reading>& end) {
  meter_record m;
  for (std::size_t i = 0; i < begin.size(); ++i) {
    const host::thread_reading change = end[i].since(begin[i]);
    m.voluntary_switches += change.voluntary;
    m.involuntary_switches += change.involuntary;
    m.minor_faults += change.minor_faults;
    m.migrations += change.migrations;
  }
  return m;
}

/// A point whose oracle failed measured something else than it says: no number may survive.
void void_windows(point_record& r) {
  r.windows.clear();
  r.thread_share.clear();
  r.latency.reset();
  r.metrics.clear();
  r.series.clear();
}

}  // namespace

point_record measure(team& crew, const std::function<std::unique_ptr<load>(const setting&)>& build,
                     const measure_plan& plan) {
  point_record r;
  r.threads = plan.threads;
  r.seed = plan.seed;
  r.oversubscribed = plan.oversubscribed;

  const std::unique_ptr<load> what = build({plan.threads, plan.params, plan.seed});
  share_meter shares;
  unsigned kept = 0;
  {
    session s(crew, *what, {.threads = plan.threads, .seed = plan.seed, .latency = plan.latency});
    s.open();
    std::this_thread::sleep_for(plan.warm_up);
    wait_until_all_step(s);
    s.steady();
    const activity when = s.when();
    const auto hardware = s.hardware();
    const auto meters_before = s.meters();
    const host::cpu_times host_before = host::read_cpu_times();

    snapshot begin = s.look();
    while (kept < plan.windows && r.windows.size() < 2 * plan.windows) {
      std::this_thread::sleep_for(plan.window);
      snapshot end = s.look();
      r.windows.push_back(window_between(begin, end, when, plan.rule, plan.oversubscribed));
      if (r.windows.back().discarded.empty()) {
        ++kept;
        shares.add(begin, end);
      }
      begin = std::move(end);
    }

    r.meters = meters_between(meters_before, s.meters());
    r.meters.steal = host::steal_share(host_before, host::read_cpu_times());
    const host::memory_reading memory = host::read_memory();
    r.meters.rss_bytes = memory.rss;
    r.meters.lazy_free_bytes = memory.lazy_free;
    r.meters.peak_rss_bytes = memory.peak;
    for (const auto& [name, value] : s.hardware()) {
      const auto before = hardware.find(name);
      r.meters.hardware[name] = value - (before != hardware.end() ? before->second : 0);
    }
    s.stop();
    r.start_skew = start_skew(when);
    r.latency = s.latency();
  }
  r.thread_share = shares.shares();

  const complaint wrong = what->verify();
  for (const metric& m : what->metrics()) r.metrics[m.name] = {m.unit, m.value};
  for (series& s : what->histories()) r.series[s.name] = {s.unit, std::move(s.points)};
  if (wrong) {
    r.status = "oracle: " + *wrong;
    void_windows(r);
  } else if (kept == 0) {
    r.status = "invalid: every window was discarded (" + r.windows.back().discarded + ")";
  } else {
    r.status = "ok";
  }
  return r;
}

}  // namespace contend::harness
