// The scenarios' oracles see what bad timers, maps, counts and allocators do.
#include "scenario_planted.hpp"

#include <contend/model/refcount/handle.hpp>

#include <algorithm>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace contend {
namespace {

// ---- timers -----------------------------------------------------------------------------------

enum class timer_bug { early, twice, loses };

template <timer_bug Bug>
class bad_timers {
 public:
  void arm(const suites::timer& t) {
    if (Bug == timer_bug::loses && _armed++ % 20 == 1) return;
    _good.arm(t);
    if (Bug == timer_bug::twice && _armed++ % 20 == 1) _good.arm(t);
  }
  bool fire(std::int64_t now, suites::timer& t) {
    if (Bug != timer_bug::early) return _good.fire(now, t);
    // The last one first, whenever it is due: on a slow round the next one would be due anyway.
    suites::timer next;
    std::vector<suites::timer> others;
    while (_good.fire(INT64_MAX, next)) others.push_back(next);
    if (others.empty()) return false;
    t = others.back();
    others.pop_back();
    for (const suites::timer& o : others) _good.arm(o);
    return true;
  }
  [[nodiscard]] std::size_t size() const { return _good.size(); }

 private:
  suites::heap_timers _good;
  unsigned _armed = 0;
};

template <class Timers>
using with_timers =
    planted_kit<quarantine, adapter::mutex_deque, adapter::mutex_unordered_map, model::arc, Timers>;

TEST(scenario_parts_oracle, sees_a_wrong_timer) {
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

TEST(scenario_parts_oracle, sees_a_wrong_index) {
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

TEST(scenario_parts_oracle, sees_a_wrong_count) {
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

TEST(scenario_parts_oracle, sees_a_block_given_out_twice) {
  using kit = planted_kit<overlapping>;
  expect_says(of_web_server<kit>(), "");
  expect_says(of_pipeline<kit>(), "");
  expect_says(of_stream<kit>(), "");
  expect_says(of_slow_event_loop<kit>(), "");
}

TEST(scenario_parts_oracle, sees_a_document_that_was_not_freed) {
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
