// The checks of every map and set: see dictionary_checks.hpp.
#include "dictionary_checks.hpp"

#include <contend/core/rng.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

namespace contend {
namespace {

using number = any_handle::number;

void together(unsigned threads, const std::function<void(unsigned)>& each) {
  std::vector<std::jthread> team;
  for (unsigned t = 0; t < threads; ++t) team.emplace_back([&, t] { each(t); });
}

std::string of_key(const char* what, number k) {
  return std::string(what) + " of key " + std::to_string(k);
}

/// What one walk saw. Says if it saw a key twice.
std::string walk(any_handle& h, std::map<number, number>& seen) {
  std::string wrong;
  h.for_each([&](number k, number v) {
    if (!seen.emplace(k, v).second) wrong = of_key("a second visit", k);
  });
  return wrong;
}

/// Random operations on keys base, base + step, ...; the first wrong answer.
std::string differs_from_model(const dictionary_subject& s, any_handle& h, std::uint64_t seed,
                               number base, number step, unsigned operations, bool erases,
                               std::map<number, number>& model) {
  rng random(seed);
  const auto at_step = [&](unsigned i) { return " at operation " + std::to_string(i); };
  for (unsigned i = 0; i < operations; ++i) {
    const number k = base + step * random.below(100);
    const number v = s.has_values ? random() : k;
    const auto at = model.find(k);
    const bool there = at != model.end();
    switch (random.below(5)) {
      case 0:
        if (h.insert(k, v) == there) return of_key("insert", k) + at_step(i);
        model.emplace(k, v);
        break;
      case 1:
        if (!erases) break;
        if (h.erase(k) != there) return of_key("erase", k) + at_step(i);
        model.erase(k);
        break;
      case 2:
        if (!s.has_values) break;
        if (h.update(k, v) != there) return of_key("update", k) + at_step(i);
        if (there) at->second = v;
        break;
      case 3:
        if (!s.upserts) break;
        if (h.add(k, v) == there) return of_key("upsert", k) + at_step(i);
        if (there) {
          at->second += v;
        } else {
          model.emplace(k, v);
        }
        break;
      default: {
        const auto found = h.find(k);
        if (found.has_value() != there) return of_key("lookup", k) + at_step(i);
        if (there && *found != at->second) return of_key("value", k) + at_step(i);
      }
    }
    h.safepoint();
  }
  for (const auto& [k, v] : model) {
    if (h.find(k) != std::optional(v)) return of_key("final value", k);
  }
  return {};
}

std::string size_differs(const any_dictionary& d, std::size_t expected) {
  const std::size_t n = d.size();
  if (n == expected) return {};
  return "size() is " + std::to_string(n) + ", not " + std::to_string(expected);
}

}  // namespace

std::string answers_as_a_model_does(const dictionary_subject& s) {
  const auto d = s.small(100);
  const auto h = d->open();
  std::map<number, number> model;
  auto wrong = differs_from_model(s, *h, 1, 0, 1, 20000, true, model);
  if (wrong.empty() && s.walks) {
    std::map<number, number> seen;
    wrong = walk(*h, seen);
    if (wrong.empty() && seen != model) wrong = "a walk sees something else";
  }
  return wrong.empty() ? size_differs(*d, model.size()) : wrong;
}

std::string keeps_private_keys_apart(const dictionary_subject& s) {
  const unsigned threads = s.threads();
  const auto d = s.make(threads * 100);
  std::vector<std::string> wrong(threads);
  std::vector<std::size_t> size(threads);
  together(threads, [&](unsigned t) {
    const auto h = d->open();
    std::map<number, number> model;
    // Interleaved, so that neighbours in a bucket belong to different threads.
    wrong[t] =
        differs_from_model(s, *h, 7 + t, t, threads, 10000, s.traits.concurrent_erase, model);
    size[t] = model.size();
  });
  for (const auto& w : wrong) {
    if (!w.empty()) return w;
  }
  return size_differs(*d, std::accumulate(size.begin(), size.end(), std::size_t{0}));
}

std::string lets_one_thread_win_each_key(const dictionary_subject& s) {
  constexpr number keys = 2000;
  const unsigned threads = s.threads();
  const auto d = s.make(keys);
  std::vector<number> won(threads);
  const auto winners = [&](const auto& attempt) {
    together(threads, [&](unsigned t) {
      const auto h = d->open();
      won[t] = 0;
      for (number k = 0; k < keys; ++k) {
        won[t] += attempt(*h, k, k * threads + t);
        h->safepoint();
      }
    });
    return std::accumulate(won.begin(), won.end(), number{0});
  };
  const auto inserted = winners([](any_handle& h, number k, number v) { return h.insert(k, v); });
  if (inserted != keys) return std::to_string(inserted) + " insertions of 2000 keys";
  if (auto wrong = size_differs(*d, keys); !wrong.empty()) return wrong;
  if (!s.traits.concurrent_erase) return {};
  const auto erased = winners([](any_handle& h, number k, number) { return h.erase(k); });
  if (erased != keys) return std::to_string(erased) + " erasures of 2000 keys";
  return size_differs(*d, 0);
}

std::string loses_nothing_while_it_grows(const dictionary_subject& s) {
  constexpr number keys = 5000;
  const unsigned threads = s.threads();
  const auto d = s.small(keys);
  std::vector<number> inserted(threads);
  std::vector<std::string> wrong(threads);
  std::atomic<number> all_there{0};  // the keys below it were inserted, by whomever
  together(threads, [&](unsigned t) {
    const auto h = d->open();
    rng random(t + 1);
    for (number k = 0; k < keys && wrong[t].empty(); ++k) {
      inserted[t] += h->insert(k, k);
      for (number before = all_there.load(); before <= k;) {
        if (all_there.compare_exchange_weak(before, k + 1)) break;
      }
      const number known = random.below(all_there.load());
      if (h->find(known) != std::optional(known)) wrong[t] = of_key("loss", known);
      h->safepoint();
    }
  });
  for (const auto& w : wrong) {
    if (!w.empty()) return w;
  }
  const auto all = std::accumulate(inserted.begin(), inserted.end(), number{0});
  if (all != keys) return std::to_string(all) + " insertions of 5000 keys";
  return size_differs(*d, keys);
}

std::string upserts_exactly(const dictionary_subject& s) {
  constexpr number keys = 50, rounds = 100;
  const unsigned threads = s.threads();
  const auto d = s.small(keys);
  std::vector<number> fresh(threads);
  together(threads, [&](unsigned t) {
    const auto h = d->open();
    for (number i = 0; i < rounds * keys; ++i) {
      fresh[t] += h->add(i % keys, i % keys + 1);
      h->safepoint();
    }
  });
  const auto all = std::accumulate(fresh.begin(), fresh.end(), number{0});
  if (all != keys) return std::to_string(all) + " of 50 keys were new";
  const auto h = d->open();
  for (number k = 0; k < keys; ++k) {
    if (h->find(k) != std::optional(threads * rounds * (k + 1))) return of_key("sum", k);
  }
  return size_differs(*d, keys);
}

std::string walks_beside_writers(const dictionary_subject& s) {
  constexpr number residents = 200, others = 1000, rounds = 10;
  const bool erases = s.traits.concurrent_erase;
  const auto d = s.make(residents + others);
  {
    const auto h = d->open();
    for (number k = 0; k < residents; ++k) h->insert(k, k);
  }
  std::string wrong;
  std::atomic<unsigned> walks{0};
  std::atomic<bool> written{false}, over{false};
  // Two walks have ended from here: one of them began after it.
  const auto be_walked = [&](any_handle& waiting) {
    const unsigned before = walks.load();
    while (walks.load() < before + 2 && !over.load()) {
      waiting.safepoint();  // where there is one lock for all, nobody else moves before it
      std::this_thread::yield();
    }
  };
  // One writer: it inserts in order, and erases the last first.
  const auto write = [&] {
    const auto h = d->open();
    for (number round = 0; round < (erases ? rounds : 1); ++round) {
      for (number i = 0; i < others; ++i) h->insert(residents + i, residents + i);
      be_walked(*h);
      for (number i = others; erases && i > 0; --i) h->erase(residents + i - 1);
      h->safepoint();
    }
    written = true;
  };
  const auto look = [&] {
    const auto h = d->open();
    while (!written.load() && wrong.empty()) {
      std::map<number, number> seen;
      wrong = walk(*h, seen);
      h->safepoint();
      walks.fetch_add(1);
      if (!wrong.empty()) break;
      for (const auto& [k, v] : seen) {
        if (k >= residents + others || v != k) wrong = of_key("invention", k);
      }
      for (number k = 0; k < residents; ++k) {
        if (!seen.contains(k)) wrong = of_key("no visit", k);
      }
      // Of a snapshot, what is there of 0, 1, 2, ... is the first so many.
      if (s.traits.walk == walk_guarantee::snapshot && wrong.empty() &&
          seen.rbegin()->first + 1 != seen.size()) {
        wrong = "a snapshot of no instant";
      }
    }
    over = true;
  };
  together(2, [&](unsigned t) { t == 0 ? write() : look(); });
  return wrong;
}

std::string serves_short_lived_threads(const dictionary_subject& s) {
  constexpr unsigned generations = 25;
  const unsigned threads = s.threads();
  const auto d = s.make(generations * threads);
  std::vector<std::string> wrong(threads);
  for (unsigned g = 0; g < generations; ++g) {
    together(threads, [&](unsigned t) {
      const number mine = number{g} * threads + t;
      auto first = d->open();
      const auto second = d->open();
      if (!first->insert(mine, mine)) wrong[t] = of_key("insert", mine);
      first.reset();  // before the other: a thread is a member as long as it has one
      if (second->find(mine) != std::optional(mine)) wrong[t] = of_key("lookup", mine);
      // What a thread that has ended inserted.
      if (g > 0 && !second->find(mine - threads)) wrong[t] = of_key("loss", mine - threads);
      if (s.traits.concurrent_erase && g > 1 && !second->erase(mine - 2 * threads)) {
        wrong[t] = of_key("erase", mine - 2 * threads);
      }
    });
  }
  for (const auto& w : wrong) {
    if (!w.empty()) return w;
  }
  return size_differs(*d, (s.traits.concurrent_erase ? 2 : generations) * threads);
}

namespace {

// One meeting at a time.
std::atomic<unsigned> arrived{0};
std::atomic<bool> met{false}, given_up{false};
thread_local bool invited = false;

}  // namespace

void meeting_key::meet() {
  if (!invited) return;
  invited = false;
  // The first leaves when the second has come, or has been given up.
  if (arrived.fetch_add(1) == 1 && !given_up.load()) met = true;
  while (!met.load() && !given_up.load()) std::this_thread::yield();
}

std::string lookups_meet(const dictionary_subject& s, std::chrono::milliseconds patience) {
  const auto d = s.make(16);
  d->open()->insert(5, 5);
  arrived = 0;
  met = given_up = false;
  const auto end = std::chrono::steady_clock::now() + patience;
  together(3, [&](unsigned t) {
    if (t < 2) {
      const auto h = d->open();
      invited = true;
      (void)h->find(5);
      invited = false;
    } else {
      while (!met.load() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
      given_up = true;
    }
  });
  return met ? std::string() : "two lookups of one key were never inside at once";
}

}  // namespace contend
