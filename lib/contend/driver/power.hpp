// What a gate on this host can see: contend doctor --power.
#pragma once

#include <contend/catalog/catalog.hpp>
#include <contend/driver/commands.hpp>

namespace contend::driver {

/// Measures this program beside itself, and beside itself slowed down on purpose, in turns; or
/// reads what was measured so. Prints what gates of that many blocks make of it. Returns fine;
/// inconclusive if there is not one whole gate in it; invalid if the host spoilt more than half of
/// the points; or interrupted. Throws bad_input.
int power(const catalog& cases, const doctor_options& options);

}  // namespace contend::driver
