// A histogram of times with logarithmic buckets: what sampled latency and a load's own delays
// are kept in.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace contend {

struct metric;

/// 1 ns to 100 s, 32 buckets an octave: a percentile is within 2.2 % of the sample it stands for.
/// One writer; merge and read after the writer has stopped.
class histogram {
 public:
  histogram();
  ~histogram();
  histogram(histogram&&) noexcept;
  histogram& operator=(histogram&&) noexcept;

  void record(std::int64_t nanoseconds) noexcept;
  void clear();
  void merge(const histogram& other);

  [[nodiscard]] std::uint64_t samples() const;
  /// Nanoseconds below which a share q of the samples lies; 0 if there is none.
  [[nodiscard]] double percentile(double q) const;
  [[nodiscard]] double max() const noexcept { return _max; }

  /// Appends NAME_p50, NAME_p99, NAME_p999 (99.9 %) and NAME_max in ns, and NAME_samples; nothing
  /// if there is no sample.
  void report(std::vector<metric>& to, std::string_view name) const;

 private:
  struct buckets;
  std::unique_ptr<buckets> _buckets;
  double _max = 0;
};

}  // namespace contend
