#include <contend/core/bad_input.hpp>
#include <contend/driver/commands.hpp>

#include <fmt/format.h>

namespace contend::driver {

std::vector<const case_entry*> choose(const catalog& cases, const std::string& filter) {
  std::vector<const case_entry*> chosen;
  try {
    chosen = cases.matching(filter);
  } catch (const std::invalid_argument& e) {
    throw bad_input(fmt::format("--filter: {}", e.what()));
  }
  if (chosen.empty()) {
    throw bad_input(fmt::format("--filter: no case matches '{}' (contend list)", filter));
  }
  return chosen;
}

}  // namespace contend::driver
