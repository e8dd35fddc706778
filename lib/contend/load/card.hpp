// A workload's card: what a reader must know before trusting a curve of it. Data, because
// `contend list --cards` and the report print it.
#pragma once

#include <string_view>

namespace contend {

/// Every field is one or two plain sentences. All are required, except as said.
struct card {
  std::string_view title;      ///< a short name for a heading
  std::string_view operation;  ///< what one counted operation is
  std::string_view models;     ///< the real load that it stands for
  std::string_view frees;      ///< which thread frees what
  std::string_view exposes;    ///< the design weakness that it is made to show
  std::string_view not_for;    ///< what must not be concluded from it
  std::string_view source;     ///< the benchmark, paper or program that it follows
  /// The designs that it is made to break, and what breaks them; empty where it breaks none.
  std::string_view breaks = {};
  /// How the team's work grows with its threads, if it does: then Gustafson's law may be the load's
  /// (analysis/law.hpp). Empty where the threads share work that is the same for any number of
  /// them.
  std::string_view grows = {};
};

}  // namespace contend
