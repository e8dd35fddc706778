#include <contend/report/escape.hpp>
#include <contend/report/junit_xml.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace contend {
namespace {

struct counts {
  std::size_t tests = 0, failures = 0, skipped = 0;
  double seconds = 0;

  void add(const junit_case& c) {
    ++tests;
    failures += c.is == junit_case::outcome::failed ? 1 : 0;
    skipped += c.is == junit_case::outcome::skipped ? 1 : 0;
    seconds += std::isfinite(c.seconds) ? std::max(c.seconds, 0.0) : 0;
  }
  [[nodiscard]] std::string attributes() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"{:.3f}\"", tests, failures,
                       seconds);
  }
};

/// "crashed" of "crashed: SIGSEGV (1 of 6 blocks)", "oom" of "oom (2 of 6 blocks)".
std::string type_of(const std::string& message) {
  std::string type = message.substr(0, message.find_first_of(":("));
  return type.substr(0, type.find_last_not_of(' ') + 1);
}

std::string class_of(std::string suite) {
  std::replace(suite.begin(), suite.end(), '/', '.');
  return suite;
}

std::string outcome_of(const junit_case& c) {
  const char* const tag = c.is == junit_case::outcome::failed ? "failure" : "skipped";
  const std::string head = fmt::format("<{} type=\"{}\" message=\"{}\"", tag,
                                       escaped(type_of(c.message)), escaped(c.message));
  return c.text.empty() ? head + "/>" : fmt::format("{}>{}</{}>", head, escaped(c.text), tag);
}

std::string xml_of(const junit_case& c, const std::string& class_name) {
  counts own;
  own.add(c);
  const std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"",
                                       escaped(class_name), escaped(c.name), own.seconds);
  if (c.is != junit_case::outcome::passed) {
    return fmt::format("{}>{}</testcase>\n", head, outcome_of(c));
  }
  if (c.text.empty()) return head + "/>\n";
  return fmt::format("{}><system-out>{}</system-out></testcase>\n", head, escaped(c.text));
}

std::string xml_of(const junit_suite& s) {
  counts all;
  for (const junit_case& c : s.cases) all.add(c);
  std::string text = fmt::format("  <testsuite name=\"{}\" {} skipped=\"{}\"", escaped(s.name),
                                 all.attributes(), all.skipped);
  if (!s.started.empty()) text += fmt::format(" timestamp=\"{}\"", escaped(s.started));
  text += ">\n";
  if (!s.properties.empty()) {
    text += "    <properties>\n";
    for (const auto& [name, value] : s.properties) {
      text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", escaped(name),
                          escaped(value));
    }
    text += "    </properties>\n";
  }
  const std::string class_name = class_of(s.name);
  for (const junit_case& c : s.cases) text += xml_of(c, class_name);
  if (!s.output.empty()) {
    text += fmt::format("    <system-out>{}</system-out>\n", escaped(s.output));
  }
  return text + "  </testsuite>\n";
}

}  // namespace

std::string junit_xml(const std::string& name, std::span<const junit_suite> suites) {
  counts all;
  for (const junit_suite& s : suites) {
    for (const junit_case& c : s.cases) all.add(c);
  }
  std::string text =
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n",
                  escaped(name), all.attributes());
  for (const junit_suite& s : suites) text += xml_of(s);
  return text + "</testsuites>\n";
}

}  // namespace contend
