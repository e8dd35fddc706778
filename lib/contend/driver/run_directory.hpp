// The files of a run: the journal is the truth, all others can be made from it again.
#pragma once

#include <contend/analysis/record.hpp>

#include <filesystem>
#include <string>

namespace contend::driver {

/// Makes the directory. Throws bad_input if it can't, or if it already holds a run.
void make_run_directory(const std::filesystem::path& directory);

/// DIR/journal.jsonl
[[nodiscard]] std::filesystem::path journal_of(const std::filesystem::path& directory);

/// Writes results.json, gbench.json and report.html, each whole or not at all (a temporary file,
/// then a rename). Throws bad_input, in one line, if one can't be written.
void write_results(const std::filesystem::path& directory, const run_record& run);

/// Writes a file whole or not at all. Throws bad_input.
void write_file(const std::filesystem::path& file, const std::string& text);

}  // namespace contend::driver
