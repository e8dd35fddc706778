// contend point: a child's work. One point, its record as one JSON line on descriptor 3.
#include <contend/core/bad_input.hpp>
#include <contend/driver/allocator_trial.hpp>
#include <contend/driver/child.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/plan.hpp>
#include <contend/driver/stress_run.hpp>
#include <contend/harness/footprint.hpp>
#include <contend/harness/measure.hpp>
#include <contend/harness/plant.hpp>
#include <contend/host/placement.hpp>
#include <contend/report/record_json.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <new>
#include <string>
#include <utility>

#include <unistd.h>

namespace contend::driver {
namespace {

std::vector<int> cpus_for(const host::topology& where, const point_options& options) {
  const auto policy = host::parse_placement(options.placement);
  if (!policy) throw bad_input("--placement: compact, scatter, smt or none");
  return host::place(where, *policy, options.threads);
}

std::string placement_text(const point_options& options, const std::vector<int>& cpus,
                           const char* more = "") {
  if (options.placement == "none") return options.placement;
  return fmt::format("{} {}{}", options.placement, fmt::join(cpus, ","), more);
}

point_record timed(const case_entry& entry, const point_options& options) {
  const auto where = host::topology::detect();
  const std::vector<int> cpus = cpus_for(where, options);
  harness::team crew(cpus);

  harness::measure_plan plan;
  plan.threads = options.threads;
  plan.params = entry.params;
  plan.seed = options.seed;
  plan.oversubscribed = options.threads > where.allowed();
  plan.window = std::chrono::nanoseconds(static_cast<std::int64_t>(options.window_seconds * 1e9));
  plan.warm_up = std::chrono::nanoseconds(static_cast<std::int64_t>(options.warm_up_seconds * 1e9));
  plan.windows = options.windows;
  plan.latency = options.latency;
  const auto build = [&](const setting& s) {
    auto what = entry.build(s);
    return options.plant == 1 ? std::move(what) : harness::planted(std::move(what), options.plant);
  };
  point_record r = harness::measure(crew, build, plan);
  r.placement = placement_text(options, cpus, crew.pinned() ? "" : " (pinning refused)");
  return r;
}

point_record measured_for_memory(const case_entry& entry, const point_options& options) {
  const std::vector<int> cpus = cpus_for(host::topology::detect(), options);
  point_record r = harness::measure_footprint(
      entry.build,
      {.cpus = cpus, .params = entry.params, .seed = options.seed, .live_bytes = footprint_bytes});
  r.placement = placement_text(options, cpus);
  return r;
}

void write_result(const std::string& line) {
  for (std::size_t sent = 0; sent < line.size();) {
    const ssize_t n = ::write(result_descriptor, line.data() + sent, line.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EBADF) {  // started by hand: for a person to read
      fmt::print("{}", line);
      return;
    }
    if (n <= 0) throw bad_input("point: can't write the result");
    sent += static_cast<std::size_t>(n);
  }
}

}  // namespace

int point(const catalog& cases, const point_options& options) {
  const case_entry* entry = cases.find(options.name);
  if (entry == nullptr) throw bad_input("no case is named " + options.name);
  if (!entry->build) throw bad_input(options.name + " is skipped: " + *entry->skipped);
  if (!entry->allows(options.threads)) {
    throw bad_input(fmt::format("{} is not defined for {} threads", options.name, options.threads));
  }
  if (options.footprint && !entry->measures_memory) {
    throw bad_input(options.name + " does not tell its live bytes");
  }
  point_record r;
  try {
    if (!options.expect_library.empty() && !library_is_mapped(options.expect_library)) {
      throw std::runtime_error("the loader did not preload " + options.expect_library);
    }
    r = options.stress      ? stress_run(*entry, {.threads = options.threads,
                                                  .rounds = options.ops,
                                                  .seconds = options.seconds,
                                                  .seed = options.seed,
                                                  .perturb = options.perturb})
        : options.footprint ? measured_for_memory(*entry, options)
                            : timed(*entry, options);
  } catch (const bad_input&) {
    throw;
  } catch (const std::bad_alloc&) {
    r = {};
    r.status = "oom";
  } catch (const std::exception& e) {
    r = {};
    r.status = fmt::format("failed: {}", e.what());
  }
  r.name = entry->name;
  r.threads = options.threads;
  r.seed = options.seed;
  write_result(one_line(to_json(r)) + "\n");
  return exit_code::fine;
}

}  // namespace contend::driver
