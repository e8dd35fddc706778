// One window of the latest items, kept by all workers together.
#pragma once

#include "pairs.hpp"

namespace contend::suites {

/// Parameter: `window`, items kept.
template <buffer B>
class window_shared : public pairs<B> {
 public:
  static constexpr std::string_view name = "window_shared";
  static constexpr card about{
      .title = "A window that all share",
      .operation = "one push, or one pop that keeps the window at its length",
      .models = "the reference program's list of the last 100 objects, if all threads kept one",
      .frees = "nothing: items are numbers",
      .exposes =
          "what sharing costs that nobody needs: against the private window, in which the same "
          "calls meet nobody",
      .not_for = "hand-over: it does not matter who gets which item",
      .source = "the reference program's window of 100, made of one buffer",
      .breaks = "every buffer, beside its own private window; least those with distant ends",
  };

  explicit window_shared(const setting& s)
      : window_shared(s, parameter_within(s, "window", 1, 1 << 20)) {}

 private:
  // At most one item more for each worker, which has pushed and not popped yet.
  window_shared(const setting& s, std::size_t window)
      : pairs<B>(s, {.capacity = window + s.threads, .handles = s.threads + 1}, window) {}
};

}  // namespace contend::suites
