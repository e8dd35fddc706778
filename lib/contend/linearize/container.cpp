#include <contend/linearize/cell.hpp>
#include <contend/linearize/container.hpp>
#include <contend/linearize/form.hpp>
#include <contend/linearize/search.hpp>
#include <contend/linearize/shrink.hpp>
#include <contend/linearize/text.hpp>

#include <algorithm>

namespace contend::linearize {
namespace {

history sorted_by_key(const history& all) {
  history sorted = all;
  std::stable_sort(sorted.begin(), sorted.end(), [](const operation& a, const operation& b) {
    return a.key != b.key ? a.key < b.key : a.call < b.call;
  });
  return sorted;
}

void explain(finding& result, std::span<const operation> part, std::int64_t stuck) {
  result.outcome = verdict::not_linearizable;
  core few = shrink(history(part.begin(), part.end()), stuck);
  result.why = "no order explains what key " + std::to_string(part.front().key) + " answered, " +
               (few.from_any_state ? "whatever it held before: " : "empty at first: ") +
               line_of(few.operations);
  result.core = std::move(few.operations);
}

}  // namespace

finding check_container(const history& all, const bounds& most) {
  require_well_formed(all, object::container);
  const history sorted = sorted_by_key(all);
  finding result;
  result.operations = sorted.size();
  bool too_wide = false;
  for (std::size_t begin = 0; begin < sorted.size();) {
    std::size_t end = begin;
    while (end < sorted.size() && sorted[end].key == sorted[begin].key) ++end;
    const std::span part(sorted.data() + begin, end - begin);
    begin = end;
    ++result.parts;
    result.longest_part = std::max<std::uint64_t>(result.longest_part, part.size());

    cell object;
    const cell::state empty;
    const std::uint64_t left = most.states - std::min(most.states, result.states);
    const std::uint64_t allowed = std::min(most.states_a_part, left);
    const search_result found = search<cell>(object, part, {&empty, 1}, allowed);
    result.states += found.states;
    if (found.outcome == verdict::undecided) {
      ++result.undecided_parts;
      too_wide |= found.too_many_open;
    } else if (found.outcome == verdict::not_linearizable &&
               result.outcome != verdict::not_linearizable) {
      explain(result, part, found.stuck);
    }
  }
  if (result.outcome == verdict::linearizable && result.undecided_parts != 0) {
    result.outcome = verdict::undecided;
    result.why =
        std::to_string(result.undecided_parts) + " of " + std::to_string(result.parts) + " keys: " +
        (too_wide ? "more than " + std::to_string(timeline::most_open) + " operations at once"
                  : "the bound of " + std::to_string(most.states_a_part) + " states a key, or " +
                        std::to_string(most.states) + " in all");
  }
  return result;
}

}  // namespace contend::linearize
