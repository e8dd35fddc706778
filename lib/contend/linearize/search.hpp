// Is there an order of a history's operations that a sequential object explains? For any object.
#pragma once

#include <contend/core/rng.hpp>
#include <contend/linearize/finding.hpp>
#include <contend/linearize/operation.hpp>
#include <contend/linearize/timeline.hpp>
#include <contend/linearize/visited.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <span>
#include <vector>

namespace contend::linearize {

/// What an object does when its operations come one after another:
///  - `state`: a value, copied at each step, so better small;
///  - `o.step(operation, s)`: false if the operation can't give its answer in s; else s is what
///    comes after. One whose answer is unknown can always be done, unless it would wait;
///  - `o.only_reads(operation)`: it changes no state in which its answer is right;
///  - `o.hash(s)`: equal states have equal hashes.
// clang-format off
template <class O>
concept sequential_object = std::equality_comparable<typename O::state> &&
    requires(O& o, const operation& done, typename O::state& s) {
      { o.step(done, s) } -> std::same_as<bool>;
      { o.only_reads(done) } -> std::same_as<bool>;
      { o.hash(s) } -> std::convertible_to<std::uint64_t>;
    };
// clang-format on

/// Gives states numbers, equal ones the same. One owner.
template <sequential_object O>
class state_numbers {
 public:
  explicit state_numbers(O& object) : _object(object), _table(16, 0) {}

  [[nodiscard]] const typename O::state& operator[](std::uint32_t n) const { return _all[n]; }

  std::uint32_t of(const typename O::state& s) {
    if (2 * (_all.size() + 1) > _table.size()) grow();
    const std::size_t i = place_of(s);
    if (_table[i] == 0) {
      _all.push_back(s);
      _table[i] = static_cast<std::uint32_t>(_all.size());
    }
    return _table[i] - 1;
  }

 private:
  std::size_t place_of(const typename O::state& s) const {
    std::size_t i = mix(_object.hash(s)) & (_table.size() - 1);
    while (_table[i] != 0 && !(_all[_table[i] - 1] == s)) i = (i + 1) & (_table.size() - 1);
    return i;
  }
  void grow() {
    _table.assign(2 * _table.size(), 0);
    for (std::uint32_t n = 0; n < _all.size(); ++n) _table[place_of(_all[n])] = n + 1;
  }

  O& _object;
  std::vector<typename O::state> _all;
  std::vector<std::uint32_t> _table;  // open addressing: number + 1, 0 for none
};

struct search_result {
  verdict outcome = verdict::linearizable;
  std::uint64_t states = 0;
  bool too_many_open = false;  ///< of "undecided": more than timeline::most_open; else the states
  /// Of "not linearizable": when the operation returned that no order got past. All that was called
  /// later has no part in it.
  std::int64_t stuck = never;
};

/// Depth first over configurations, each entered once: Wing and Gong (1993) with Lowe's memory of
/// what was visited (2017), and his just-in-time order: an operation takes effect when one that is
/// under way must, because it returns. What only reads does so as soon as it can, which never
/// hinders another. The set of operations that have taken effect is kept as the number of the
/// return and one bit for each operation under way, so memory does not grow with the history's
/// square. Exponential in how many operations overlap, linear in how many there are. `starts`: what
/// the object may have been at first. Not linearizable: from none of them.
template <sequential_object O>
search_result search(O& object, std::span<const operation> all,
                     std::span<const typename O::state> starts, std::uint64_t most_states) {
  const timeline time(all);
  if (!time.fits()) return {.outcome = verdict::undecided, .too_many_open = true};

  struct frame {
    configuration c;
    std::size_t next;  // choice
  };
  state_numbers<O> states(object);
  visited seen;
  std::vector<frame> path;
  std::uint32_t furthest = 0;
  const auto bit = [](const timeline::entry& e) { return std::uint64_t{1} << e.slot; };

  // Goes on as long as there is nothing to choose. True at the end; else a new place is on the
  // path.
  const auto enter = [&](configuration c) {
    for (; c.at < time.returns(); ++c.at) {
      const auto open = time.open(c.at);
      for (const auto& e : open) {
        if (c.done & bit(e) || !object.only_reads(all[e.index])) continue;
        typename O::state s = states[c.state];
        if (object.step(all[e.index], s)) c.done |= bit(e);
      }
      if (!(c.done & bit(open.front()))) {
        furthest = std::max(furthest, c.at);
        if (seen.insert(c)) path.push_back({c, 0});
        return false;
      }
      c.done &= ~bit(open.front());
    }
    return true;
  };

  for (const auto& start : starts) {
    if (enter({.state = states.of(start)})) return {.states = seen.size()};
    while (!path.empty()) {
      const configuration c = path.back().c;
      const auto open = time.open(c.at);
      if (path.back().next == open.size()) {
        path.pop_back();
        continue;
      }
      const timeline::entry e = open[path.back().next++];
      if (c.done & bit(e) || object.only_reads(all[e.index])) continue;
      typename O::state s = states[c.state];
      if (!object.step(all[e.index], s)) continue;
      if (enter({.done = c.done | bit(e), .at = c.at, .state = states.of(s)})) {
        return {.states = seen.size()};
      }
      if (seen.size() > most_states) return {.outcome = verdict::undecided, .states = seen.size()};
    }
  }
  return {.outcome = verdict::not_linearizable,
          .states = seen.size(),
          .stuck = all[time.open(furthest).front().index].returned};
}

}  // namespace contend::linearize
