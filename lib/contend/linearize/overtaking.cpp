#include <contend/linearize/overtaking.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace contend::linearize {
namespace {

using sequence = std::vector<const item*>;

template <class Key>
sequence sorted(std::span<const item> all, Key key) {
  sequence by;
  by.reserve(all.size());
  for (const item& i : all) by.push_back(&i);
  std::stable_sort(by.begin(), by.end(),
                   [&](const item* a, const item* b) { return key(*a) < key(*b); });
  return by;
}

std::int64_t went_in(const item& i) { return i.in.returned; }
std::int64_t going_in(const item& i) { return i.in.call; }
std::int64_t coming_out(const item& i) { return i.out.call; }
std::int64_t came_out(const item& i) { return i.out.returned; }

std::string value_of(const item& i) { return std::to_string(i.in.value); }

void append(history& to, const item& i) {
  to.push_back(i.in);
  if (!i.stayed()) to.push_back(i.out);
}

breach overtaking(const item& first, const item& second) {
  breach b{
      .what = value_of(second) + " went in after " + value_of(first) +
              (first.stayed() ? " and came out, the other did not" : " and came out before it"),
      .by = {},
      .needs_absence = first.stayed()};
  append(b.by, first);
  append(b.by, second);
  return b;
}

std::optional<breach> overtaken_in(std::span<const item> all) {
  const sequence firsts = sorted(all, went_in), seconds = sorted(all, going_in);
  std::size_t next = 0;
  // Of all that were in before this one began to go in: who began to come out last.
  const item* last = nullptr;
  for (const item* second : seconds) {
    for (; next < firsts.size() && went_in(*firsts[next]) < going_in(*second); ++next) {
      if (!last || coming_out(*firsts[next]) > coming_out(*last)) last = firsts[next];
    }
    if (second->stayed() || !last) continue;
    if (came_out(*second) < coming_out(*last)) return overtaking(*last, *second);
  }
  return std::nullopt;
}

// Counts by place, and sums from a place on, in O(log n).
class suffix_counts {
 public:
  explicit suffix_counts(std::size_t n) : _tree(n + 1, 0) {}
  void add(std::size_t place) {
    for (std::size_t i = _tree.size() - 1 - place; i < _tree.size(); i += i & (~i + 1)) ++_tree[i];
  }
  [[nodiscard]] std::uint64_t from(std::size_t place) const {
    std::uint64_t sum = 0;
    for (std::size_t i = _tree.size() - 1 - place; i != 0 && i < _tree.size(); i -= i & (~i + 1)) {
      sum += _tree[i];
    }
    return sum;
  }

 private:
  std::vector<std::uint64_t> _tree;  // Fenwick, backwards
};

// The item whose pop was called last, of those that began to go in from a place on; in O(log n).
class suffix_last {
 public:
  explicit suffix_last(std::size_t n) : _tree(n + 1, nullptr) {}
  void add(std::size_t place, const item* it) {
    for (std::size_t i = _tree.size() - 1 - place; i < _tree.size(); i += i & (~i + 1)) {
      if (!_tree[i] || coming_out(*_tree[i]) < coming_out(*it)) _tree[i] = it;
    }
  }
  [[nodiscard]] const item* from(std::size_t place) const {
    const item* last = nullptr;
    for (std::size_t i = _tree.size() - 1 - place; i != 0 && i < _tree.size(); i -= i & (~i + 1)) {
      if (_tree[i] && (!last || coming_out(*last) < coming_out(*_tree[i]))) last = _tree[i];
    }
    return last;
  }

 private:
  std::vector<const item*> _tree;
};

// The first place in a sorted sequence whose key is beyond a limit.
template <class Key>
std::size_t beyond(const sequence& by, Key key, std::int64_t limit) {
  const auto at =
      std::partition_point(by.begin(), by.end(), [&](const item* i) { return key(*i) <= limit; });
  return static_cast<std::size_t>(at - by.begin());
}

}  // namespace

std::optional<breach> overtaken(const std::vector<item>& all) { return overtaken_in(all); }

std::optional<breach> overtaken_by_own(std::vector<item> all) {
  std::stable_sort(all.begin(), all.end(),
                   [](const item& a, const item& b) { return a.in.thread < b.in.thread; });
  for (auto begin = all.begin(); begin != all.end();) {
    const auto end = std::find_if(begin, all.end(),
                                  [&](const item& i) { return i.in.thread != begin->in.thread; });
    if (auto wrong = overtaken_in({begin, end})) return wrong;
    begin = end;
  }
  return std::nullopt;
}

std::optional<breach> overtaken_beyond(const std::vector<item>& all, std::uint64_t slack) {
  const sequence firsts = sorted(all, went_in), seconds = sorted(all, going_in);
  const sequence leaving = sorted(all, coming_out);
  suffix_counts counts(all.size());
  std::size_t next = 0;
  for (const item* second : seconds) {
    for (; next < firsts.size() && went_in(*firsts[next]) < going_in(*second); ++next) {
      counts.add(beyond(leaving, coming_out, coming_out(*firsts[next]) - 1));
    }
    if (second->stayed()) continue;
    const std::size_t place = beyond(leaving, coming_out, came_out(*second));
    const std::uint64_t others = counts.from(place);
    if (others <= slack) continue;
    breach b{.what = value_of(*second) + " came out before " + std::to_string(others) +
                     " that went in before it; it may overtake " + std::to_string(slack),
             .by = {}};
    append(b.by, *second);
    for (std::size_t i = 0, left = slack + 1; i < next && left != 0; ++i) {
      if (coming_out(*firsts[i]) <= came_out(*second)) continue;
      append(b.by, *firsts[i]);
      b.needs_absence |= firsts[i]->stayed();
      --left;
    }
    return b;
  }
  return std::nullopt;
}

std::optional<breach> buried(const std::vector<item>& all) {
  // Below: in before the other began to go in. Above: the other was in before it began to come out,
  // and began to come out after it was out.
  const sequence above = sorted(all, went_in), below = sorted(all, coming_out);
  const sequence entering = sorted(all, going_in);
  suffix_last last(all.size());
  std::size_t next = 0;
  for (const item* under : below) {
    if (under->stayed()) break;
    for (; next < above.size() && went_in(*above[next]) < coming_out(*under); ++next) {
      last.add(beyond(entering, going_in, going_in(*above[next]) - 1), above[next]);
    }
    const item* over = last.from(beyond(entering, going_in, went_in(*under)));
    if (!over || coming_out(*over) <= came_out(*under)) continue;
    breach b{.what = value_of(*under) + " came out from under " + value_of(*over),
             .by = {},
             .needs_absence = over->stayed()};
    append(b.by, *under);
    append(b.by, *over);
    return b;
  }
  return std::nullopt;
}

}  // namespace contend::linearize
