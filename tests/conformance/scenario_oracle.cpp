// The scenarios' oracles see what a bad part does. Each bug goes through the very load that is
// timed. One worker where a bug would be a data race as well: it is the oracle's turn here.
#include "scenario_fixture.hpp"

#include <contend/model/refcount/handle.hpp>
#include <suites/scenarios/cache.hpp>
#include <suites/scenarios/documents.hpp>
#include <suites/scenarios/event_loop.hpp>
#include <suites/scenarios/pipeline.hpp>
#include <suites/scenarios/streaming_buffer.hpp>
#include <suites/scenarios/web_server.hpp>

#include <new>
#include <optional>
#include <utility>

namespace contend {
namespace {

const std::pair<std::string, std::string> closed{"arrivals", "closed"};

template <class K>
complaint of_web_server() {
  return run_scenario<suites::web_server<K>>(1, 3000, {closed}).wrong;
}
template <class K>
complaint of_pipeline() {
  return run_scenario<suites::pipeline<K>>(1, 5000, {{"stages", "4"}, {"capacity", "64"}, closed})
      .wrong;
}
template <class K>
complaint of_stream(const char* overrun = "drop", const char* capacity = "64") {
  return run_scenario<suites::streaming_buffer<K>>(
             1, 3000, {{"overrun", overrun}, {"capacity", capacity}, closed})
      .wrong;
}
template <class K>
complaint of_cache() {
  return run_scenario<suites::cache<K>>(1, 5000, {{"capacity", "64"}, {"skew", "0.5"}, closed})
      .wrong;
}
template <class K>
complaint of_event_loop() {
  return run_scenario<suites::event_loop<K>>(1, 10000, {closed}).wrong;
}
/// A loop that is away now and then, so that its inbox fills.
template <class K>
complaint of_slow_event_loop() {
  using W = suites::event_loop<K>;
  W load({.threads = 2, .params = parameters({closed}), .seed = 1});
  {
    typename W::worker one(load, {.index = 0, .threads = 2, .seed = 1});
    typename W::worker other(load, {.index = 1, .threads = 2, .seed = 2});
    for (int i = 0; i < 10; ++i) {
      one.step(1000);
      other.step(1000);
    }
  }
  return load.verify();
}

// ---- buffers ----------------------------------------------------------------------------------

enum class bug {
  none,
  loses,
  duplicates,
  swaps,
  spoils,                         // a word of what it carries
  loses_one_and_doubles_another,  // so that the numbers are right
  takes_what_it_refuses,
};

/// A good queue with one bug, every fiftieth time that it can happen.
template <class T, bug Bug>
class bad_buffer {
 public:
  using value_type = T;
  static constexpr subject_info info{.name = "bad", .title = "", .source = ""};
  static constexpr buffer_info traits{};

  explicit bad_buffer(const buffer_size& size)
      : _good({.capacity = Bug == bug::takes_what_it_refuses ? size.capacity : 1 << 20}) {}

  class handle {
   public:
    explicit handle(bad_buffer& buffer) : _good(buffer._good) {}

    bool try_push(const T& v) {
      const bool now = ++_pushes % 50 == 0, after = _pushes % 50 == 1 && _pushes > 1;
      if (now && Bug == bug::loses) return true;
      if (now && Bug == bug::duplicates) return _good.try_push(v) && _good.try_push(v);
      if constexpr (Bug == bug::loses_one_and_doubles_another) {
        if (now) return true;
        if (after) return _good.try_push(v) && _good.try_push(v);
      }
      if constexpr (Bug == bug::spoils) {
        if (now) v->body()[5] ^= 1;
      }
      if (now && Bug == bug::takes_what_it_refuses) return _good.try_push(v) && false;
      return _good.try_push(v);
    }
    bool try_pop(T& v) {
      if (Bug == bug::swaps && ++_pops % 50 == 0) {
        T first{};
        if (!_good.try_pop(first)) return false;
        if (!_good.try_pop(v)) {
          v = first;
          --_pops;  // there were not two: the next time
          return true;
        }
        _good.try_push(first);  // now behind all the others
        return true;
      }
      return _good.try_pop(v);
    }

   private:
    typename adapter::mutex_deque<T>::handle _good;
    std::uint64_t _pushes = 0, _pops = 0;
  };

 private:
  adapter::mutex_deque<T> _good;
};

template <bug Bug>
struct bad_buffers {
  // What it spoils must be a document: a kit's concept is checked with something else.
  template <class T>
  using of = bad_buffer<T, std::is_same_v<T, suites::document*> ? Bug : bug::none>;
};
template <bug Bug>
using with_buffer = planted_kit<quarantine, bad_buffers<Bug>::template of>;

TEST(scenario_oracle, passes_kits_without_a_bug) {
  EXPECT_EQ(of_web_server<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_pipeline<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_stream<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_cache<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_event_loop<with_buffer<bug::none>>(), std::nullopt);
  EXPECT_EQ(of_slow_event_loop<with_buffer<bug::none>>(), std::nullopt);
}

TEST(scenario_oracle, sees_a_request_lost_in_a_queue) {
  expect_says(of_web_server<with_buffer<bug::loses>>(), "were answered");
  expect_says(of_pipeline<with_buffer<bug::loses>>(), "came out");
  expect_says(of_stream<with_buffer<bug::loses>>(), "were produced");
  expect_says(of_event_loop<with_buffer<bug::loses>>(), "callbacks were posted");
}

TEST(scenario_oracle, sees_a_request_served_twice) {
  expect_says(of_web_server<with_buffer<bug::duplicates>>(), "a second time");
  expect_says(of_pipeline<with_buffer<bug::duplicates>>(), "came out");
  expect_says(of_stream<with_buffer<bug::duplicates>>(), "a second time");
  expect_says(of_event_loop<with_buffer<bug::duplicates>>(), "callbacks were posted");
}

TEST(scenario_oracle, sees_a_duplicate_that_makes_up_for_a_loss) {
  expect_says(of_web_server<with_buffer<bug::loses_one_and_doubles_another>>(), "a second time");
  expect_says(of_pipeline<with_buffer<bug::loses_one_and_doubles_another>>(), "came out");
  expect_says(of_event_loop<with_buffer<bug::loses_one_and_doubles_another>>(),
              "callbacks were posted");
}

TEST(scenario_oracle, sees_a_spoilt_document) {
  expect_says(of_web_server<with_buffer<bug::spoils>>(), "arrived changed");
  expect_says(of_pipeline<with_buffer<bug::spoils>>(), "changed");
  expect_says(of_stream<with_buffer<bug::spoils>>(), "arrived changed");
  expect_says(of_event_loop<with_buffer<bug::spoils>>(), "arrived changed");
}

TEST(scenario_oracle, sees_a_broken_order_where_one_is_promised) {
  expect_says(of_stream<with_buffer<bug::swaps>>(), "after a later one");
  expect_says(of_slow_event_loop<with_buffer<bug::swaps>>(), "after a later one");
}

TEST(scenario_oracle, sees_a_frame_that_was_dropped_and_received) {
  expect_says(of_stream<with_buffer<bug::takes_what_it_refuses>>(), "were produced");
  expect_says(of_stream<with_buffer<bug::takes_what_it_refuses>>("block"), "a second time");
}

// ---- timers -----------------------------------------------------------------------------------

enum class timer_bug { early, twice, loses };

template <timer_bug Bug>
class bad_timers {
 public:
  void arm(const suites::timer& t) {
    if (Bug == timer_bug::loses && ++_armed % 20 == 0) return;
    _good.arm(t);
    if (Bug == timer_bug::twice && ++_armed % 20 == 0) _good.arm(t);
  }
  bool fire(std::int64_t now, suites::timer& t) {
    return _good.fire(
        Bug == timer_bug::early ? now + std::min(INT64_MAX - now, INT64_C(20000)) : now, t);
  }
  [[nodiscard]] std::size_t size() const { return _good.size(); }

 private:
  suites::heap_timers _good;
  unsigned _armed = 0;
};

template <class Timers>
using with_timers =
    planted_kit<quarantine, adapter::mutex_deque, adapter::mutex_unordered_map, model::arc, Timers>;

TEST(scenario_oracle, sees_a_wrong_timer) {
  expect_says(of_event_loop<with_timers<bad_timers<timer_bug::early>>>(), "fired early");
  expect_says(of_event_loop<with_timers<bad_timers<timer_bug::twice>>>(), "timers were armed");
  expect_says(of_event_loop<with_timers<bad_timers<timer_bug::loses>>>(), "timers were armed");
}

// ---- maps -------------------------------------------------------------------------------------

enum class map_bug { denies, names_another, keeps_erased, loses_inserted };

template <class K, class V, map_bug Bug>
class bad_map {
 public:
  using key_type = K;
  using mapped_type = V;
  static constexpr subject_info info{.name = "bad", .title = "", .source = ""};
  static constexpr dictionary_info traits{};

  explicit bad_map(std::size_t n) : _good(n) {}

  class handle {
   public:
    explicit handle(bad_map& m) : _good(m._good) {}

    std::optional<V> find(const K& k) {
      const auto found = _good.find(k);
      if (found) {
        const bool now = ++_found % 50 == 0;
        if (now && Bug == map_bug::denies) return std::nullopt;
        // The slot before the last one found in the same shard.
        if (Bug == map_bug::names_another) {
          V& other = _last[(*found >> 32) % 16];
          if (now && other != 0 && other != *found) return other;
          other = *found;
        }
      }
      return found;
    }
    bool insert(const K& k, const V& v) {
      return (Bug == map_bug::loses_inserted && ++_found % 50 == 0) || _good.insert(k, v);
    }
    bool erase(const K& k) {
      return (Bug == map_bug::keeps_erased && ++_found % 50 == 0) || _good.erase(k);
    }
    bool update(const K& k, const V& v) { return _good.update(k, v); }

   private:
    typename adapter::mutex_unordered_map<K, V>::handle _good;
    unsigned _found = 0;
    V _last[16]{};
  };
  [[nodiscard]] std::size_t size() const { return _good.size(); }

 private:
  adapter::mutex_unordered_map<K, V> _good;
};

template <map_bug Bug>
struct bad_maps {
  template <class K, class V>
  using of = bad_map<K, V, Bug>;
};
template <map_bug Bug>
using with_map = planted_kit<quarantine, adapter::mutex_deque, bad_maps<Bug>::template of>;

TEST(scenario_oracle, sees_a_wrong_index) {
  expect_says(of_cache<with_map<map_bug::denies>>(), "the index was wrong");
  expect_says(of_cache<with_map<map_bug::loses_inserted>>(), "the index was wrong");
  expect_says(of_cache<with_map<map_bug::keeps_erased>>(), "");
  expect_says(of_cache<with_map<map_bug::names_another>>(), "another key's value");
}

// ---- counts -----------------------------------------------------------------------------------

enum class count_bug { none, forgets_up, forgets_down };

/// Not atomic: one worker. Its memory stays, so that what is used after its end still knows.
template <count_bug Bug>
struct bad_count {
  static constexpr subject_info info{.name = "bad", .title = "", .source = ""};
  static constexpr counted_traits traits{};
  using thread = no_membership;

  template <class T>
  struct node {
    template <class... A>
    explicit node(A&&... args) : value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept {
      if (Bug == count_bug::forgets_up && ++turn % 500 == 0) return;
      ++n->count;
    }
    static void down(node* n) noexcept {
      if (Bug == count_bug::forgets_down && ++turn % 500 == 0) return;
      // Not below zero, where a use after the end would destroy it again and again.
      if (n->count > 0 && --n->count == 0) n->value.~T();
    }

    static inline unsigned turn = 0;
    unsigned count = 1;
    union {
      T value;
    };
    ~node() {}
  };
  template <class T>
  using ref = model::handle<node<T>>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    void* const block = quarantine::allocate(sizeof(node<T>));
    return ref<T>::adopt(new (block) node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const model::handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
};

template <count_bug Bug>
using with_count =
    planted_kit<quarantine, adapter::mutex_deque, adapter::mutex_unordered_map, bad_count<Bug>>;

TEST(scenario_oracle, sees_a_wrong_count) {
  EXPECT_EQ(of_cache<with_count<count_bug::none>>(), std::nullopt);
  expect_says(of_cache<with_count<count_bug::forgets_up>>(), "after their death");
  expect_says(of_cache<with_count<count_bug::forgets_down>>(), "ledger");
}

// ---- allocators -------------------------------------------------------------------------------

/// Gives out a block a second time that is still in use.
struct overlapping {
  static constexpr subject_info info{.name = "overlapping", .title = "", .source = ""};

  static void* allocate(std::size_t) noexcept {
    static void* last = nullptr;
    static unsigned turn = 0;
    // As large as any, so that what is written to it at least does not go beyond it.
    if (++turn % 50 != 0 || last == nullptr) last = quarantine::allocate(4096);
    return last;
  }
  static void deallocate(void*, std::size_t) noexcept {}
};

TEST(scenario_oracle, sees_a_block_given_out_twice) {
  using kit = planted_kit<overlapping>;
  expect_says(of_web_server<kit>(), "");
  expect_says(of_pipeline<kit>(), "");
  expect_says(of_stream<kit>(), "");
  expect_says(of_slow_event_loop<kit>(), "");
}

TEST(scenario_oracle, sees_a_document_that_was_not_freed) {
  suites::documents<quarantine> papers;
  suites::document* const one = papers.make(1, 8, 0);
  suites::document* const two = papers.make(2, 16, 0);
  papers.drop(one);
  expect_says(papers.verify(), "2 blocks were made, 1 freed");
  papers.drop(two);
  EXPECT_EQ(papers.verify(), std::nullopt);
  papers.drop(two);
  expect_says(papers.verify(), "2 blocks were made, 3 freed");
}

}  // namespace
}  // namespace contend
