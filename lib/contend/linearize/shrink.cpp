#include <contend/linearize/cell.hpp>
#include <contend/linearize/search.hpp>
#include <contend/linearize/shrink.hpp>

#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace contend::linearize {
namespace {

constexpr std::int64_t begin_of_time = std::numeric_limits<std::int64_t>::min();
// Sums of the values that are added are tried one by one: 2 to this power.
constexpr std::size_t most_added = 8;
// Reads are taken away one by one, with a search each.
constexpr std::size_t most_reads = 128;
// A search that takes more than this does not make a history that a reader would like better.
constexpr std::uint64_t most_states = std::uint64_t{1} << 17;

history between(const history& all, std::int64_t from, std::int64_t to) {
  history part;
  for (const operation& o : all) {
    if (o.returned < from || o.call > to) continue;
    const bool whole = o.call >= from && o.returned <= to;
    if (!whole && cell::only_reads(o)) continue;
    part.push_back(o);
    if (!whole) part.back().returned = never;
  }
  return part;
}

// All states that the operations can tell from each other; none if those are too many.
std::vector<cell::state> any_state(const history& part) {
  std::set<std::uint64_t> seen;
  std::vector<std::uint64_t> sums{0};
  for (const operation& o : part) {
    if (o.answer == outcome::yes) seen.insert(o.seen);
    if (o.what != action::add && o.what != action::upsert) continue;
    if (sums.size() == std::size_t{1} << most_added) return {};
    const std::size_t before = sums.size();
    for (std::size_t i = 0; i < before; ++i) sums.push_back(sums[i] + o.value);
  }
  std::set<std::uint64_t> values;
  for (const std::uint64_t v : seen) {
    for (const std::uint64_t s : sums) values.insert(v - s);
  }
  // Of those that nobody sees, one stands for all.
  std::uint64_t other = 0;
  while (values.count(other)) ++other;
  values.insert(other);
  std::vector<cell::state> states{{}};
  for (const std::uint64_t v : values) states.push_back({true, v});
  return states;
}

class shrinking {
 public:
  shrinking(const history& all, std::int64_t stuck)
      : _all(all), _to(stuck), _part(between(all, begin_of_time, stuck)) {}

  core run() {
    for (int round = 0; round < 2; ++round) {
      cut_the_beginning();
      cut_the_end();
    }
    drop_reads();
    return {std::move(_part), _from != begin_of_time};
  }

 private:
  [[nodiscard]] bool wrong(const history& part, bool any) const {
    cell object;
    const std::vector<cell::state> nothing{{}};
    const auto starts = any ? any_state(part) : nothing;
    if (starts.empty()) return false;
    return search<cell>(object, part, starts, most_states).outcome == verdict::not_linearizable;
  }

  // Both cuts are monotonic: what a part shows, a larger one shows as well.
  void cut_the_beginning() {
    std::vector<std::int64_t> begins;
    for (const operation& o : _part) begins.push_back(o.call);
    std::sort(begins.rbegin(), begins.rend());
    const auto wrong_from = [&](std::size_t i) {
      return wrong(between(_all, begins[i], _to), true);
    };
    // From the end backwards in growing steps, as the part that is enough is most often short.
    std::size_t late = 0, early = 0;
    while (early < begins.size() && !wrong_from(early)) {
      late = early + 1;
      early = 2 * early + 1;
    }
    if (early >= begins.size()) return;
    while (late < early) {
      const std::size_t middle = late + (early - late) / 2;
      if (wrong_from(middle)) {
        early = middle;
      } else {
        late = middle + 1;
      }
    }
    _from = begins[early];
    _part = between(_all, _from, _to);
  }
  void cut_the_end() {
    std::vector<std::int64_t> ends;
    for (const operation& o : _part) {
      if (o.required()) ends.push_back(o.returned);
    }
    std::sort(ends.begin(), ends.end());
    const auto at = std::partition_point(ends.begin(), ends.end(), [&](std::int64_t to) {
      return !wrong(between(_all, _from, to), _from != begin_of_time);
    });
    if (at == ends.end()) return;
    _to = *at;
    _part = between(_all, _from, _to);
  }
  void drop_reads() {
    if (_part.size() > most_reads) return;
    for (std::size_t i = 0; i < _part.size();) {
      history less = _part;
      less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
      if (cell::only_reads(_part[i]) && wrong(less, _from != begin_of_time)) {
        _part = std::move(less);
      } else {
        ++i;
      }
    }
  }

  const history& _all;
  std::int64_t _from = begin_of_time, _to;
  history _part;
};

}  // namespace

core shrink(const history& one_key, std::int64_t stuck) { return shrinking(one_key, stuck).run(); }

}  // namespace contend::linearize
