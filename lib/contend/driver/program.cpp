#include <contend/driver/program.hpp>

#include <contend/analysis/summary.hpp>
#include <contend/core/bad_input.hpp>
#include <contend/driver/case_list.hpp>
#include <contend/driver/child.hpp>
#include <contend/report/sha256.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

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

program only_subject(const program& all, const std::string& subject, const std::string& pair) {
  program p = all;
  p.subject = subject;
  p.curves.clear();
  p.designs.clear();
  for (curve_plan curve : all.curves) {
    const case_path path = split_path(curve.name);
    if (path.subject != subject) continue;
    curve.name = fmt::format("{}/{}/{}{}{}", path.suite, path.workload, pair,
                             path.parameters.empty() ? "" : "/", path.parameters);
    if (const auto at = all.designs.find(path.suite + "/" + subject); at != all.designs.end()) {
      p.designs[path.suite + "/" + pair] = at->second;
    }
    p.curves.push_back(std::move(curve));
  }
  if (p.curves.empty()) {
    throw bad_input(
        fmt::format("--duet-subjects: no case here is of '{}' (contend list)", subject));
  }
  return p;
}

}  // namespace contend::driver
