// Every set does what the concept says: alone against a model, with private keys on many
// threads, and under its loads.
#include "drive.hpp"

#include <contend/adapter/set/mutex_unordered_set.hpp>
#include <contend/adapter/set/striped_unordered_set.hpp>
#include <contend/adapter/set/tbb_concurrent_unordered_set.hpp>
#include <contend/model/dict/line_set.hpp>
#include <suites/containers/set_intern.hpp>
#include <suites/containers/set_mix.hpp>

#include <gtest/gtest.h>

#include <thread>
#include <unordered_set>

namespace contend {
namespace {

using suites::key;

template <class S>
class set_contract : public testing::Test {};

using sets = testing::Types<adapter::mutex_unordered_set<key>, adapter::striped_unordered_set<key>,
                            adapter::tbb_concurrent_unordered_set<key>, model::line_set<key>>;
TYPED_TEST_SUITE(set_contract, sets, by_name);

/// As for maps. Erases only if `erases`.
template <class S>
std::string differs_from_model(S& set, std::uint64_t seed, key base, key step, unsigned operations,
                               bool erases, std::size_t& remaining) {
  typename S::handle handle(set);
  std::unordered_set<key> model;
  rng random(seed);
  for (unsigned i = 0; i < operations; ++i) {
    const key k = base + step * random.below(100);
    const bool present = model.contains(k);
    const auto say = [&](const char* what) {
      return std::string(what) + " of key " + std::to_string(k) + " at operation " +
             std::to_string(i);
    };
    switch (random.below(erases ? 3 : 2)) {
      case 0:
        if (handle.insert(k) == present) return say("insert");
        model.insert(k);
        break;
      case 1:
        if (handle.contains(k) != present) return say("contains");
        break;
      default:
        if (handle.erase(k) != present) return say("erase");
        model.erase(k);
    }
  }
  remaining = model.size();
  return {};
}

TYPED_TEST(set_contract, answers_as_a_model_does) {
  TypeParam set(16);
  std::size_t size = 0;
  // Alone, every set may erase.
  EXPECT_EQ(differs_from_model(set, 1, 0, 1, 50000, true, size), "");
  EXPECT_EQ(set.size(), size);
}

TYPED_TEST(set_contract, keeps_private_keys_apart) {
  constexpr unsigned threads = 4;
  TypeParam set(threads * 100);
  std::vector<std::string> wrong(threads);
  std::vector<std::size_t> size(threads);
  {
    std::vector<std::jthread> team;
    for (unsigned t = 0; t < threads; ++t) {
      team.emplace_back([&, t] {
        wrong[t] = differs_from_model(set, 7 + t, t, threads, 20000,
                                      TypeParam::traits.concurrent_erase, size[t]);
      });
    }
  }
  std::size_t all = 0;
  for (unsigned t = 0; t < threads; ++t) {
    EXPECT_EQ(wrong[t], "") << "thread " << t;
    all += size[t];
  }
  EXPECT_EQ(set.size(), all);
}

TYPED_TEST(set_contract, lets_one_thread_insert_each_key_while_it_grows) {
  constexpr unsigned threads = 4;
  constexpr key keys = 5000;
  TypeParam set(1);
  std::vector<unsigned> inserted(threads);
  {
    std::vector<std::jthread> team;
    for (unsigned t = 0; t < threads; ++t) {
      team.emplace_back([&, t] {
        typename TypeParam::handle handle(set);
        for (key k = 0; k < keys; ++k) {
          inserted[t] += handle.insert(k);
          // Once inserted by anyone, always there.
          if (!handle.contains(k)) inserted[t] += keys;
        }
      });
    }
  }
  EXPECT_EQ(set.size(), keys);
  EXPECT_EQ(inserted[0] + inserted[1] + inserted[2] + inserted[3], keys);
}

template <class W>
void expect_balanced() {
  for (unsigned threads : {1u, 4u}) {
    for (const char* skew : {"0", "0.99"}) {
      const auto r = drive<W>(threads, 4000, {{"read", "50"}, {"skew", skew}, {"size", "500"}});
      EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
      EXPECT_EQ(r.total, tally::all(4000u * threads));
    }
  }
}

// Only those that may erase while others look up: the catalog lists the rest as skipped.
template <class S>
class erasing_set_contract : public testing::Test {};
using erasing_sets = testing::Types<adapter::mutex_unordered_set<key>,
                                    adapter::striped_unordered_set<key>, model::line_set<key>>;
TYPED_TEST_SUITE(erasing_set_contract, erasing_sets, by_name);

TYPED_TEST(erasing_set_contract, keeps_its_account_under_a_mix) {
  expect_balanced<suites::set_mix<TypeParam>>();
}

static_assert(!adapter::tbb_concurrent_unordered_set<key>::traits.concurrent_erase);

TYPED_TEST(set_contract, keeps_its_account_while_it_only_learns) {
  expect_balanced<suites::set_intern<TypeParam>>();
}

}  // namespace
}  // namespace contend
