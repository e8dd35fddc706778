// What the loads whose histories are checked have in common.
#pragma once

#include <contend/linearize/finding.hpp>
#include <contend/linearize/recorder.hpp>
#include <contend/load/workload.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace contend::suites {

/// The recorder of a run, and what the checker said of it. A worker whose log is full does nothing
/// more: what it did then would be missing from the history.
class recorded {
 public:
  static constexpr std::size_t room = std::size_t{1} << 15;  ///< operations of each worker

  /// With a log of the controller's own, the last one, which has room for `more` operations.
  explicit recorded(const setting& s, std::size_t more = 0)
      : _seed(s.seed), _recorder(s.threads + (more != 0), std::max(room, more)) {}

  [[nodiscard]] linearize::thread_log& of(unsigned thread) { return _recorder.of(thread); }
  [[nodiscard]] linearize::history all() const { return _recorder.all(); }

  /// Keeps what was found, for metrics(); what is wrong, with the seed of the run, as the oracle's
  /// answer. "Undecided" is not wrong: the metrics say it.
  [[nodiscard]] complaint conclude(linearize::finding found);
  [[nodiscard]] std::vector<metric> metrics() const;

 private:
  std::uint64_t _seed;
  linearize::recorder _recorder;
  linearize::finding _found;
};

/// The card of such a load.
constexpr card recorded_card(std::string_view title, std::string_view operation) {
  return {
      .title = title,
      .operation = operation,
      .models = "nothing: few keys, or little room, so that operations meet",
      .frees = "the design's own nodes, by whoever erases or pops",
      .exposes =
          "answers that no order of the operations explains: stale reads, lost updates, "
          "items out of order",
      .not_for = "timing: each operation reads the clock twice, and waits for its own stores",
      .source = "Wing, Gong, 1993; Lowe, 2017; Horn, Kroening, 2015; Bouajjani et al., 2015",
  };
}

}  // namespace contend::suites
