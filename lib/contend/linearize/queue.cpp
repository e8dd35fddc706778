#include <contend/linearize/form.hpp>
#include <contend/linearize/overtaking.hpp>
#include <contend/linearize/queue.hpp>
#include <contend/linearize/refusals.hpp>
#include <contend/linearize/search.hpp>
#include <contend/linearize/stack.hpp>
#include <contend/linearize/text.hpp>

#include <algorithm>

namespace contend::linearize {
namespace {

std::optional<breach> order_broken(const items& of, const queue_rules& rules) {
  switch (rules.order) {
    case order::fifo: return overtaken(of.all);
    case order::per_producer: return overtaken_by_own(of.all);
    case order::slack: return overtaken_beyond(of.all, rules.slack);
    case order::lifo: return buried(of.all);
    case order::none: break;
  }
  return std::nullopt;
}

std::optional<breach> first_breach(const items& of, const history& all, const queue_rules& rules) {
  if (of.wrong) return of.wrong;
  if (auto wrong = order_broken(of, rules)) return wrong;
  if (auto wrong = wrongly_empty(of, all, rules.empty)) return wrong;
  return wrongly_full(of, all, rules.full, rules.capacity);
}

// Without the refusals that say nothing for certain: what contended ones mean was checked above.
history for_search(const history& all, refusal empty) {
  history kept;
  for (const operation& o : all) {
    if (o.answer == outcome::no && (o.what == action::push || empty != refusal::exact)) continue;
    kept.push_back(o);
  }
  return kept;
}

void search_stack(finding& result, const history& all, const queue_rules& rules,
                  const bounds& most) {
  const history kept = for_search(all, rules.empty);
  stack object;
  const stack::state empty = 0;
  const search_result found =
      search<stack>(object, kept, {&empty, 1}, std::min(most.states_a_part, most.states) / 16);
  result.states = found.states;
  if (found.outcome == verdict::not_linearizable) {
    result.outcome = verdict::not_linearizable;
    for (const operation& o : kept) {
      if (o.call <= found.stuck) result.core.push_back(o);
    }
    result.why =
        "no order is a stack's, though no two items alone show it: " + line_of(result.core);
  }
  result.exact = result.exact && found.outcome != verdict::undecided;
}

}  // namespace

finding check_queue(const history& all, const queue_rules& rules, const bounds& most) {
  require_well_formed(all, object::queue);
  const items of = items_of(all);
  finding result;
  result.operations = result.longest_part = all.size();
  result.parts = 1;
  result.exact = rules.order != order::slack && of.full.empty();
  if (const auto wrong = first_breach(of, all, rules)) {
    if (wrong->needs_absence && of.pending_pop) {
      result.outcome = verdict::undecided;
      result.undecided_parts = 1;
      result.why = "a pop that did not return may have taken an item: " + wrong->what;
      return result;
    }
    result.outcome = verdict::not_linearizable;
    result.why = wrong->what + ": " + line_of(wrong->by);
    result.core = wrong->by;
  } else if (rules.order == order::lifo) {
    search_stack(result, all, rules, most);
  }
  return result;
}

}  // namespace contend::linearize
