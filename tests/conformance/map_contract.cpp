// Every map does what the concept says: alone against a model, with private keys on many
// threads, and under its load.
#include "drive.hpp"

#include <contend/adapter/map/mutex_unordered_map.hpp>
#include <contend/adapter/map/striped_unordered_map.hpp>
#include <contend/adapter/map/tbb_concurrent_hash_map.hpp>
#include <contend/model/dict/line_map.hpp>
#include <suites/containers/map_mix.hpp>

#include <gtest/gtest.h>

#include <map>
#include <thread>
#include <unordered_map>

namespace contend {
namespace {

using suites::key;

template <class M>
class map_contract : public testing::Test {};

using maps = testing::Types<adapter::mutex_unordered_map<key, std::uint64_t>,
                            adapter::striped_unordered_map<key, std::uint64_t>,
                            adapter::tbb_concurrent_hash_map<key, std::uint64_t>,
                            model::line_map<key, std::uint64_t>>;
TYPED_TEST_SUITE(map_contract, maps, by_name);

/// Random operations on keys base, base + step, ...: each answer must be that of a
/// std::unordered_map. Returns the first wrong answer, so that a thread may run it.
template <class M>
std::string differs_from_model(M& map, std::uint64_t seed, key base, key step, unsigned operations,
                               std::size_t& remaining) {
  typename M::handle handle(map);
  std::unordered_map<key, std::uint64_t> model;
  rng random(seed);
  for (unsigned i = 0; i < operations; ++i) {
    const key k = base + step * random.below(100);
    const std::uint64_t v = random();
    const auto at = model.find(k);
    const bool present = at != model.end();
    const auto say = [&](const char* what) {
      return std::string(what) + " of key " + std::to_string(k) + " at operation " +
             std::to_string(i);
    };
    switch (random.below(4)) {
      case 0:
        if (handle.insert(k, v) == present) return say("insert");
        model.emplace(k, v);
        break;
      case 1:
        if (handle.erase(k) != present) return say("erase");
        model.erase(k);
        break;
      case 2:
        if (handle.update(k, v) != present) return say("update");
        if (present) at->second = v;
        break;
      default: {
        const auto found = handle.find(k);
        if (found.has_value() != present) return say("find");
        if (present && *found != at->second) return say("value");
      }
    }
  }
  remaining = model.size();
  for (const auto& [k, v] : model) {
    if (handle.find(k) != std::optional(v)) return "final value of key " + std::to_string(k);
  }
  return {};
}

TYPED_TEST(map_contract, answers_as_a_model_does) {
  TypeParam map(16);  // grows
  std::size_t size = 0;
  EXPECT_EQ(differs_from_model(map, 1, 0, 1, 50000, size), "");
  EXPECT_EQ(map.size(), size);
}

TYPED_TEST(map_contract, keeps_private_keys_apart) {
  constexpr unsigned threads = 4;
  TypeParam map(threads * 100);
  std::vector<std::string> wrong(threads);
  std::vector<std::size_t> size(threads);
  {
    std::vector<std::jthread> team;
    for (unsigned t = 0; t < threads; ++t) {
      // Interleaved, so that neighbours in a bucket belong to different threads.
      team.emplace_back(
          [&, t] { wrong[t] = differs_from_model(map, 7 + t, t, threads, 20000, size[t]); });
    }
  }
  std::size_t all = 0;
  for (unsigned t = 0; t < threads; ++t) {
    EXPECT_EQ(wrong[t], "") << "thread " << t;
    all += size[t];
  }
  EXPECT_EQ(map.size(), all);
}

TYPED_TEST(map_contract, lets_one_thread_win_each_key) {
  constexpr unsigned threads = 4;
  constexpr key keys = 2000;
  TypeParam map(keys);
  std::vector<unsigned> inserted(threads), erased(threads);
  const auto all = [&](auto&& each) {
    std::vector<std::jthread> team;
    for (unsigned t = 0; t < threads; ++t) team.emplace_back([&, t] { each(t); });
  };
  all([&](unsigned t) {
    typename TypeParam::handle handle(map);
    for (key k = 0; k < keys; ++k) inserted[t] += handle.insert(k, k * threads + t);
  });
  EXPECT_EQ(map.size(), keys);
  EXPECT_EQ(inserted[0] + inserted[1] + inserted[2] + inserted[3], keys);
  all([&](unsigned t) {
    typename TypeParam::handle handle(map);
    for (key k = 0; k < keys; ++k) erased[t] += handle.erase(k);
  });
  EXPECT_EQ(map.size(), 0u);
  EXPECT_EQ(erased[0] + erased[1] + erased[2] + erased[3], keys);
}

TYPED_TEST(map_contract, keeps_its_account_under_load) {
  using W = suites::map_mix<TypeParam>;
  for (unsigned threads : {1u, 4u}) {
    for (const char* read : {"0", "50", "100"}) {
      for (const char* skew : {"0", "0.99"}) {
        const auto r = drive<W>(threads, 4000, {{"read", read}, {"skew", skew}, {"size", "500"}});
        EXPECT_EQ(r.wrong, std::nullopt) << *r.wrong;
        EXPECT_EQ(r.total, tally::all(4000u * threads));
      }
    }
  }
}

TYPED_TEST(map_contract, gets_the_mix_that_was_asked_for) {
  using W = suites::map_mix<TypeParam>;
  const auto r = drive<W>(2, 40000, {{"read", "50"}, {"skew", "0.99"}, {"size", "1000"}});
  std::map<std::string, double> got;
  for (const metric& m : r.metrics) got[m.name] = m.value;
  EXPECT_NEAR(got.at("hit_share"), 0.5, 0.15);
  EXPECT_NEAR(got.at("effective_update_share"), 0.5, 0.05);
  EXPECT_NEAR(got.at("top1_share"), zipf(2000, 0.99).share(1), 0.02);
}

TEST(key_space, refuses_what_makes_no_sense) {
  const auto build = [](parameter_list list) {
    (void)suites::key_space({.params = parameters(std::move(list))});
  };
  EXPECT_THROW(build({{"read", "101"}, {"skew", "0"}, {"size", "10"}}), std::invalid_argument);
  EXPECT_THROW(build({{"read", "-1"}, {"skew", "0"}, {"size", "10"}}), std::invalid_argument);
  EXPECT_THROW(build({{"read", "50"}, {"skew", "1"}, {"size", "10"}}), std::invalid_argument);
  EXPECT_THROW(build({{"read", "50"}, {"skew", "0"}, {"size", "0"}}), std::invalid_argument);
}

TEST(key_space, reads_as_often_as_asked) {
  const auto space = [](const char* read) {
    return suites::key_space(
        {.params = parameters(parameter_list{{"read", read}, {"skew", "0"}, {"size", "10"}})});
  };
  EXPECT_TRUE(space("100").reads(~std::uint64_t{0}));
  EXPECT_FALSE(space("0").reads(0));
  rng random(1);
  unsigned reads = 0;
  for (int i = 0; i < 100000; ++i) reads += space("90").reads(random());
  EXPECT_NEAR(reads, 90000, 500);
}

}  // namespace
}  // namespace contend
