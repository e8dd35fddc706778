// A run's throughputs block by block, for comparing points that were measured beside each other.
#pragma once

#include <contend/analysis/estimate.hpp>
#include <contend/analysis/summary.hpp>

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace contend {

/// How two points compare, paired by block: what moves the whole host moves both visits of a block,
/// and cancels. Blocks that have both count.
struct paired_ratio {
  estimate ratio;
  unsigned blocks = 0;
};

/// Made once from a run and its curves; then only read. Keeps no pointer to either.
class block_rates {
 public:
  using by_block = std::map<unsigned, double>;  ///< block -> successful operations a second

  block_rates(const run_record& run, std::span<const curve_summary> curves);

  /// The rates of a point; empty if its summary is not ok or it is not there.
  [[nodiscard]] const by_block& of(std::string_view name, unsigned threads) const;

  /// Why a point has no rates: "not in this run", "skipped: ...", "not run", "crashed: SIGSEGV";
  /// empty if it has some.
  [[nodiscard]] std::string missing(std::string_view name, unsigned threads) const;

  /// The geometric centre over blocks of over / under, as over_blocks() says. A point of two speeds
  /// on either side is a doubt.
  [[nodiscard]] paired_ratio compare(std::string_view over, unsigned over_threads,
                                     std::string_view under, unsigned under_threads) const;

 private:
  struct point {
    std::string status;
    bool bimodal = false;
    by_block rates;
  };
  [[nodiscard]] const point* find(std::string_view name, unsigned threads) const;

  std::map<std::string, std::map<unsigned, point>, std::less<>> _points;
  std::map<std::string, std::string, std::less<>> _skipped;
};

}  // namespace contend
