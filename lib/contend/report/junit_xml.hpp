// Outcomes as JUnit XML, which CI services show as tests.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace contend {

struct junit_case {
  enum class outcome { passed, failed, skipped };
  std::string name;
  outcome is = outcome::passed;
  std::string message;  ///< of failed and skipped: why, in a line; up to a colon it is the type
  std::string text;     ///< what else there is to say, in lines; may be empty
  double seconds = 0;   ///< that it took; 0 if nobody knows
};

struct junit_suite {
  std::string name;     ///< also the class name of its cases, with points for slashes
  std::string started;  ///< UTC, ISO 8601; may be empty
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<junit_case> cases;
  std::string output;  ///< of the suite as a whole, in lines; may be empty
};

/// Well-formed XML 1.0 in UTF-8 whatever the texts are; valid by the schema that Jenkins' xUnit
/// plug-in has for JUnit. A failed case has a <failure>, a skipped one a <skipped>, each with its
/// message and text; the text of a passed one is its <system-out>. Ends with a newline.
[[nodiscard]] std::string junit_xml(const std::string& name, std::span<const junit_suite> suites);

}  // namespace contend
