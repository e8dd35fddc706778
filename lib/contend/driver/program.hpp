// A program that offers contend's commands: this one, or another build to compare it with.
#pragma once

#include <contend/analysis/record.hpp>
#include <contend/driver/plan.hpp>

#include <map>
#include <string>
#include <vector>

namespace contend::driver {

/// One side of a duet: what is started, and what it says about itself. Plain data.
struct program {
  std::string path;     ///< absolute
  std::string preload;  ///< a library for LD_PRELOAD; empty for none
  std::string subject;  ///< the only one whose cases are played; empty for all
  std::string version;  ///< as it says
  std::string digest;   ///< SHA-256 of its file
  std::vector<curve_plan> curves;
  std::map<std::string, design_record> designs;  ///< "suite/subject" -> what it is
};

/// Asks the program for its cases by `list --json`, in a child. Throws bad_input if the path names
/// no program, or one that answers as no contend would; if it turns the filter or the preset down,
/// with its own words.
[[nodiscard]] program ask_program(const std::string& path, const std::string& filter,
                                  const std::string& preset, const std::vector<unsigned>& threads);

/// The cases of one subject alone, under names in which `pair` stands in the subject's place: those
/// of two subjects have the same names then. Throws bad_input if there is no case of it.
[[nodiscard]] program only_subject(const program& all, const std::string& subject,
                                   const std::string& pair);

}  // namespace contend::driver
