#include "linearize_brute.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>

namespace contend::linearize {
namespace {

/// A model M: `std::vector<M> after(operation)`: what it may be after it, none if it can't be.
template <class M>
bool some_order(const history& all, std::vector<bool>& placed, const M& model) {
  const auto waits = [&](std::size_t i) {
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (!placed[k] && k != i && all[k].returned < all[i].call) return true;
    }
    return false;
  };
  bool all_placed = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all_placed = all_placed && (placed[i] || all[i].returned == never);
  }
  if (all_placed) return true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (placed[i] || waits(i)) continue;
    placed[i] = true;
    for (const M& next : model.after(all[i])) {
      if (some_order(all, placed, next)) return true;
    }
    placed[i] = false;
  }
  return false;
}

struct map_model {
  std::map<std::uint64_t, std::uint64_t> held;

  /// Does it, and says what a right map answers.
  std::pair<bool, std::uint64_t> does(const operation& o) {
    const auto at = held.find(o.key);
    const bool was = at != held.end();
    const std::uint64_t old = was ? at->second : 0;
    switch (o.what) {
      case action::find: return {was, old};
      case action::contains: return {was, 0};
      case action::insert: held.emplace(o.key, o.value); return {!was, 0};
      case action::erase: held.erase(o.key); return {was, 0};
      case action::update:
        if (was) at->second = o.value;
        return {was, 0};
      case action::assign: held[o.key] = o.value; return {true, 0};
      case action::upsert: held[o.key] += o.value; return {!was, 0};
      case action::add: held[o.key] += o.value; return {was, old};
      default: return {false, 0};
    }
  }
  [[nodiscard]] std::vector<map_model> after(const operation& o) const {
    map_model next = *this;
    const auto [yes, seen] = next.does(o);
    if (o.answer != outcome::unknown && (o.answer == outcome::yes) != yes) return {};
    if (o.answer == outcome::yes && (o.what == action::find || o.what == action::add) &&
        seen != o.seen) {
      return {};
    }
    return {next};
  }
};

struct queue_model {
  const queue_rules* rules;
  std::deque<std::pair<unsigned, std::uint64_t>> held;  // producer, value
  const std::vector<const operation*>* binding;

  [[nodiscard]] bool may_leave(std::size_t i) const {
    switch (rules->order) {
      case order::fifo: return i == 0;
      case order::lifo: return i + 1 == held.size();
      case order::slack: return i <= rules->slack;
      case order::none: return true;
      case order::per_producer:
        return std::none_of(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(i),
                            [&](const auto& other) { return other.first == held[i].first; });
    }
    return false;
  }
  [[nodiscard]] std::vector<queue_model> after(const operation& o) const {
    const auto binds = [&] {
      return std::find(binding->begin(), binding->end(), &o) != binding->end();
    };
    std::vector<queue_model> all;
    if (o.what == action::push && o.answer == outcome::no) {
      if (rules->capacity == 0) return {};
      if (!binds() || held.size() >= rules->capacity) all.push_back(*this);
    } else if (o.what == action::push) {
      all.push_back(*this);
      all.back().held.emplace_back(o.thread, o.value);
    } else if (o.answer == outcome::no) {
      if (!binds() || held.empty()) all.push_back(*this);
    } else {
      for (std::size_t i = 0; i < held.size(); ++i) {
        if (!may_leave(i) || (o.answer == outcome::yes && held[i].second != o.seen)) continue;
        all.push_back(*this);
        all.back().held.erase(all.back().held.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    return all;
  }
};

bool overlap(const operation& a, const operation& b) {
  return a.thread != b.thread && a.call <= b.returned && b.call <= a.returned;
}

std::vector<const operation*> those_that_bind(const history& all, const queue_rules& rules) {
  std::vector<const operation*> binding;
  for (const operation& o : all) {
    const refusal means = o.what == action::pop ? rules.empty : rules.full;
    const bool alone = std::none_of(all.begin(), all.end(),
                                    [&](const operation& other) { return overlap(o, other); });
    if (means == refusal::exact || (means == refusal::contended && alone)) binding.push_back(&o);
  }
  return binding;
}

/// Intervals of threads that do one thing at a time, and a point within each, in that order.
std::vector<operation> random_intervals(rng& random, const recipe& of) {
  std::vector<std::pair<std::int64_t, operation>> all;
  std::vector<std::int64_t> free(of.threads, 0);
  std::vector<bool> ended(of.threads, false);
  for (unsigned i = 0; i < of.operations; ++i) {
    operation o;
    o.thread = static_cast<std::uint32_t>(random.below(of.threads));
    if (ended[o.thread]) continue;
    o.call = free[o.thread] + static_cast<std::int64_t>(random.below(4));
    o.returned = o.call + static_cast<std::int64_t>(random.below(7));
    const auto length = static_cast<std::uint64_t>(o.returned - o.call);
    const auto point = o.call + static_cast<std::int64_t>(random.below(length + 1));
    free[o.thread] = o.returned + 1;
    o.what = of.actions[random.below(of.actions.size())];
    o.key = random.below(of.keys);
    o.value = of.values == 0 ? i + 1 : random.below(of.values);
    if (of.pending && random.below(8) == 0) {
      o.returned = never;
      ended[o.thread] = true;
    }
    all.emplace_back(point, o);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<operation> in_order;
  for (const auto& a : all) in_order.push_back(a.second);
  return in_order;
}

void spoil(rng& random, const recipe& of, history& all) {
  if (all.empty() || random.below(2) == 0) return;
  operation& o = all[random.below(all.size())];
  if (o.answer == outcome::unknown) return;
  const bool has_value = o.what == action::find || o.what == action::add || o.what == action::pop;
  if (has_value && o.answer == outcome::yes && random.below(2) == 0) {
    o.seen = random.below(of.values == 0 ? of.operations + 1 : of.values);
  } else {
    o.answer = o.answer == outcome::yes ? outcome::no : outcome::yes;
    o.seen = has_value && o.answer == outcome::yes ? 1 + random.below(of.operations) : 0;
  }
}

}  // namespace

bool some_order_of_a_map(const history& all) {
  std::vector<bool> placed(all.size(), false);
  return some_order(all, placed, map_model{});
}

bool some_order_of_a_queue(const history& all, const queue_rules& rules) {
  std::vector<bool> placed(all.size(), false);
  const auto binding = those_that_bind(all, rules);
  return some_order(all, placed, queue_model{&rules, {}, &binding});
}

history random_container_history(rng& random, const recipe& of) {
  history all = random_intervals(random, of);
  map_model right;
  for (operation& o : all) {
    if (!o.required() && random.below(2) == 0) continue;  // it has not happened
    const auto [yes, seen] = right.does(o);
    if (!o.required()) continue;
    o.answer = yes ? outcome::yes : outcome::no;
    o.seen = yes ? seen : 0;
  }
  spoil(random, of, all);
  return all;
}

history random_queue_history(rng& random, const recipe& of, const queue_rules& rules) {
  history all = random_intervals(random, of);
  const std::vector<const operation*> none;
  queue_model right{&rules, {}, &none};
  for (operation& o : all) {
    if (!o.required() && random.below(2) == 0) continue;
    operation answered = o;
    answered.answer = outcome::yes;
    if (o.what == action::push && rules.capacity != 0 && right.held.size() >= rules.capacity) {
      answered.answer = outcome::no;
    }
    std::vector<std::size_t> may;
    for (std::size_t i = 0; i < right.held.size(); ++i) {
      if (right.may_leave(i)) may.push_back(i);
    }
    if (o.what == action::pop && may.empty()) answered.answer = outcome::no;
    if (o.what == action::push && answered.answer == outcome::yes) {
      right.held.emplace_back(o.thread, o.value);
    } else if (o.what == action::pop && !may.empty()) {
      const auto at =
          right.held.begin() + static_cast<std::ptrdiff_t>(may[random.below(may.size())]);
      answered.seen = at->second;
      right.held.erase(at);
    }
    if (o.required()) o = answered;
  }
  spoil(random, of, all);
  return all;
}

operation op(unsigned thread, action what, std::int64_t call, std::int64_t returned, outcome answer,
             std::uint64_t value, std::uint64_t seen) {
  return {.call = call,
          .returned = returned,
          .key = 0,
          .value = value,
          .seen = seen,
          .thread = thread,
          .what = what,
          .answer = answer};
}

}  // namespace contend::linearize
