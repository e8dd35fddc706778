// A worker's own ends of the links: what it sends, and what it is sent.
#pragma once

#include "routes.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace contend::suites {

/// Not thread-safe: one a worker.
template <class Link>
class carrier {
 public:
  explicit carrier(typename routes<Link>::ends& ends) : _ends(ends) {}

  /// Room for a batch, on the next link that has some, `skipped` links further on; empty if none
  /// has. Fill it, then send().
  [[nodiscard]] std::span<block> room(std::size_t skipped) {
    const auto& out = _ends.out;
    for (std::size_t tried = 0; tried < out.size(); ++tried) {
      _at_out = (_at_out + 1 + skipped) % out.size();
      skipped = 0;
      if (const auto found = out[_at_out]->room(); !found.empty()) return found;
    }
    return {};
  }
  void send() { _ends.out[_at_out]->send(); }

  /// Of a worker that one link leads to: no more fits in.
  [[nodiscard]] bool full() { return _ends.arrivals.front().in->full(); }

  /// Hands a batch that has arrived to `free`, or on to where it goes next; false if there is none,
  /// or no room there.
  template <class Free>
  bool take(Free&& free) {
    const auto& ways = _ends.arrivals;
    for (std::size_t tried = 0; tried < ways.size(); ++tried) {
      const auto& way = ways[_at_in];
      if (++_at_in == ways.size()) _at_in = 0;
      const std::span<const block> batch = way.in->front();
      if (batch.empty()) continue;
      if (way.onward == nullptr) {
        free(batch);
      } else {
        const std::span<block> next = way.onward->room();
        if (next.empty()) continue;
        std::copy(batch.begin(), batch.end(), next.begin());
        way.onward->send();
      }
      way.in->pop();
      return true;
    }
    return false;
  }

  /// All that is still on its way here to `free`, however far it was to go.
  template <class Free>
  void drain(Free&& free) {
    for (const auto& way : _ends.arrivals) {
      for (auto batch = way.in->front(); !batch.empty(); batch = way.in->front()) {
        free(batch);
        way.in->pop();
      }
    }
  }

 private:
  typename routes<Link>::ends& _ends;
  std::size_t _at_in = 0, _at_out = 0;
};

}  // namespace contend::suites
