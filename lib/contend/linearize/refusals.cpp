#include <contend/linearize/refusals.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace contend::linearize {
namespace {

/// Whether an operation of another thread was under way at some time during a call.
class company {
 public:
  explicit company(const history& all) {
    for (const operation& o : all) {
      _calls.push_back(o.call);
      _returns.push_back(o.returned);
    }
    std::sort(_calls.begin(), _calls.end());
    std::sort(_returns.begin(), _returns.end());
  }
  // All but those that were called after it returned and those that returned before its call; more
  // than itself. A thread's own operations never overlap, but two may share the stamp between them.
  [[nodiscard]] bool of(const operation& o) const {
    const auto later = _calls.end() - std::upper_bound(_calls.begin(), _calls.end(), o.returned);
    const auto earlier =
        std::lower_bound(_returns.begin(), _returns.end(), o.call) - _returns.begin();
    return static_cast<std::size_t>(later + earlier) + 1 < _calls.size();
  }

 private:
  std::vector<std::int64_t> _calls, _returns;
};

/// Those of the refusals that must mean what they say.
history binding(const history& refused, const history& all, refusal means) {
  if (means == refusal::exact) return refused;
  if (means == refusal::anything || refused.empty()) return {};
  const company others(all);
  history alone;
  for (const operation& o : refused) {
    if (!others.of(o)) alone.push_back(o);
  }
  return alone;
}

// The fewest items that are there from before `o` to after it, one after the other.
breach chain(const operation& o, std::vector<const item*> there) {
  std::sort(there.begin(), there.end(),
            [](const item* a, const item* b) { return a->in.returned < b->in.returned; });
  breach b{.what = "a pop says empty, but ", .by = {o}};
  std::string values;
  std::int64_t reached = o.call;  // the chain must go on from here
  bool first = true;
  for (std::size_t i = 0; first || reached <= o.returned;) {
    const item* best = nullptr;
    for (; i < there.size() && there[i]->in.returned < reached; ++i) {
      if (!best || there[i]->out.call > best->out.call) best = there[i];
    }
    if (!best) break;  // not reached: the union covers the call
    values += (first ? "" : ", then ") + std::to_string(best->in.value);
    b.by.push_back(best->in);
    if (!best->stayed()) b.by.push_back(best->out);
    b.needs_absence |= best->stayed();
    reached = best->out.call;
    first = false;
  }
  b.what += values + (b.by.size() > 3 ? " were there all the time" : " was there all the time");
  return b;
}

}  // namespace

std::optional<breach> wrongly_empty(const items& of, const history& all, refusal means) {
  const history pops = binding(of.empty, all, means);
  if (pops.empty()) return std::nullopt;
  // The time during which something is certainly there, as open intervals that do not meet.
  std::vector<const item*> certain;
  for (const item& i : of.all) {
    if (i.in.returned < i.out.call) certain.push_back(&i);
  }
  std::sort(certain.begin(), certain.end(),
            [](const item* a, const item* b) { return a->in.returned < b->in.returned; });
  std::vector<std::pair<std::int64_t, std::int64_t>> spans;
  for (const item* i : certain) {
    if (!spans.empty() && i->in.returned < spans.back().second) {
      spans.back().second = std::max(spans.back().second, i->out.call);
    } else {
      spans.emplace_back(i->in.returned, i->out.call);
    }
  }
  for (const operation& o : pops) {
    const auto after =
        std::lower_bound(spans.begin(), spans.end(), o.call,
                         [](const auto& span, std::int64_t call) { return span.first < call; });
    if (after == spans.begin() || std::prev(after)->second <= o.returned) continue;
    std::vector<const item*> there;
    for (const item* i : certain) {
      if (i->out.call > o.call && i->in.returned < o.returned) there.push_back(i);
    }
    return chain(o, std::move(there));
  }
  return std::nullopt;
}

std::optional<breach> wrongly_full(const items& of, const history& all, refusal means,
                                   std::uint64_t capacity) {
  if (capacity == 0 && !of.full.empty()) {
    return breach{.what = "a push fails, though there is always room", .by = {of.full.front()}};
  }
  const history pushes = binding(of.full, all, means);
  if (pushes.empty()) return std::nullopt;
  // How many items can have been there, at each time at which that changes.
  std::vector<std::pair<std::int64_t, int>> changes;
  for (const item& i : of.all) {
    changes.emplace_back(i.in.call, +1);
    if (!i.stayed() && i.out.returned != never) changes.emplace_back(i.out.returned + 1, -1);
  }
  for (const operation& o : of.pending_pushes) changes.emplace_back(o.call, +1);
  std::sort(changes.begin(), changes.end());
  std::vector<std::int64_t> times{std::numeric_limits<std::int64_t>::min()};
  std::vector<std::vector<std::int64_t>> most(1, {0});  // then of 2, 4, 8... from each on
  for (const auto& [time, change] : changes) {
    if (times.back() != time) {
      times.push_back(time);
      most[0].push_back(most[0].back());
    }
    most[0].back() += change;
  }
  for (std::size_t width = 1; 2 * width <= times.size(); width *= 2) {
    const auto& half = most.back();
    std::vector<std::int64_t> whole;
    for (std::size_t i = 0; i + 2 * width <= times.size(); ++i) {
      whole.push_back(std::max(half[i], half[i + width]));
    }
    most.push_back(std::move(whole));
  }
  const auto place = [&](std::int64_t t) {
    return static_cast<std::size_t>(std::upper_bound(times.begin(), times.end(), t) -
                                    times.begin()) -
           1;
  };
  for (const operation& o : pushes) {
    const std::size_t first = place(o.call), last = place(o.returned);
    std::size_t level = 0;
    while (std::size_t{2} << level <= last - first + 1) ++level;
    const std::int64_t there =
        std::max(most[level][first], most[level][last + 1 - (std::size_t{1} << level)]);
    if (static_cast<std::uint64_t>(there) >= capacity) continue;
    return breach{.what = "a push says full, but at most " + std::to_string(there) + " of " +
                          std::to_string(capacity) + " items can have been there",
                  .by = {o}};
  }
  return std::nullopt;
}

}  // namespace contend::linearize
