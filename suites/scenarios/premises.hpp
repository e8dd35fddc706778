// What every scenario has: requests that arrive, documents that are made for them, and what is told
// of both.
#pragma once

#include "documents.hpp"

#include <contend/load/open_loop.hpp>
#include <contend/load/timeline.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace contend::suites {

/// Throws std::invalid_argument that names the parameter.
inline std::uint64_t whole_parameter(const setting& s, std::string_view name, std::int64_t least,
                                     std::int64_t most) {
  const std::int64_t value = s.params.integer(name);
  if (value < least || value > most) {
    throw std::invalid_argument(std::string(name) + " must be " + std::to_string(least) + " to " +
                                std::to_string(most) + ", not " + std::to_string(value));
  }
  return static_cast<std::uint64_t>(value);
}

template <allocator A>
class premises {
 public:
  /// See open_loop.
  premises(const setting& s, std::uint64_t most) : requests(s, most) {}

  open_loop requests;
  documents<A> papers;

  /// Worker 0, once a step.
  void observe() {
    _memory.tick([this] { return papers.bytes(); });
  }

  void report(std::vector<metric>& to) const {
    requests.report(to);
    to.push_back({"held_bytes_peak", "bytes", _memory.peak()});
    to.push_back({"held_bytes_mean", "bytes", _memory.mean()});
    to.push_back({"documents", "objects", static_cast<double>(papers.made())});
  }
  [[nodiscard]] std::vector<series> histories() const {
    return {requests.backlog(), _memory.data()};
  }

 private:
  timeline _memory{"held_bytes", "bytes"};
};

}  // namespace contend::suites
