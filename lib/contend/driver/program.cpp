#include <contend/driver/program.hpp>

#include <contend/driver/child.hpp>
#include <contend/report/json_reader.hpp>
#include <contend/report/sha256.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include <unistd.h>

namespace contend::driver {
namespace {

namespace fs = std::filesystem;

child_result run_for_output(const std::string& path, std::vector<std::string> arguments) {
  child_plan plan;
  plan.program = path;
  plan.arguments = std::move(arguments);
  plan.keep_stdout = true;
  return run_child(plan, [] { return false; });
}

std::string digest_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return sha256_base64(
      std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>()));
}

}  // namespace

void read_cases(const std::string& listed, const std::vector<unsigned>& threads, program& into) {
  const auto all = nlohmann::json::parse(listed, nullptr, false);
  if (!all.is_array()) throw bad_input("list --json gives no list of cases");
  for (const auto& one : all) {
    const json_reader r(one, "a case");
    curve_plan curve;
    r.need("name", curve.name);
    curve.case_name = curve.name;
    unsigned least = 1, most = most_threads;
    r.read("min_threads", least);
    if (const auto at = one.find("max_threads"); at != one.end() && !at->is_null()) {
      r.read("max_threads", most);
    }
    if (const auto at = one.find("skipped"); at != one.end() && !at->is_null()) {
      r.read("skipped", curve.skipped.emplace());
    } else {
      for (const unsigned n : threads) {
        if (n >= least && n <= most) curve.threads.push_back(n);
      }
      if (curve.threads.empty()) curve.skipped = "not defined for the threads asked for";
    }
    into.curves.push_back(std::move(curve));
    std::string suite, subject;
    r.read("suite", suite);
    r.read("subject", subject);
    design_record& design = into.designs[suite + "/" + subject];
    r.read("title", design.title);
    r.read("progress", design.progress);
    r.read("source", design.source);
    r.read("notes", design.notes);
    r.read("ceiling", design.ceiling);
  }
}

program ask_program(const std::string& path, const std::string& filter, const std::string& preset,
                    const std::vector<unsigned>& threads) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || ::access(path.c_str(), X_OK) != 0) {
    throw bad_input(fmt::format("--duet: {} is no program that can be started", path));
  }
  program p;
  p.path = fs::canonical(path).string();
  std::vector<std::string> arguments{"list", "--json"};
  if (!filter.empty()) arguments.insert(arguments.end(), {"--filter", filter});
  if (!preset.empty()) arguments.insert(arguments.end(), {"--preset", preset});
  const child_result answer = run_for_output(p.path, arguments);
  if (answer.status() != "ok") {
    const bool told = answer.note.starts_with("contend: ");
    throw bad_input(
        fmt::format("--duet: {}: {}", path, told ? answer.note.substr(9) : answer.status()));
  }
  try {
    read_cases(answer.output, threads, p);
  } catch (const bad_input& e) {
    throw bad_input(fmt::format("--duet: {} is no contend: {}", path, e.what()));
  }
  p.version = run_for_output(p.path, {"--version"}).output;
  while (!p.version.empty() && p.version.back() == '\n') p.version.pop_back();
  p.digest = digest_of(p.path);
  return p;
}

}  // namespace contend::driver
