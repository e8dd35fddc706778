// A comparison put on the terminal: from runs in memory, or from their directories.
#pragma once

#include <contend/driver/duet.hpp>

#include <filesystem>
#include <optional>

namespace contend::driver {

/// Whether the directory holds both sides of a duet.
[[nodiscard]] bool is_duet(const std::filesystem::path& directory);

/// Both sides of a duet. Throws bad_input for journals that can't be used, or that are no sides of
/// one duet.
[[nodiscard]] duet_runs read_duet(const std::filesystem::path& directory);

/// Prints what a duet found; `second` are the fresh blocks of what was slower. Returns the exit
/// code. Throws bad_input if the two have no curve in common.
int show_duet(const duet_runs& first, const std::optional<duet_runs>& second, double margin);

/// The same from a duet's directory. Throws bad_input for journals that can't be used.
int show_duet(const std::filesystem::path& directory, double margin);

/// Prints how two runs of different times compare, and how little that says. Returns the exit code.
/// Throws bad_input for journals that can't be used, for runs that measured different things, and
/// for those of different machines unless told otherwise.
int show_separate(const std::filesystem::path& base, const std::filesystem::path& candidate,
                  bool across_machines, double margin);

}  // namespace contend::driver
