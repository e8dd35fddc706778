#include <contend/driver/run_directory.hpp>

#include <contend/analysis/findings.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/report/gbench_json.hpp>
#include <contend/report/html.hpp>
#include <contend/report/results_json.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace contend::driver {
namespace fs = std::filesystem;

fs::path journal_of(const fs::path& directory) { return directory / "journal.jsonl"; }

void make_run_directory(const fs::path& directory) {
  std::error_code error;
  if (fs::exists(journal_of(directory), error)) {
    throw bad_input(fmt::format("--out: {} already holds a run; go on with it by --resume {}",
                                directory.string(), directory.string()));
  }
  fs::create_directories(directory, error);
  if (error) {
    throw bad_input(fmt::format("--out: can't make {}: {}", directory.string(), error.message()));
  }
}

void write_file(const fs::path& file, const std::string& text) {
  const fs::path part = file.string() + ".part";
  std::FILE* out = std::fopen(part.c_str(), "wb");
  bool good = out != nullptr && std::fwrite(text.data(), 1, text.size(), out) == text.size();
  int error = errno;
  if (out != nullptr && std::fclose(out) != 0 && good) {
    good = false;
    error = errno;
  }
  if (good && std::rename(part.c_str(), file.c_str()) != 0) {
    good = false;
    error = errno;
  }
  if (good) return;
  std::error_code ignored;
  fs::remove(part, ignored);
  throw bad_input(fmt::format("can't write {}: {}", file.string(), std::strerror(error)));
}

void write_results(const fs::path& directory, const run_record& run) {
  const findings found = analyse(run);
  write_file(directory / "results.json", results_json(run, found));
  write_file(directory / "gbench.json", gbench_json(run, found));
  write_file(directory / "report.html", html_report(run, found));
}

}  // namespace contend::driver
