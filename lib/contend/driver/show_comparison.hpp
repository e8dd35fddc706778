// A comparison put on the terminal: from runs in memory, or from their directories.
#pragma once

#include <contend/driver/duet.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace contend::driver {

/// Whether the directory holds both sides of a duet.
[[nodiscard]] bool is_duet(const std::filesystem::path& directory);

/// Both sides of a duet. Throws bad_input for journals that can't be used, or that are no sides of
/// one duet.
[[nodiscard]] duet_runs read_duet(const std::filesystem::path& directory);

/// What contend compare writes to standard output.
enum class comparison_format { text, markdown, html, junit };

/// Of "text", "markdown", "html" or "junit"; throws bad_input for another name.
[[nodiscard]] comparison_format comparison_format_named(const std::string& name);

/// How a comparison is drawn up and shown.
struct comparison_view {
  double margin = 0.03;
  comparison_format format = comparison_format::text;
};

/// Prints what a duet found; `second` are the fresh blocks of what was slower. Returns the exit
/// code. Throws bad_input if the two have no curve in common.
int show_duet(const duet_runs& first, const std::optional<duet_runs>& second,
              const comparison_view& view);

/// The same from a duet's directory. Throws bad_input for journals that can't be used.
int show_duet(const std::filesystem::path& directory, const comparison_view& view);

/// Prints how two runs of different times compare, and how little that says. Returns the exit code.
/// Throws bad_input for journals that can't be used, for runs that measured different things, and
/// for those of different machines unless told otherwise.
int show_separate(const std::filesystem::path& base, const std::filesystem::path& candidate,
                  bool across_machines, const comparison_view& view);

}  // namespace contend::driver
