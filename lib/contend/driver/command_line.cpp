#include <contend/driver/command_line.hpp>

#include <contend/core/bad_input.hpp>
#include <contend/driver/allocator_trial.hpp>
#include <contend/driver/commands.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstring>
#include <exception>
#include <string>

namespace contend::driver {
namespace {

std::string joined(int argc, char** argv) {
  std::string line = "contend";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool plain = !word.empty() && word.find_first_of(" '\"$|&;()<>*?[]\\`!") == word.npos;
    line += ' ';
    if (plain) {
      line += word;
      continue;
    }
    line += '\'';
    for (const char c : word) line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += '\'';
  }
  return line;
}

int complain(const std::string& what) {
  std::string line = what.substr(0, what.find_last_not_of('\n') + 1);
  for (char& c : line) c = c == '\n' ? ' ' : c;
  fmt::print(stderr, "contend: {}\n", line);
  return exit_code::bad_input;
}

int dispatch(const catalog& cases, int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "run") == 0) return run(cases, argc - 1, argv + 1);

  CLI::App app{"contend: how memory designs behave as threads are added, and why"};
  app.set_version_flag("--version", "contend " CONTEND_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  int code = exit_code::fine;

  list_options lo;
  auto* list_command = app.add_subcommand("list", "Print the cases, one a line");
  list_command->add_option("--filter", lo.filter, "Only cases that this regular expression finds");
  list_command->add_option("--preset", lo.preset, "Only the cases of this preset");
  list_command->add_flag("--presets", lo.presets,
                         "The presets instead: published settings, each a sweep of its own");
  list_command->add_flag("--json", lo.json, "As a JSON array of objects");
  list_command->add_flag("--cards", lo.cards, "What each workload models, exposes and is not for");
  list_command->callback([&] { code = list(cases, lo); });

  app.add_subcommand("run", "One process, Google Benchmark's front end and flags");

  sweep_options so;
  so.command_line = joined(argc, argv);
  auto* sweep_command = app.add_subcommand("sweep", "Measure scaling curves; write a report");
  sweep_command->add_option("--filter", so.filter, "Only cases that this regular expression finds");
  sweep_command->add_option(
      "--preset", so.preset,
      "The cases, threads and questions of a preset (contend list --presets)");
  sweep_command->add_option("--threads", so.threads,
                            "Thread counts: 1,2,4 or auto (default: the preset's, else auto)");
  sweep_command->add_option("--budget", so.budget,
                            "Stop after this long: 60s, 2m (default: --blocks)");
  sweep_command->add_option("--precision", so.precision,
                            "Leave a load when its intervals are within so much: 2%");
  sweep_command->add_option("--blocks", so.blocks, "Visits to every point, a fresh process each")
      ->capture_default_str();
  sweep_command->add_option("--seed", so.seed, "Of the order and of every random number")
      ->capture_default_str();
  sweep_command->add_option("--placement", so.placement, "compact, scatter, smt or none")
      ->capture_default_str();
  sweep_command->add_option("--allocator", so.allocators,
                            "NAME=LIB.so: malloc cases once more with it preloaded");
  sweep_command
      ->add_option("--allocators", so.known_allocators,
                   "The same with all that are installed: auto, or jemalloc,mimalloc,... "
                   "(contend doctor lists them)")
      ->check([](const std::string& text) { return text.empty() ? "auto, or names" : ""; });
  sweep_command->add_option("--out", so.out, "Run directory (default: results/<UTC time>)");
  auto* resume = sweep_command->add_option("--resume", so.resume,
                                           "Go on with the run in this directory, as it was begun");
  sweep_command->add_option("--window", so.window, "Length of a timed window")
      ->capture_default_str();
  sweep_command->add_option("--windows", so.windows, "Windows a visit")->capture_default_str();
  sweep_command->add_option("--timeout", so.timeout, "A point that takes longer has hung")
      ->capture_default_str();
  sweep_command->add_option(
      "--memory", so.memory,
      "A point that is larger is ended: 512M, 4G (default: 4G, or half of what is available)");
  sweep_command->add_flag("--latency", so.latency, "Sample latencies, 1 round in 64");
  sweep_command
      ->add_option("--footprint", so.footprint,
                   "Memory runs of every point of an allocation load, besides the timed ones")
      ->capture_default_str();
  sweep_command->add_option("--plant", so.plants,
                            "CASE=1.05: slow this case down on purpose, to see it found");
  // A run goes on as it was begun: another option beside --resume would be silently ignored.
  for (CLI::Option* other : sweep_command->get_options()) {
    if (other != resume && other != sweep_command->get_help_ptr()) resume->excludes(other);
  }
  sweep_command->callback([&] { code = sweep(cases, so); });

  stress_options to;
  auto* stress_command = app.add_subcommand("stress", "Correctness only: run every case's oracle");
  stress_command->add_option("--filter", to.filter,
                             "Only cases that this regular expression finds");
  auto* stress_preset =
      stress_command->add_option("--preset", to.preset, "Only the cases of this preset");
  stress_command->add_option("--threads", to.threads,
                             "Workers (default: twice the CPUs, at least 4)");
  auto* ops = stress_command->add_option("--ops", to.ops, "Rounds a worker (default: 20000)");
  auto* seconds =
      stress_command->add_option("--seconds", to.seconds, "For this long instead")->excludes(ops);
  stress_command->add_option("--seed", to.seed, "Of every random number")->capture_default_str();
  stress_command->add_flag("--perturb", to.perturb,
                           "Random pauses, so that rare interleavings come often");
  auto* here = stress_command->add_flag(
      "--in-process", to.in_process,
      "Without a child a case: for a debugger. A crash then ends the command");
  stress_command->add_option("--timeout", to.timeout, "A case that takes longer has hung")
      ->capture_default_str()
      ->excludes(here);
  stress_command->add_option("--memory", to.memory, "A case that is larger is ended")
      ->excludes(here);
  stress_command
      ->add_flag(
          "--linearize", to.linearize,
          "Record short histories of every map, set and queue, and say which of them no order "
          "of their operations explains (default: 4 to 8 workers, 5000 rounds)")
      ->excludes(stress_preset)
      ->excludes(seconds);
  stress_command->callback([&] { code = stress(cases, to); });

  compare_options co;
  co.sweep.command_line = so.command_line;
  co.sweep.blocks = 30;
  auto* compare_command = app.add_subcommand(
      "compare", "Is a program slower than another: 0 no, 1 yes, 3 can't tell, 4 host too noisy");
  compare_command->add_option("directories", co.directories,
                              "Two run directories, base first; or the one of a duet");
  auto* duet = compare_command
                   ->add_option("--duet", co.duet,
                                "Measure two programs in turns: BASE CANDIDATE, contend each")
                   ->expected(2);
  auto* allocators = compare_command
                         ->add_option("--duet-allocators", co.preloads,
                                      "Measure this program under two allocators in turns: malloc, "
                                      "a name that sweep --allocators knows, or NAME=LIB.so")
                         ->expected(2)
                         ->excludes(duet);
  auto* subjects =
      compare_command
          ->add_option("--duet-subjects", co.subjects,
                       "Measure two subjects of this program in turns, in every workload of both: "
                       "BASE CANDIDATE")
          ->expected(2)
          ->excludes(duet)
          ->excludes(allocators);
  compare_command->add_option("--margin", co.margin, "A smaller change matters to nobody")
      ->capture_default_str();
  compare_command->add_option("--format", co.format, "text, markdown, html or junit")
      ->capture_default_str();
  compare_command->add_flag("--across-machines", co.across_machines,
                            "Compare run directories of two machines all the same");
  // Of a duet only: without one they would be silently ignored.
  const auto for_duet = [&](const char* name, auto& value, const char* text) {
    compare_command->add_option(name, value, text)->capture_default_str();
  };
  for_duet("--filter", co.sweep.filter, "Only cases that this regular expression finds");
  for_duet("--preset", co.sweep.preset, "Only the cases of this preset");
  for_duet("--threads", co.sweep.threads, "Thread counts: 1,2,4 or auto");
  for_duet("--blocks", co.sweep.blocks, "Pairs of visits to every point at most");
  for_duet("--budget", co.sweep.budget, "As many blocks as this pays for: 60s, 2m");
  for_duet("--seed", co.sweep.seed, "Of the order, of who is first, of every random number");
  for_duet("--placement", co.sweep.placement, "compact, scatter, smt or none");
  for_duet("--out", co.sweep.out, "Directory (default: results/<UTC time>-duet)");
  for_duet("--window", co.sweep.window, "Length of a timed window");
  for_duet("--windows", co.sweep.windows, "Windows a visit");
  for_duet("--timeout", co.sweep.timeout, "A point that takes longer has hung");
  for_duet("--memory", co.sweep.memory, "A point that is larger is ended");
  for_duet("--plant", co.sweep.plants, "CASE=1.05: slow this case of the candidate down");
  compare_command->callback([&] {
    const bool turns = duet->count() + allocators->count() + subjects->count() > 0;
    for (const CLI::Option* option : compare_command->get_options()) {
      const std::string name = option->get_name();
      const bool any = name == "directories" || name == "--margin" || name == "--format" ||
                       name == "--across-machines" || name == "--help";
      if (!turns && !any && option->count() > 0) {
        throw bad_input(name + " belongs to --duet: two runs are compared as they are");
      }
    }
    code = compare(cases, co);
  });

  report_options ro;
  auto* report_command = app.add_subcommand("report", "Render a run directory anew");
  report_command->add_option("directory", ro.directory, "A run directory")->required();
  report_command->add_option("--format", ro.format, report_formats())->capture_default_str();
  report_command->add_option("-o,--output", ro.output, "A file (default: standard output)");
  report_command
      ->add_option("--extrapolate", ro.extrapolate,
                   "What the scaling laws say of this many threads, as far as they can")
      ->check(CLI::Range(1, 65536));
  report_command->callback([&] { code = report(cases, ro); });

  doctor_options dopt;
  dopt.sweep.command_line = so.command_line;
  dopt.sweep.blocks = 0;
  auto* doctor_command =
      app.add_subcommand("doctor", "Is this host fit to measure on, and what is missing");
  auto* self_check = doctor_command->add_flag("--self-check", dopt.self_check,
                                              "Prove the harness on loads whose truth is known");
  auto* power = doctor_command
                    ->add_flag("--power", dopt.power,
                               "What a gate here would find, and how often it would cry wolf")
                    ->excludes(self_check);
  auto* from = doctor_command->add_option("--from", dopt.from,
                                          "What --power measured into this directory, again");
  const auto for_power = [&](const char* name, auto& value, const char* text) {
    return doctor_command->add_option(name, value, text)->needs(power);
  };
  from->needs(power);
  for_power("--blocks", dopt.sweep.blocks, "Blocks of the gate (default: 19)")
      ->check(CLI::Range(1, 1000));
  for_power("--margin", dopt.margin, "The gate's margin")->capture_default_str();
  for_power("--budget", dopt.sweep.budget, "Measure for this long (default: 2m)")->excludes(from);
  for_power("--plants", dopt.plants,
            "Planted slow-downs: 1.05,1.025 or none (default: 1.05, and more if there is time)")
      ->excludes(from);
  for_power("--filter", dopt.sweep.filter, "The gate's cases (default: five of all kinds)")
      ->excludes(from);
  for_power("--threads", dopt.sweep.threads, "Thread counts (default: 1 and the CPUs, up to 4)")
      ->excludes(from);
  for_power("--window", dopt.sweep.window, "Length of a timed window")
      ->capture_default_str()
      ->excludes(from);
  for_power("--seed", dopt.sweep.seed, "Of the order and of every random number")
      ->capture_default_str()
      ->excludes(from);
  for_power("--out", dopt.sweep.out, "Directory (default: results/<UTC time>-power)")
      ->excludes(from);
  doctor_command->callback([&] { code = doctor(cases, dopt); });

  point_options po;
  auto* point_command = app.add_subcommand("point", "")->group("");  // hidden: a child's work
  point_command->add_option("--case", po.name)->required();
  point_command->add_option("--threads", po.threads);
  point_command->add_option("--seed", po.seed);
  point_command->add_option("--placement", po.placement);
  point_command->add_option("--window", po.window_seconds);
  point_command->add_option("--warm-up", po.warm_up_seconds);
  point_command->add_option("--windows", po.windows);
  point_command->add_flag("--latency", po.latency);
  point_command->add_flag("--footprint", po.footprint);
  point_command->add_option("--plant", po.plant);
  point_command->add_option("--expect-library", po.expect_library);
  point_command->add_flag("--stress", po.stress);
  point_command->add_option("--ops", po.ops);
  point_command->add_option("--seconds", po.seconds);
  point_command->add_flag("--perturb", po.perturb);
  point_command->callback([&] { code = point(cases, po); });

  std::string library;
  auto* trial_command = app.add_subcommand("trial", "")->group("");  // hidden: a child's work
  trial_command->add_option("--library", library)->required();
  trial_command->callback([&] { code = trial(library); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);  // --help, --version
    const auto named = [&](const CLI::App* sub) { return sub->get_name() == argv[1]; };
    if (argc > 1 && argv[1][0] != '-' && app.get_subcommands(named).empty()) {
      return complain(fmt::format("there is no command '{}' (contend --help)", argv[1]));
    }
    return complain(std::string(e.what()) + " (contend --help)");
  }
  return code;
}

}  // namespace

int command_line(const catalog& cases, int argc, char** argv) {
  try {
    return dispatch(cases, argc, argv);
  } catch (const bad_input& e) {
    return complain(e.what());
  } catch (const std::exception& e) {
    return complain(e.what());
  }
}

}  // namespace contend::driver
