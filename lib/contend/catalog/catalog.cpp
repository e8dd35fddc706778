#include <contend/catalog/catalog.hpp>

#include <algorithm>
#include <regex>
#include <stdexcept>
#include <string_view>

namespace contend {
namespace {

std::regex compiled(const std::string& expression) {
  try {
    return std::regex(expression, std::regex::ECMAScript | std::regex::optimize);
  } catch (const std::regex_error&) {
    throw std::invalid_argument("'" + expression + "' is not a regular expression");
  }
}

// What every match begins with, as far as the expression's first plain letters say: "refcount/" of
// "^refcount/(hot|cold)". Empty if nothing can be said. Asked first, because std::regex takes
// microseconds a name, and ten times that under TSan; and each process that is started for a point
// builds the catalogue with its presets again.
std::string_view required_prefix(std::string_view expression) {
  if (expression.empty() || expression.front() != '^') return {};
  // A choice at the outermost level makes the beginning one of several.
  int depth = 0;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    switch (expression[i]) {
      case '\\': ++i; break;
      case '[': return {};  // a class may hold brackets that are none
      case '(': ++depth; break;
      case ')': --depth; break;
      case '|':
        if (depth == 0) return {};
        break;
      default: break;
    }
  }
  const std::size_t first = 1;
  std::size_t end = std::min(expression.find_first_of("^$\\.*+?()[]{}|", first), expression.size());
  // The last letter may be left out, or repeated.
  if (end < expression.size() && end > first &&
      std::string_view("*+?{").find(expression[end]) != std::string_view::npos) {
    --end;
  }
  return expression.substr(first, end - first);
}

/// Whether a name holds a match of the expression. Throws std::invalid_argument.
class pattern {
 public:
  explicit pattern(const std::string& expression)
      : _prefix(required_prefix(expression)), _whole(compiled(expression)) {}

  [[nodiscard]] bool in(const std::string& name) const {
    return name.starts_with(_prefix) && std::regex_search(name, _whole);
  }

 private:
  std::string _prefix;
  std::regex _whole;
};

}  // namespace

void catalog::add(case_entry entry) {
  const auto [position, fresh] = _index.emplace(entry.name, _cases.size());
  if (!fresh) throw std::logic_error("two cases are named " + position->first);
  _cases.push_back(std::move(entry));
}

void catalog::enlist(case_entry entry, const std::string& in_preset) {
  const auto at = _index.find(entry.name);
  if (at != _index.end()) {
    _cases[at->second].presets.push_back(in_preset);
    return;
  }
  entry.presets.push_back(in_preset);
  entry.preset_only = true;
  add(std::move(entry));
}

void catalog::add(preset p) {
  if (find_preset(p.name)) throw std::logic_error("two presets are named " + p.name);
  _presets.push_back(std::move(p));
}

const preset* catalog::find_preset(std::string_view name) const {
  for (const preset& p : _presets) {
    if (p.name == name) return &p;
  }
  return nullptr;
}

std::vector<const case_entry*> catalog::of_preset(std::string_view name,
                                                  const std::string& expression) const {
  const pattern wanted(expression);
  std::vector<const case_entry*> found;
  for (const case_entry& entry : _cases) {
    if (std::find(entry.presets.begin(), entry.presets.end(), name) == entry.presets.end()) {
      continue;
    }
    if (wanted.in(entry.name)) found.push_back(&entry);
  }
  return found;
}

std::vector<const case_entry*> catalog::of_suite(std::string_view name,
                                                 const std::string& expression) const {
  const pattern wanted(expression);
  std::vector<const case_entry*> found;
  for (const case_entry& entry : _cases) {
    if (entry.suite == name && !entry.preset_only && wanted.in(entry.name)) found.push_back(&entry);
  }
  return found;
}

const case_entry* catalog::find(std::string_view name) const {
  const auto at = _index.find(name);
  return at == _index.end() ? nullptr : &_cases[at->second];
}

std::vector<const case_entry*> catalog::matching(const std::string& expression) const {
  const pattern wanted(expression);
  std::vector<const case_entry*> found;
  for (const case_entry& entry : _cases) {
    if (entry.preset_only) continue;
    if (entry.left_out_by(expression)) continue;
    if (wanted.in(entry.name)) found.push_back(&entry);
  }
  return found;
}

case_entry suite::blank(std::string workload, std::string subject, parameters params) const {
  case_entry entry;
  entry.name = _name + "/" + workload + "/" + subject + params.path();
  entry.suite = _name;
  entry.workload = std::move(workload);
  entry.subject = std::move(subject);
  entry.params = std::move(params);
  entry.hidden = entry.hidden_suite = _hidden;
  return entry;
}

void suite::absent(const std::vector<std::string>& workloads, const std::string& subject,
                   const std::string& reason) {
  for (const std::string& workload : workloads) {
    case_entry entry = blank(workload, subject, {});
    entry.skipped = reason;
    _catalog.add(std::move(entry));
  }
}

}  // namespace contend
