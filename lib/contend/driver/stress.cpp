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
// A history is checked in time that is exponential in the workers, and few operations on few keys
// meet as often as many.
constexpr std::uint64_t linearize_ops = 5'000;
constexpr unsigned linearize_threads = 8;

// What goes on after this share of the timeout is slow, and what has hung does not react to being
// told to stop. On a busy host some designs need a time slice for each operation (ck_ring's
// producers wait in line for each other): what they did by then is judged, and that is said.
constexpr double enough = 0.25;

std::uint64_t rounds_of(const stress_options& options) {
  if (options.ops != 0) return options.ops;
  return options.linearize ? linearize_ops : default_ops;
}

unsigned threads_of(const stress_options& options) {
  if (options.threads > most_threads) {
    throw bad_input(fmt::format("--threads: at most {}", most_threads));
  }
  if (options.threads != 0) return options.threads;
  const unsigned twice = std::max(4u, 2 * host::topology::detect().allowed());
  return options.linearize ? std::min(twice, linearize_threads) : twice;
}

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
    add("--ops", fmt::to_string(rounds_of(options)));
  }
  if (options.perturb) plan.arguments.emplace_back("--perturb");
  plan.timeout_seconds = parse_duration("--timeout", options.timeout);
  if (options.seconds.empty()) add("--seconds", fmt::to_string(plan.timeout_seconds * enough));
  plan.memory_bytes = memory_limit(options.memory);
  plan.keep_stderr = false;  // a sanitizer's report is what the user came for
  plan.padding = derive_seed(options.seed, 0);
  return plan;
}

point_record here(const case_entry& c, const stress_options& options, unsigned threads) {
  const double seconds = options.seconds.empty() ? 0 : parse_duration("--seconds", options.seconds);
  const std::int64_t began = now_ns();
  point_record r;
  try {
    r = stress_run(c, {.threads = threads,
                       .rounds = options.seconds.empty() ? rounds_of(options) : 0,
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

struct counts {
  unsigned passed = 0, failed = 0, skipped = 0;
  unsigned proven = 0, undecided = 0, refuted = 0;  // of histories
};

/// Judged for what it did by then, which is less than was asked for.
const char* cut_short(const point_record& r) {
  return r.metrics.contains("cut_short_after") ? "  (cut short: slow)" : "";
}

void say(const point_record& r, counts& n) {
  if (r.ok()) {
    fmt::print("ok    {}  {:.0f} operations  {:.2f} s{}\n", r.path(),
               r.metrics.at("succeeded").value, r.process_seconds, cut_short(r));
    ++n.passed;
  } else {
    fmt::print("FAIL  {}  {}\n", r.path(), r.status);
    ++n.failed;
  }
}

double metric_of(const point_record& r, const char* name) {
  const auto at = r.metrics.find(name);
  return at == r.metrics.end() ? 0 : at->second.value;
}

void say_verdict(const point_record& r, counts& n) {
  const std::string size =
      fmt::format("{:.0f} operations  {:.0f} parts, the longest {:.0f}  {:.0f} states  {:.2f} s{}",
                  metric_of(r, "checked_operations"), metric_of(r, "checked_parts"),
                  metric_of(r, "longest_part"), metric_of(r, "states_visited"), r.process_seconds,
                  cut_short(r));
  if (!r.ok()) {
    const bool refuted = r.status.starts_with("oracle: ");
    fmt::print("{}  {}  {}\n", refuted ? "NOT linearizable" : "FAIL", r.path(), r.status);
    n.refuted += refuted;
    ++n.failed;
  } else if (const double undecided = metric_of(r, "undecided_parts"); undecided != 0) {
    fmt::print("undecided     {}  {:.0f} of {:.0f} parts, after {:.0f} states\n", r.path(),
               undecided, metric_of(r, "checked_parts"), metric_of(r, "states_visited"));
    ++n.undecided;
  } else {
    const bool proven = metric_of(r, "proven") != 0;
    fmt::print("{}  {}  {}\n", proven ? "linearizable" : "no violation", r.path(), size);
    n.proven += proven;
    ++n.passed;
  }
}

int code_of(const counts& n) {
  if (interrupt_guard::interrupted()) return exit_code::interrupted;
  if (n.failed != 0) return exit_code::failed;
  return n.undecided != 0 ? exit_code::inconclusive : exit_code::fine;
}

}  // namespace

int stress(const catalog& cases, const stress_options& options) {
  const auto chosen = options.linearize ? choose_of_suite(cases, "linearize", options.filter)
                                        : choose(cases, options.filter, options.preset);
  const unsigned wanted = threads_of(options);
  counts n;
  const interrupt_guard guard;
  for (const case_entry* c : chosen) {
    if (interrupt_guard::interrupted()) break;
    if (c->skipped) {
      fmt::print("skip  {}: {}\n", c->name, *c->skipped);
      ++n.skipped;
      continue;
    }
    const unsigned threads = worker_count(*c, wanted);
    const point_record r = options.in_process
                               ? here(*c, options, threads)
                               : visit_point(c->name, threads, plan_of(*c, options, threads),
                                             &interrupt_guard::interrupted);
    if (r.status == "cancelled") break;
    options.linearize ? say_verdict(r, n) : say(r, n);
    std::fflush(stdout);
  }
  if (options.linearize) {
    fmt::print("{} linearizable, {} without a violation, {} not linearizable, {} undecided\n",
               n.proven, n.passed - n.proven, n.refuted, n.undecided);
  }
  fmt::print("{} passed, {} failed, {} skipped\n", n.passed, n.failed, n.skipped);
  return code_of(n);
}

}  // namespace contend::driver
