// How often something happened, and how often it would.
#pragma once

#include <contend/analysis/estimate.hpp>

namespace contend {

/// So many of so many tries.
struct frequency {
  unsigned times = 0;
  unsigned of = 0;

  void count(bool happened) {
    ++of;
    times += happened ? 1 : 0;
  }
  /// Between the chances with which so few and so many would still be seen: Clopper and Pearson's
  /// exact interval (Biometrika 26, 1934), which holds the truth at least that often if the tries
  /// are independent. [0, 1] of no tries. The confidence is two-sided.
  [[nodiscard]] interval ci(double confidence = 0.95) const;

  friend bool operator==(const frequency&, const frequency&) = default;
};

}  // namespace contend
