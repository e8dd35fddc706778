#include <contend/core/bad_input.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/plan.hpp>
#include <contend/host/placement.hpp>

#include <fmt/format.h>

namespace contend::driver {

void check(const sweep_options& options) {
  if (!host::parse_placement(options.placement)) {
    throw bad_input(
        fmt::format("--placement: '{}' is none of compact, scatter, smt, none", options.placement));
  }
  if (options.blocks == 0) throw bad_input("--blocks: at least 1");
  if (options.windows == 0) throw bad_input("--windows: at least 1");
  if (options.footprint > most_footprints) {
    throw bad_input(fmt::format("--footprint: at most {}", most_footprints));
  }
  if (const double w = parse_duration("--window", options.window); w < 0.005 || w > 10) {
    throw bad_input("--window: from 5ms to 10s");
  }
  if (!options.budget.empty()) (void)parse_duration("--budget", options.budget);
  if (!options.precision.empty()) (void)parse_share("--precision", options.precision);
  (void)parse_duration("--timeout", options.timeout);
  if (!options.memory.empty()) (void)parse_bytes("--memory", options.memory);
}

}  // namespace contend::driver
