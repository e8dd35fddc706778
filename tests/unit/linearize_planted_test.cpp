// Containers and queues with one bug each, used by two or three threads' handles in an order that
// is the same in every run: a handle's turn may come in the middle of another's operation.
#include <contend/linearize/container.hpp>
#include <contend/linearize/queue.hpp>
#include <contend/linearize/recorder.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <optional>

namespace contend::linearize {
namespace {

using word = std::uint64_t;

enum class bug {
  none,
  stale_read,          ///< a handle answers now and then from a copy of its own
  lost_update,         ///< what another adds between reading and writing is gone
  late_insert,         ///< says inserted, but others find it only after the handle's next operation
  resurrecting_erase,  ///< another insertion brings an erased key back
  torn_upsert,         ///< looks, and then inserts or changes as it was when it looked
};

/// A map for one thread, on which several handles take turns. `meanwhile` runs where a design with
/// the bug is interrupted, and where one without it is not.
class bad_map {
 public:
  explicit bad_map(bug b) : _bug(b) {}
  std::function<void()> meanwhile = [] {};

  class handle {
   public:
    explicit handle(bad_map& m) : _m(m), _copy(m._held) {}

    std::optional<word> find(word k) {
      publish();
      const auto& from = _m._bug == bug::stale_read && ++_finds % 4 == 0 ? _copy : _m._held;
      const auto at = from.find(k);
      return at == from.end() ? std::nullopt : std::optional(at->second);
    }
    bool insert(word k, word v) {
      publish();
      if (_m._bug == bug::resurrecting_erase) _m._held.merge(_m._graves);
      if (_m._held.count(k)) return false;
      if (_m._bug == bug::late_insert) {
        _late = {k, v};
      } else {
        _m._held.emplace(k, v);
      }
      return true;
    }
    bool erase(word k) {
      publish();
      const auto node = _m._held.extract(k);
      if (node.empty()) return false;
      _m._graves[k] = node.mapped();
      return true;
    }
    /// Adds, and says what was there.
    std::optional<word> add(word k, word d) {
      publish();
      if (_m._bug != bug::lost_update) _m.interrupt();
      const std::optional<word> old = _m._held.count(k) ? std::optional(_m._held[k]) : std::nullopt;
      if (_m._bug == bug::lost_update) _m.interrupt();
      _m._held[k] = old.value_or(0) + d;
      return old;
    }
    bool upsert(word k, word d) {
      publish();
      if (_m._bug != bug::torn_upsert) _m.interrupt();
      const bool was = _m._held.count(k) != 0;
      if (_m._bug == bug::torn_upsert) _m.interrupt();
      _m._held[k] = was ? _m._held[k] + d : d;
      return !was;
    }

   private:
    void publish() {
      if (_late) _m._held.emplace(_late->first, _late->second);
      _late.reset();
    }

    bad_map& _m;
    std::map<word, word> _copy;
    std::optional<std::pair<word, word>> _late;
    unsigned _finds = 0;
  };

 private:
  void interrupt() {
    const auto once = std::exchange(meanwhile, [] {});
    once();
  }

  bug _bug;
  std::map<word, word> _held, _graves;
};

/// Two threads' handles, in turns.
finding use(bug b) {
  bad_map map(b);
  recorder r(2, 200);
  bad_map::handle first(map), second(map);
  const auto find = [&](unsigned t, bad_map::handle& h, word k) {
    r.of(t).operate(action::find, k, 0, [&] { return h.find(k); });
  };
  const auto insert = [&](unsigned t, bad_map::handle& h, word k, word v) {
    r.of(t).operate(action::insert, k, v, [&] { return h.insert(k, v); });
  };
  for (word i = 1; i <= 8; ++i) {
    insert(0, first, i % 3, 10 * i);
    find(1, second, i % 3);
    map.meanwhile = [&] {
      r.of(1).operate(action::add, i % 3, i, [&] { return second.add(i % 3, i); });
    };
    r.of(0).operate(action::add, i % 3, 100 * i, [&] { return first.add(i % 3, 100 * i); });
    find(1, second, i % 3);
    r.of(1).operate(action::erase, i % 3, 0, [&] { return second.erase(i % 3); });
    insert(1, second, 7, i);
    find(0, first, i % 3);
    map.meanwhile = [&] {
      r.of(1).operate(action::upsert, i % 3, i, [&] { return second.upsert(i % 3, i); });
    };
    r.of(0).operate(action::upsert, i % 3, 1000 * i, [&] { return first.upsert(i % 3, 1000 * i); });
    r.of(1).operate(action::erase, i % 3, 0, [&] { return second.erase(i % 3); });
  }
  return check_container(r.all());
}

TEST(linearize_planted, a_map_without_a_bug_passes) {
  const finding found = use(bug::none);
  EXPECT_EQ(found.outcome, verdict::linearizable) << found.why;
  EXPECT_EQ(found.operations, 8u * 11);
}

TEST(linearize_planted, each_bug_of_a_map_is_seen) {
  for (const bug b : {bug::stale_read, bug::lost_update, bug::late_insert, bug::resurrecting_erase,
                      bug::torn_upsert}) {
    const finding found = use(b);
    EXPECT_EQ(found.outcome, verdict::not_linearizable) << static_cast<int>(b);
    EXPECT_FALSE(found.core.empty());
    EXPECT_LE(found.core.size(), 8u) << found.why;
  }
}

enum class queue_bug { none, reorders, loses, duplicates, says_empty, says_full, invents };

class bad_queue {
 public:
  explicit bad_queue(queue_bug b) : _bug(b) {}

  bool push(word v) {
    ++_calls;
    if (_held.size() == 4 || (_bug == queue_bug::says_full && _calls % 7 == 0)) return false;
    if (_bug == queue_bug::loses && _calls % 7 == 0) return true;
    _held.push_back(v);
    return true;
  }
  std::optional<word> pop() {
    ++_calls;
    if (_held.empty() || (_bug == queue_bug::says_empty && _calls % 7 == 0)) return std::nullopt;
    if (_bug == queue_bug::reorders && _held.size() > 1) std::swap(_held[0], _held[1]);
    const word v = _held.front();
    if (_bug == queue_bug::invents && _calls % 7 == 0) return v + 1'000;
    if (_bug != queue_bug::duplicates || _calls % 7 != 0) _held.pop_front();
    return v;
  }

 private:
  queue_bug _bug;
  unsigned _calls = 0;
  std::deque<word> _held;
};

finding use(queue_bug b, const queue_rules& rules) {
  bad_queue queue(b);
  recorder r(3, 200);
  word next = 1;
  const auto pop = [&](unsigned t) {
    return r.of(t).operate(action::pop, 0, 0, [&] { return queue.pop(); }).has_value();
  };
  for (unsigned i = 0; i < 60; ++i) {
    const word v = next++;
    r.of(i % 2).operate(action::push, 0, v, [&] { return queue.push(v); });
    if (i % 3 != 0) pop(2);
  }
  while (pop(2)) {
  }
  return check_queue(r.all(), rules);
}

constexpr queue_rules of_four{.capacity = 4};

TEST(linearize_planted, a_queue_without_a_bug_passes) {
  const finding found = use(queue_bug::none, of_four);
  EXPECT_EQ(found.outcome, verdict::linearizable) << found.why;
}

TEST(linearize_planted, each_bug_of_a_queue_is_seen_and_named) {
  const std::pair<queue_bug, const char*> bugs[] = {
      {queue_bug::reorders, "came out before it"}, {queue_bug::loses, "the other did not"},
      {queue_bug::duplicates, "came out twice"},   {queue_bug::says_empty, "says empty"},
      {queue_bug::says_full, "says full"},         {queue_bug::invents, "never went in"},
  };
  for (const auto& [b, what] : bugs) {
    const finding found = use(b, of_four);
    EXPECT_EQ(found.outcome, verdict::not_linearizable) << what;
    EXPECT_NE(found.why.find(what), std::string::npos) << found.why;
    EXPECT_LE(found.core.size(), 5u);
  }
}

// What is a bug of one design is another's promise.
TEST(linearize_planted, who_promises_less_is_held_to_less) {
  EXPECT_EQ(use(queue_bug::reorders, {.order = order::slack, .slack = 1, .capacity = 4}).outcome,
            verdict::linearizable);
  EXPECT_EQ(use(queue_bug::reorders, {.order = order::none, .capacity = 4}).outcome,
            verdict::linearizable);
  EXPECT_EQ(use(queue_bug::says_empty, {.empty = refusal::anything, .capacity = 4}).outcome,
            verdict::linearizable);
  EXPECT_EQ(use(queue_bug::says_empty, {.empty = refusal::contended, .capacity = 4}).outcome,
            verdict::not_linearizable)
      << "nobody else was there";
}

}  // namespace
}  // namespace contend::linearize
