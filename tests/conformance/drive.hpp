// Drives a workload from a test, as `contend stress` does.
#pragma once

#include <contend/harness/stress.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace contend {

using parameter_list = std::vector<std::pair<std::string, std::string>>;

template <workload W>
harness::stress_result drive(unsigned threads, std::uint64_t rounds, parameter_list list) {
  return harness::stress(
      [](const setting& s) -> std::unique_ptr<load> { return std::make_unique<load_of<W>>(s); },
      {.threads = threads, .rounds = rounds, .params = parameters(std::move(list))});
}

/// For typed tests: the subject's own name.
struct by_name {
  template <subject S>
  static std::string GetName(int) {
    return std::string(S::info.name);
  }
};

}  // namespace contend
