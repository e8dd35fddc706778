#include <contend/analysis/plants.hpp>

#include <array>
#include <charconv>
#include <sstream>

namespace contend {

plants plants_of(const run_record& run) {
  plants all;
  const auto at = run.options.find("plant");
  if (at == run.options.end()) return all;
  std::istringstream words(at->second);
  for (std::string word; words >> word;) {
    const std::size_t equals = word.rfind('=');
    double& factor = all[word.substr(0, equals)];
    if (equals == std::string::npos) continue;
    const char* const end = word.data() + word.size();
    if (std::from_chars(word.data() + equals + 1, end, factor).ptr != end) factor = 0;
  }
  return all;
}

std::string to_text(const plants& all) {
  std::string text;
  for (const auto& [name, factor] : all) {
    std::array<char, 32> digits{};
    const char* const end = std::to_chars(digits.begin(), digits.end(), factor).ptr;
    text += (text.empty() ? "" : " ") + name + "=";
    text.append(static_cast<const char*>(digits.data()), end);
  }
  return text;
}

}  // namespace contend
