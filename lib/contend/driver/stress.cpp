// contend stress
#include <contend/core/bad_input.hpp>
#include <contend/core/clock.hpp>
#include <contend/core/rng.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/interrupt.hpp>
#include <contend/driver/plan.hpp>
#include <contend/driver/stress_run.hpp>
#include <contend/driver/visit.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>

namespace contend::driver {
namespace {

constexpr std::uint64_t default_ops = 20'000;

unsigned worker_count(const case_entry& c, unsigned wanted) {
  return std::clamp(wanted, c.min_threads, c.max_threads);
}

child_plan plan_of(const case_entry& c, const stress_options& options, unsigned threads) {
  child_plan plan;
  plan.arguments = {"point",     "--case",
                    c.name,      "--stress",
                    "--threads", fmt::to_string(threads),
                    "--seed",    fmt::to_string(options.seed)};
  const auto add = [&](const char* flag, const std::string& value) {
    plan.arguments.insert(plan.arguments.end(), {flag, value});
  };
  if (!options.seconds.empty()) {
    add("--seconds", fmt::to_string(parse_duration("--seconds", options.seconds)));
  } else {
    add("--ops", fmt::to_string(options.ops != 0 ? options.ops : default_ops));
  }
  if (options.perturb) plan.arguments.emplace_back("--perturb");
  plan.timeout_seconds = parse_duration("--timeout", options.timeout);
  plan.memory_bytes = memory_limit(options.memory);
  plan.keep_stderr = false;  // a sanitizer's report is what the user came for
  plan.padding = derive_seed(options.seed, 0);
  return plan;
}

point_record here(const case_entry& c, const stress_options& options, unsigned threads) {
  const double seconds = options.seconds.empty() ? 0 : parse_duration("--seconds", options.seconds);
  const std::uint64_t ops = options.ops != 0 ? options.ops : default_ops;
  const std::int64_t began = now_ns();
  point_record r;
  try {
    r = stress_run(c, {.threads = threads,
                       .rounds = options.seconds.empty() ? ops : 0,
                       .seconds = seconds,
                       .seed = options.seed,
                       .perturb = options.perturb});
  } catch (const std::exception& e) {
    r.name = c.name;
    r.threads = threads;
    r.status = fmt::format("failed: {}", e.what());
  }
  r.process_seconds = static_cast<double>(now_ns() - began) * 1e-9;
  return r;
}

}  // namespace

int stress(const catalog& cases, const stress_options& options) {
  const auto chosen = choose(cases, options.filter, options.preset);
  if (options.threads > most_threads) {
    throw bad_input(fmt::format("--threads: at most {}", most_threads));
  }
  const unsigned wanted =
      options.threads != 0 ? options.threads : std::max(4u, 2 * host::topology::detect().allowed());
  unsigned passed = 0, failed = 0, skipped = 0;
  const interrupt_guard guard;
  for (const case_entry* c : chosen) {
    if (interrupt_guard::interrupted()) break;
    if (c->skipped) {
      fmt::print("skip  {}: {}\n", c->name, *c->skipped);
      ++skipped;
      continue;
    }
    const unsigned threads = worker_count(*c, wanted);
    const point_record r = options.in_process
                               ? here(*c, options, threads)
                               : visit_point(c->name, threads, plan_of(*c, options, threads),
                                             &interrupt_guard::interrupted);
    if (r.status == "cancelled") break;
    if (r.ok()) {
      fmt::print("ok    {}  {:.0f} operations  {:.2f} s\n", r.path(),
                 r.metrics.at("succeeded").value, r.process_seconds);
      ++passed;
    } else {
      fmt::print("FAIL  {}  {}\n", r.path(), r.status);
      ++failed;
    }
    std::fflush(stdout);
  }
  fmt::print("{} passed, {} failed, {} skipped\n", passed, failed, skipped);
  if (interrupt_guard::interrupted()) return exit_code::interrupted;
  return failed != 0 ? exit_code::failed : exit_code::fine;
}

}  // namespace contend::driver
