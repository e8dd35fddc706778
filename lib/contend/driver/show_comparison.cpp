#include <contend/driver/show_comparison.hpp>

#include <contend/analysis/drift.hpp>
#include <contend/analysis/plants.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/driver/comma_list.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/run_directory.hpp>
#include <contend/report/comparison_html.hpp>
#include <contend/report/comparison_junit.hpp>
#include <contend/report/comparison_markdown.hpp>
#include <contend/report/comparison_text.hpp>
#include <contend/report/format.hpp>
#include <contend/report/journal.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include <unistd.h>

namespace contend::driver {
namespace {

namespace fs = std::filesystem;

run_record read_run(const fs::path& directory) {
  run_record run = read_journal(journal_of(directory));
  if (const auto flaw = unusable(run)) {
    throw bad_input(fmt::format("{}: {}", journal_of(directory).string(), *flaw));
  }
  return run;
}

std::string option_of(const run_record& run, const char* name) {
  const auto at = run.options.find(name);
  return at == run.options.end() ? "" : at->second;
}

bool is_run(const fs::path& directory) {
  std::error_code ignored;
  return fs::exists(journal_of(directory), ignored);
}

std::vector<unsigned> parse_looks(const run_record& run) {
  std::vector<unsigned> looks;
  const std::string text = option_of(run, "looks");
  if (text.empty()) return looks;
  for (const std::string& part : split_at_commas(text)) {
    unsigned n = 0;
    const char* const last = part.data() + part.size();
    const auto [end, error] = std::from_chars(part.data(), last, n);
    if (error != std::errc{} || end != last || n == 0 || (!looks.empty() && n <= looks.back())) {
      throw bad_input("the header's option 'looks' is no rising list of blocks: '" + text + "'");
    }
    looks.push_back(n);
  }
  return looks;
}

int exit_of(const std::vector<curve_comparison>& curves) {
  const auto count = [&curves](verdict v) {
    return std::count_if(curves.begin(), curves.end(),
                         [v](const curve_comparison& c) { return c.is == v; });
  };
  if (count(verdict::slower) + count(verdict::broken) > 0) return exit_code::failed;
  const auto invalid = count(verdict::invalid);
  if (2 * invalid > static_cast<std::ptrdiff_t>(curves.size())) return exit_code::invalid;
  if (invalid + count(verdict::inconclusive) > 0) return exit_code::inconclusive;
  return exit_code::fine;
}

std::string plants_text(const run_record& run, const char* side) {
  std::string text;
  for (const auto& [name, factor] : plants_of(run)) {
    text += fmt::format("PLANTED: {} of {} was slowed down on purpose, by a factor of {}\n",
                        printable(name), side, fixed(factor, 3));
  }
  return text;
}

int print(const std::string& head, const std::vector<curve_comparison>& curves,
          const run_pair& runs, const comparison_plan& plan, comparison_format format) {
  switch (format) {
    case comparison_format::text: {
      const palette paint{::isatty(STDOUT_FILENO) != 0};
      fmt::print("{}\n{}", head, comparison_text(curves, runs.left_out, plan, paint));
      break;
    }
    case comparison_format::markdown:
      fmt::print("{}", comparison_markdown(head, curves, runs.left_out, plan));
      break;
    case comparison_format::html:
      fmt::print("{}", comparison_html(head, curves, runs.left_out, plan));
      break;
    case comparison_format::junit:
      fmt::print("{}", comparison_junit(head, curves, runs.left_out, plan));
      break;
  }
  std::fflush(stdout);
  return exit_of(curves);
}

void need_curves(const run_pair& runs) {
  if (runs.curves.empty()) throw bad_input("the two have no curve in common to compare");
}

bool same_program(const run_record& a, const run_record& b) {
  const auto of = [](const run_record& run, const char* key) {
    const auto at = run.build.find(key);
    return at == run.build.end() ? std::string() : at->second;
  };
  return of(a, "sha256") == of(b, "sha256") && of(a, "preload") == of(b, "preload") &&
         of(a, "subject") == of(b, "subject");
}

std::string side_text(const char* name, const run_record& run) {
  const auto built = [&run](const char* key) {
    const auto at = run.build.find(key);
    return at == run.build.end() ? std::string() : at->second;
  };
  std::string more;
  if (!built("preload").empty()) more += ", preloaded: " + printable(built("preload"));
  if (!built("subject").empty()) more += ", subject: " + printable(built("subject"));
  return fmt::format("{:<10} {} ({}{})\n", name, printable(built("program")),
                     printable(run.version), more);
}

std::string drift_text(const char* side, const run_record& run) {
  const auto d = drift_within(run);
  if (!d)
    return fmt::format("{}: fewer than 8 blocks, so nothing is known of its own drift\n", side);
  return fmt::format(
      "{}: its first half of the blocks differs from its second by {} (the middle point; {} the "
      "worst)\n",
      side, percent(d->typical), percent(d->most));
}

}  // namespace

bool is_duet(const fs::path& directory) {
  return is_run(directory / "base") && is_run(directory / "candidate");
}

duet_runs read_duet(const fs::path& directory) {
  duet_runs both{read_run(directory / "base"), read_run(directory / "candidate")};
  if (option_of(both.base, "paired_with").empty() ||
      option_of(both.candidate, "paired_with").empty() || both.base.seed != both.candidate.seed) {
    throw bad_input(directory.string() + ": base and candidate are no sides of one duet");
  }
  return both;
}

comparison_format comparison_format_named(const std::string& name) {
  if (name == "text") return comparison_format::text;
  if (name == "markdown") return comparison_format::markdown;
  if (name == "html") return comparison_format::html;
  if (name == "junit") return comparison_format::junit;
  throw bad_input(fmt::format("--format: '{}' is none of text, markdown, html, junit", name));
}

int show_duet(const duet_runs& first, const std::optional<duet_runs>& second,
              const comparison_view& view) {
  const run_pair runs = pair_runs(first.base, first.candidate);
  need_curves(runs);
  const comparison_plan plan{
      .margin = view.margin, .looks = parse_looks(first.base), .seed = first.base.seed};
  std::vector<curve_comparison> curves = compare_pairs(runs, plan);
  comparison_plan again = plan;
  again.looks.clear();
  confirm(curves, second ? pair_runs(second->base, second->candidate) : run_pair(), again);

  std::string head =
      fmt::format("in turns, {} blocks planned, seed {}\n", first.base.blocks, first.base.seed) +
      side_text("base", first.base) + side_text("candidate", first.candidate);
  if (same_program(first.base, first.candidate)) {
    head += "both are the same program: what is found here is a false alarm, or planted\n";
  }
  head += plants_text(first.base, "base") + plants_text(first.candidate, "the candidate");
  if (const unsigned least = least_blocks(runs.curves.size(), plan); first.base.blocks < least) {
    head += fmt::format(
        "{} blocks are too few to call any of {} curves faster or slower: {} are the least\n",
        first.base.blocks, runs.curves.size(), least);
  }
  return print(head, curves, runs, plan, view.format);
}

int show_duet(const fs::path& directory, const comparison_view& view) {
  const duet_runs first = read_duet(directory);
  std::optional<duet_runs> second;
  // One that was interrupted at once has nothing to say.
  if (is_duet(directory / "confirm") &&
      !read_journal(journal_of(directory / "confirm" / "base")).points.empty()) {
    second = read_duet(directory / "confirm");
  }
  return show_duet(first, second, view);
}

int show_separate(const fs::path& base_directory, const fs::path& candidate_directory,
                  bool across_machines, const comparison_view& view) {
  const run_record base = read_run(base_directory);
  const run_record candidate = read_run(candidate_directory);
  const machine_difference machines = compare_machines(base, candidate);
  if (!machines.hardware.empty() && !across_machines) {
    throw bad_input(fmt::format(
        "the two were measured on different machines ({}); --across-machines compares them anyway",
        fmt::join(machines.hardware, "; ")));
  }
  if (const auto how = measured_differently(base, candidate)) {
    throw bad_input("the two measured different things: " + *how);
  }
  const run_pair runs = pair_runs(base, candidate);
  need_curves(runs);
  const comparison_plan plan{.margin = view.margin, .seed = base.seed};

  std::string head = fmt::format(
      "SEPARATE RUNS: base of {}, candidate of {}\n"
      "Nothing was measured in turns: whatever else changed in between looks like the program's "
      "doing.\nSo slower and faster need a whole interval beyond the margin, and nothing is "
      "confirmed;\nto be sure of either: contend compare --duet PROGRAM PROGRAM\n"
      "How far each drifted by itself, while nothing was changed (noise included):\n",
      printable(base.started), printable(candidate.started));
  head += "  " + drift_text("base", base) + "  " + drift_text("candidate", candidate);
  if (!machines.hardware.empty()) {
    head += printable(fmt::format("DIFFERENT MACHINES: no difference below says anything about a "
                                  "program: {}",
                                  fmt::join(machines.hardware, "; "))) +
            "\n";
  }
  if (!machines.settings.empty()) {
    head += printable(fmt::format("the machine was in another state: {}",
                                  fmt::join(machines.settings, "; "))) +
            "\n";
  }
  head += plants_text(base, "base") + plants_text(candidate, "the candidate");
  return print(head, compare_separate(runs, plan), runs, plan, view.format);
}

}  // namespace contend::driver
