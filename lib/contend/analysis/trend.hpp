// The answer to a trend question: a load's own numbers along a parameter.
#pragma once

#include <contend/analysis/question.hpp>
#include <contend/analysis/summary.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace contend {

/// One value of the parameter.
struct trend_row {
  std::string value;          ///< as in the case's path
  std::optional<double> at;   ///< as a number, if it is one
  std::string status = "ok";  ///< why there are no numbers, if there are none
  std::optional<double> throughput;
  std::optional<interval> ci;                          ///< of the throughput
  std::vector<std::optional<metric_summary>> metrics;  ///< as in the question
};

/// One subject with one number of threads.
struct trend_table {
  std::string subject;
  std::string others;  ///< the other parameters, "a:1/b:2"; empty if there are none
  unsigned threads = 1;
  bool oversubscribed = false;
  std::vector<trend_row> rows;  ///< words first, then by rising value
};

struct trend_answer {
  trend_question question;
  std::vector<trend_table> tables;  ///< by others, threads, then in the order of the curves
};

/// What the run says to the question: a table for each subject, number of threads and setting of
/// the other parameters of which two values or more have one of the metrics. Values are over
/// blocks, as in the summary.
[[nodiscard]] trend_answer answer(const trend_question& question,
                                  std::span<const curve_summary> curves);

}  // namespace contend
