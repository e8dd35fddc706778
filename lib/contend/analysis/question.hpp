// Questions that a suite asks of a run, and that the report answers: plain data.
#pragma once

#include <string>
#include <vector>

namespace contend {

/// How every subject compares with one of them, row by row: rates as ratios, with intervals.
struct ratio_question {
  struct row {
    std::string label;
    std::string workload;  ///< "suite/workload"
    std::string tail;      ///< "/param:value..." as in a case's path, or empty
  };
  std::string title;
  std::string about;      ///< what it shows, a sentence or two
  std::string reference;  ///< the subject that counts as 1
  std::vector<row> rows;
};

/// At which value of a numeric parameter one subject's rate passes the other's.
struct crossing_question {
  std::string title;
  std::string about;
  std::string workload;   ///< "suite/workload"
  std::string parameter;  ///< its name; the other parameters' values are the same along it
  std::string subject, rival;
  unsigned threads = 2;
  /// The subject can only lose ground as the parameter rises: what the load is built to do, not
  /// what a run shows. Noise that says otherwise is then smoothed away.
  bool falls = false;
};

/// From which value of a numeric parameter on more of it makes no difference to a subject's rate:
/// the smallest from which it stays within a share of the rate at the largest.
struct plateau_question {
  std::string title;
  std::string about;
  std::string workload;   ///< "suite/workload"; each of its subjects gets an answer
  std::string parameter;  ///< its name; the other parameters' values are the same along it
  std::string unit;       ///< of the parameter's values, plural
  unsigned threads = 2;
  double within = 0.2;  ///< share of the rate at the largest value that a level one may lack
};

/// How the numbers that a load reports beside its throughput move along a parameter.
struct trend_question {
  std::string title;
  std::string about;
  std::string workload;              ///< "suite/workload"
  std::string parameter;             ///< its name
  std::vector<std::string> metrics;  ///< their names; the first one is drawn
};

}  // namespace contend
