#include "promise.hpp"

#include <string>

namespace contend::suites {
namespace {

linearize::order order_of(const buffer_info& traits) {
  switch (traits.order) {
    case order_guarantee::fifo: return linearize::order::fifo;
    case order_guarantee::per_producer_fifo: return linearize::order::per_producer;
    case order_guarantee::k_fifo: return linearize::order::slack;
    case order_guarantee::lifo: return linearize::order::lifo;
    case order_guarantee::none: break;
  }
  return linearize::order::none;
}

linearize::refusal refusal_of(bool exact) {
  return exact ? linearize::refusal::exact : linearize::refusal::contended;
}

}  // namespace

linearize::queue_rules promise_of(const buffer_info& traits) {
  return {.order = order_of(traits),
          .slack = traits.slack,
          // What was dealt to another consumer does not count as there.
          .empty = traits.dealt ? linearize::refusal::anything : refusal_of(traits.exact_empty),
          .full = refusal_of(traits.exact_full),
          .capacity = traits.bounded ? recorded_capacity : 0};
}

complaint nothing_lost(const linearize::history& all) {
  std::uint64_t in = 0, out = 0;
  for (const linearize::operation& o : all) {
    if (o.answer != linearize::outcome::yes) continue;
    ++(o.what == linearize::action::push ? in : out);
  }
  if (in <= out) return std::nullopt;
  return std::to_string(in - out) + " of " + std::to_string(in) + " items never came out";
}

}  // namespace contend::suites
