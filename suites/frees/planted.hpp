// The load on which the planted allocators have to be told from the clean one.
#pragma once

#include "flow.hpp"

namespace contend::suites {

/// Private blocks, one after the other, under a name of its own, so that a sweep of `frees` does
/// not spend its time on subjects whose rank is known: hidden, it runs when a filter names it or in
/// its preset.
template <allocator A>
class planted : public flow<A> {
 public:
  static constexpr std::string_view name = "planted";
  static constexpr bool hidden = true;
  static constexpr card about{
      .title = "Allocators with a bug that costs only time",
      .operation = "one allocation, or one free, of a private block of 64 bytes",
      .models = "a regression that no oracle sees: every block is right, and late",
      .frees = "the allocating thread, 16 at a time",
      .exposes =
          "a suite that can't see a counter, a lock or a line that all threads share: each of the "
          "planted allocators must come out below the clean one at 2 threads",
      .not_for = "comparing allocators: all but the clean one are wrong on purpose",
      .source = "this project; the counter after a fork of mimalloc that left its statistics on",
      .breaks = "all subjects but malloc: their calls share a line, which the load makes hot",
  };

  explicit planted(const setting& s) : flow<A>(s, {.way = topology::self, .batch = 16}) {}
};

}  // namespace contend::suites
