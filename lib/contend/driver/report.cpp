// contend report
#include <contend/analysis/findings.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/run_directory.hpp>
#include <contend/report/bencher_json.hpp>
#include <contend/report/benchfmt.hpp>
#include <contend/report/gbench_json.hpp>
#include <contend/report/github_json.hpp>
#include <contend/report/html.hpp>
#include <contend/report/journal.hpp>
#include <contend/report/junit_run.hpp>
#include <contend/report/left_out.hpp>
#include <contend/report/markdown_run.hpp>
#include <contend/report/results_json.hpp>
#include <contend/report/table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string_view>

#include <unistd.h>

namespace contend::driver {
namespace {

struct report_format {
  std::string_view name;
  std::string (*text)(const run_record& run, const findings& found, bool to_terminal);
  /// It has no place for what is no number, so that the caveats go to standard error.
  bool numbers_only = false;
};

const std::array formats{
    report_format{"html", [](auto& run, auto& found, bool) { return html_report(run, found); }},
    report_format{"json", [](auto& run, auto& found, bool) { return results_json(run, found); }},
    report_format{"table", [](auto& run, auto& found,
                              bool color) { return summary_table(run, found, color); }},
    report_format{"markdown",
                  [](auto& run, auto& found, bool) { return markdown_run(run, found); }},
    report_format{"junit", [](auto& run, auto& found, bool) { return junit_run(run, found); }},
    report_format{"gbench", [](auto& run, auto& found, bool) { return gbench_json(run, found); },
                  true},
    report_format{"benchfmt", [](auto& run, auto& found, bool) { return benchfmt(run, found); },
                  true},
    report_format{"bencher", [](auto&, auto& found, bool) { return bencher_json(found); }, true},
    report_format{"github", [](auto& run, auto& found, bool) { return github_json(run, found); },
                  true}};

}  // namespace

std::string report_formats() {
  std::string names;
  for (const report_format& f : formats)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", f.name);
  return names;
}

int report(const catalog&, const report_options& options) {
  const auto format = std::find_if(formats.begin(), formats.end(),
                                   [&](const auto& f) { return f.name == options.format; });
  if (format == formats.end()) {
    throw bad_input(fmt::format("--format: '{}' is none of {}", options.format, report_formats()));
  }
  const run_record run = read_journal(journal_of(options.directory));
  const findings found =
      analyse(run, options.extrapolate > 0 ? std::optional(options.extrapolate) : std::nullopt);
  const bool to_terminal = options.output.empty() && ::isatty(STDOUT_FILENO) != 0;
  const std::string text = format->text(run, found, to_terminal);
  if (options.output.empty()) {
    const bool good =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!good) throw bad_input("can't write to standard output");
  } else {
    write_file(options.output, text);
  }
  if (format->numbers_only) fmt::print(stderr, "{}", caveats(run, found.curves));
  return exit_code::fine;
}

}  // namespace contend::driver
