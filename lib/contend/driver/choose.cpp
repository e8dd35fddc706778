#include <contend/core/bad_input.hpp>
#include <contend/driver/commands.hpp>

#include <fmt/format.h>

namespace contend::driver {

const preset* preset_named(const catalog& cases, const std::string& name) {
  if (name.empty()) return nullptr;
  if (const preset* found = cases.find_preset(name)) return found;
  std::string known;
  for (const preset& p : cases.presets()) known += (known.empty() ? "" : ", ") + p.name;
  throw bad_input(fmt::format("--preset: there is no '{}'; there is {}", name,
                              known.empty() ? "none at all" : known));
}

std::vector<const case_entry*> choose(const catalog& cases, const std::string& filter,
                                      const std::string& preset) {
  const bool whole = preset_named(cases, preset) == nullptr;
  std::vector<const case_entry*> chosen;
  try {
    chosen = whole ? cases.matching(filter) : cases.of_preset(preset, filter);
  } catch (const std::invalid_argument& e) {
    throw bad_input(fmt::format("--filter: {}", e.what()));
  }
  if (chosen.empty() && whole) {
    throw bad_input(fmt::format("--filter: no case matches '{}' (contend list)", filter));
  }
  if (chosen.empty()) {
    throw bad_input(fmt::format("--filter: no case of {} matches '{}' (contend list --preset {})",
                                preset, filter, preset));
  }
  return chosen;
}

std::vector<const case_entry*> choose_of_suite(const catalog& cases, const std::string& suite,
                                               const std::string& filter) {
  std::vector<const case_entry*> chosen;
  try {
    chosen = cases.of_suite(suite, filter);
  } catch (const std::invalid_argument& e) {
    throw bad_input(fmt::format("--filter: {}", e.what()));
  }
  if (chosen.empty()) {
    throw bad_input(fmt::format(
        "--filter: no case of {0} matches '{1}' (contend list --filter {0})", suite, filter));
  }
  return chosen;
}

}  // namespace contend::driver
