// contend report
#include <contend/analysis/findings.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/run_directory.hpp>
#include <contend/report/gbench_json.hpp>
#include <contend/report/html.hpp>
#include <contend/report/journal.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/table.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include <unistd.h>

namespace contend::driver {

int report(const catalog&, const report_options& options) {
  const run_record run = read_journal(journal_of(options.directory));
  const findings found =
      analyse(run, options.extrapolate > 0 ? std::optional(options.extrapolate) : std::nullopt);
  const bool to_terminal = options.output.empty() && ::isatty(STDOUT_FILENO) != 0;
  std::string text;
  if (options.format == "html") {
    text = html_report(run, found);
  } else if (options.format == "json") {
    text = results_json(run, found);
  } else if (options.format == "gbench") {
    text = gbench_json(run);
  } else if (options.format == "table") {
    text = summary_table(run, found, to_terminal);
  } else {
    throw bad_input(
        fmt::format("--format: '{}' is none of html, json, gbench, table", options.format));
  }
  if (!options.output.empty()) {
    write_file(options.output, text);
    return exit_code::fine;
  }
  const bool good =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!good) throw bad_input("can't write to standard output");
  return exit_code::fine;
}

}  // namespace contend::driver
