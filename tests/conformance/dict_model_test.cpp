// CPython's dict and set as structures, and beside other threads. What every map and set does is
// tested with the others (map_contract.cpp, set_contract.cpp).
#include "drive.hpp"

#include <contend/core/rng.hpp>
#include <contend/load/ledger.hpp>
#include <contend/model/dict/free_threaded_dict.hpp>
#include <contend/model/dict/free_threaded_set.hpp>
#include <contend/model/dict/gil_dict.hpp>
#include <contend/model/refcount/biased_pooled.hpp>
#include <contend/model/refcount/reclaimed_slots.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace contend {
namespace {

using key = std::uint64_t;

template <class M>
class dict_model : public testing::Test {};
using dicts =
    testing::Types<model::free_threaded_dict<key, key>, model::free_threaded_dict_copied<key, key>,
                   model::free_threaded_dict_copied_atomic<key, key>,
                   model::free_threaded_dict_immortal<key, key>, model::gil_dict<key, key>>;
TYPED_TEST_SUITE(dict_model, dicts, by_name);

/// Phases that mostly insert and phases that mostly erase, so that tables grow, fill with dummies,
/// and shrink.
TYPED_TEST(dict_model, answers_as_a_map_does) {
  TypeParam map(0);
  typename TypeParam::handle dict(map);
  std::unordered_map<key, key> model;
  rng random(3);
  for (unsigned i = 0; i < 12000; ++i) {
    const key k = random.below(400), v = random();
    const bool there = model.contains(k), growing = i / 1500 % 2 == 0;
    switch (random.below(growing ? 4 : 7)) {
      case 0: EXPECT_EQ(dict.insert(k, v), model.emplace(k, v).second); break;
      case 1:
        EXPECT_EQ(dict.update(k, v), there);
        if (there) model[k] = v;
        break;
      case 2:
        EXPECT_EQ(dict.upsert(k, v, [](const key& x) { return x + 1; }), !there);
        model[k] = there ? model[k] + 1 : v;
        break;
      case 3: EXPECT_EQ(dict.find(k), there ? std::optional(model[k]) : std::nullopt); break;
      default: EXPECT_EQ(dict.erase(k), model.erase(k) != 0);
    }
    ASSERT_EQ(map.size(), model.size()) << i;
    if (i % 64 == 0) safepoint_of(dict);
    if (this->HasFailure()) FAIL() << "operation " << i;
  }
  std::unordered_map<key, key> walked;
  dict.for_each([&](key k, key v) { EXPECT_TRUE(walked.emplace(k, v).second); });
  EXPECT_EQ(walked, model);
}

/// Index numbers of one, two and four bytes.
TEST(free_threaded_dict, keeps_the_order_of_insertion_through_all_sizes) {
  constexpr key keys = 22000;
  model::free_threaded_dict<key, key> map(0);
  model::free_threaded_dict<key, key>::handle dict(map);
  for (key k = 0; k < keys; ++k) dict.insert(mix(k), k);
  for (key k = 0; k < keys; k += 2) dict.erase(mix(k));
  for (key k = 0; k < keys; k += 4) dict.insert(mix(k), keys + k);
  std::vector<key> order;
  dict.for_each([&](key, key v) { order.push_back(v); });
  ASSERT_EQ(order.size(), keys / 2 + keys / 4);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  for (key k = 1; k < keys; k += 2) ASSERT_EQ(dict.find(mix(k)), k);
}

TYPED_TEST(dict_model, may_have_several_handles_on_a_thread) {
  TypeParam map(4), other(4);
  typename TypeParam::handle a(map), b(map), c(other);
  EXPECT_TRUE(a.insert(1, 10));
  EXPECT_EQ(b.find(1), 10u);
  safepoint_of(b);
  EXPECT_TRUE(c.insert(1, 11));
  EXPECT_EQ(a.find(1), 10u);
}

TEST(compact_table, grows_as_cpythons) {
  using table = model::compact_table<key, model::word_slot<key>, model::dict_rules>;
  const auto places = [](unsigned log2) { return std::size_t{1} << log2; };
  // {} has 8 places, of which 5 can be used; then three times the elements, up to a power of two.
  EXPECT_EQ(places(table::log2_of_places(0)), 8u);
  EXPECT_EQ(places(table::log2_of_places(5 * 3)), 16u);
  EXPECT_EQ(places(table::log2_of_places(10 * 3)), 32u);
  EXPECT_EQ(places(table::log2_of_places(64)), 64u);
  EXPECT_EQ(places(table::log2_for(5)), 8u);
  EXPECT_EQ(places(table::log2_for(6)), 16u);
  EXPECT_EQ(places(table::log2_for(100000)), 262144u);
}

TEST(free_threaded_set, answers_as_a_set_does) {
  model::free_threaded_set<key> owner(0);
  model::free_threaded_set<key>::handle set(owner);
  std::unordered_set<key> model;
  rng random(5);
  for (unsigned i = 0; i < 12000; ++i) {
    const key k = random.below(400);
    const bool growing = i / 1500 % 2 == 0;
    switch (random.below(growing ? 3 : 5)) {
      case 0: ASSERT_EQ(set.insert(k), model.insert(k).second) << i; break;
      case 1: ASSERT_EQ(set.contains(k), model.contains(k)) << i; break;
      default: ASSERT_EQ(set.erase(k), model.erase(k) != 0) << i;
    }
    ASSERT_EQ(owner.size(), model.size()) << i;
  }
  std::unordered_set<key> walked;
  set.for_each([&](key k) { EXPECT_TRUE(walked.insert(k).second); });
  EXPECT_EQ(walked, model);
}

/// A key that was there before the lookup began is found, with its value, whatever the table does.
TYPED_TEST(dict_model, loses_no_key_to_a_reader_while_it_grows) {
  constexpr key keys = 3000;
  TypeParam map(0);
  std::atomic<key> inserted{0};
  std::atomic<unsigned> missed{0};
  std::vector<std::jthread> readers;
  for (unsigned t = 0; t < 3; ++t) {
    readers.emplace_back([&, t] {
      rng random(t);
      for (key there = 0; there < keys;) {
        there = inserted.load(std::memory_order_acquire);
        typename TypeParam::handle dict(map);
        for (unsigned i = 0; i < 50 && there != 0; ++i) {
          const key k = random.below(there);
          missed += dict.find(k) != std::optional(~k);
        }
        safepoint_of(dict);
      }
    });
  }
  for (key k = 0; k < keys; ++k) {
    typename TypeParam::handle dict(map);
    ASSERT_TRUE(dict.insert(k, ~k));
    // So that tables are compacted, too: what comes and goes is not what readers look for.
    dict.insert(keys + k, 0);
    if (k >= 3) dict.erase(keys + k - 3);
    inserted.store(k + 1, std::memory_order_release);
    safepoint_of(dict);
  }
  readers.clear();
  EXPECT_EQ(missed, 0u);
}

template <class P>
class counted_values : public testing::Test {};
using readable = testing::Types<model::biased_pooled, model::qsbr_slot>;
TYPED_TEST_SUITE(counted_values, readable, by_name);

/// Few keys, so that readers meet values that are being replaced and erased.
TYPED_TEST(counted_values, are_the_right_ones_and_die_once) {
  using P = TypeParam;
  using value = typename P::template ref<tracked>;
  using dict_type = model::free_threaded_dict<key, value>;
  constexpr unsigned threads = 4, rounds = 4000;
  ledger book;
  std::atomic<unsigned> wrong{0};
  {
    dict_type map(0);
    {
      std::vector<std::jthread> team;
      for (unsigned t = 0; t < threads; ++t) {
        team.emplace_back([&, t] {
          typename P::thread member;
          const attached on(member);
          typename dict_type::handle dict(map);
          rng random(t);
          for (unsigned i = 0; i < rounds; ++i) {
            const key k = random.below(8);
            const auto fresh = [&] { return P::template make<tracked>(book, k + 8 * i); };
            switch (random.below(6)) {
              case 0: dict.insert(k, fresh()); break;
              case 1: dict.update(k, fresh()); break;
              case 2: dict.erase(k); break;
              case 3: dict.upsert(k, fresh(), [](const value& v) { return v; }); break;
              default:
                if (const auto v = dict.find(k)) wrong += P::get(*v).value() % 8 != k;
            }
            if (i % 16 == 0) {
              member.safepoint();
              dict.safepoint();
            }
          }
        });
      }
    }
  }
  collect<P>();
  EXPECT_EQ(wrong, 0u);
  EXPECT_EQ(book.verify(), std::nullopt);
}

TEST(counted_values, keys_may_be_strings) {
  using P = model::biased_pooled;
  using dict_type = model::free_threaded_dict<std::string, P::ref<std::string>>;
  P::thread member;
  const attached on(member);
  dict_type map(0);
  dict_type::handle dict(map);
  for (int i = 0; i < 100; ++i) {
    const std::string s = "a key that has memory of its own: " + std::to_string(i);
    EXPECT_TRUE(dict.insert(s, P::make<std::string>(s)));
    EXPECT_EQ(dict.erase(s + (i % 3 == 0 ? "" : ", not there")), i % 3 == 0);
  }
  for (int i = 0; i < 100; ++i) {
    const std::string s = "a key that has memory of its own: " + std::to_string(i);
    const auto v = dict.find(s);
    ASSERT_EQ(v.has_value(), i % 3 != 0);
    EXPECT_EQ(v ? P::get(*v) : s, s);
  }
}

/// The first reader who is not the owner cannot count the value without the lock; taking it, he
/// sees to it that the others can.
TEST(counted_values, are_marked_by_the_first_foreign_reader) {
  using P = model::biased_pooled;
  using dict_type = model::free_threaded_dict<key, P::ref<key>>;
  P::thread member;
  const attached on(member);
  dict_type map(0);
  dict_type::handle dict(map);
  const auto v = P::make<key>(5);
  dict.insert(1, v);
  const auto state = [&] { return model::biased_word::state(v.node()->shared.load()); };
  EXPECT_EQ(P::get(*dict.find(1)), 5u);
  EXPECT_EQ(state(), model::biased_word::fresh);
  std::thread([&] {
    P::thread foreigner;
    dict_type::handle reader(map);
    EXPECT_EQ(P::get(*reader.find(1)), 5u);
  }).join();
  EXPECT_EQ(state(), model::biased_word::maybe_weakref);
}

TEST(typed_memory, is_given_out_again_also_after_its_thread_has_gone) {
  using P = model::biased_pooled;
  struct mine {
    explicit mine(int n) : number(n) {}
    int number;
  };
  const void* first = nullptr;
  std::thread([&] {
    auto made = P::make<mine>(1);
    first = made.node();
    made.reset();
    made = P::make<mine>(2);
    EXPECT_EQ(made.node(), first);
  }).join();
  // 64 nodes there were; all of them are the next thread's.
  std::vector<P::ref<mine>> all;
  bool found = false;
  for (int i = 0; i < 64; ++i) {
    all.push_back(P::make<mine>(i));
    found |= all.back().node() == first;
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace contend
