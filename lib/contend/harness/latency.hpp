// Sampled latency: one round in 64 is timed alone, into a histogram with logarithmic buckets.
#pragma once

#include <contend/analysis/record.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace contend::harness {

/// A worker's own histogram of round times. 1 ns to 100 s, 32 buckets an octave: a percentile is
/// within 2.2 % of the sample it stands for. One writer; merge after the writer has stopped.
class latency_histogram {
 public:
  latency_histogram();
  ~latency_histogram();
  latency_histogram(latency_histogram&&) noexcept;
  latency_histogram& operator=(latency_histogram&&) noexcept;

  void record(std::int64_t nanoseconds) noexcept;
  void clear();
  void merge(const latency_histogram& other);

  /// Percentiles of all that was recorded; nothing if nothing was.
  [[nodiscard]] std::optional<latency_record> summary() const;

  /// Rounds between two samples.
  static constexpr std::uint32_t one_in = 64;

 private:
  struct buckets;
  std::unique_ptr<buckets> _buckets;
  double _max = 0;
};

}  // namespace contend::harness
