// The whole command over a catalogue: what `contend` is, and what a program of somebody else's
// becomes that plugs loads of its own in.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::driver {

/// Runs the command that the arguments name over `cases`; returns the exit code. Never throws:
/// what the user got wrong becomes one line on stderr and 2. A program that calls this is started
/// again by sweep and stress, once a point, with the hidden subcommand `point`; so it must build
/// the same catalogue whatever its arguments are.
[[nodiscard]] int command_line(const catalog& cases, int argc, char** argv);

}  // namespace contend::driver
