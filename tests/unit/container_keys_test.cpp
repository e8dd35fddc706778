// Which keys the workers of a container load draw, and what their account knows of them.
#include <suites/containers/key_ledger.hpp>
#include <suites/containers/mix_load.hpp>

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace contend {
namespace {

using suites::key;
using suites::key_choice;
using suites::key_space;
using suites::key_stream;

key_space space_of(const std::string& keys, const char* skew, const char* size, unsigned threads) {
  return key_space(
      {.threads = threads,
       .params = parameters({{"read", "50"}, {"skew", skew}, {"size", size}, {"keys", keys}})});
}

std::set<key> drawn(const key_space& space, unsigned worker, bool erased = false) {
  rng random(worker + 1);
  key_stream stream(space, worker, random);
  std::set<key> all;
  for (int i = 0; i < 20000; ++i) {
    const key k = stream.next(random);
    all.insert(erased ? stream.erased_for(k) : k);
  }
  return all;
}

TEST(container_keys, are_everybodys_where_they_are_scattered) {
  for (const char* keys : {"scattered", "adjacent"}) {
    const key_space space = space_of(keys, "0", "50", 3);
    for (unsigned w = 0; w < 3; ++w) EXPECT_EQ(drawn(space, w).size(), 100u) << keys;
  }
}

TEST(container_keys, are_one_where_it_is_hot) {
  EXPECT_EQ(drawn(space_of("hot", "0", "50", 3), 2), std::set<key>{0});
}

TEST(container_keys, are_apart_where_they_are_private) {
  for (const char* skew : {"0", "0.9"}) {
    const key_space space = space_of("private", skew, "50", 3);
    EXPECT_EQ(space.range(), 33u);
    std::set<key> all;
    std::size_t count = 0;
    for (unsigned w = 0; w < 3; ++w) {
      const auto mine = drawn(space, w);
      EXPECT_EQ(mine, drawn(space, w, true)) << "and are erased where they were inserted";
      count += mine.size();
      all.insert(mine.begin(), mine.end());
    }
    EXPECT_EQ(all.size(), count);
    EXPECT_GT(count, 90u);
  }
}

TEST(container_keys, are_shared_with_neighbours_where_they_overlap) {
  const key_space space = space_of("overlapping", "0", "50", 3);
  EXPECT_EQ(*drawn(space, 0).begin(), 0u);
  EXPECT_EQ(*drawn(space, 1).begin(), 25u);
  EXPECT_EQ(*drawn(space, 2).rbegin(), 99u);
  EXPECT_EQ(drawn(space_of("overlapping", "0", "50", 1), 0).size(), 50u);
}

TEST(container_keys, are_erased_by_the_next_where_they_are_handed_on) {
  const key_space space = space_of("handed", "0", "60", 3);
  for (unsigned w = 0; w < 3; ++w) EXPECT_EQ(drawn(space, w, true), drawn(space, (w + 1) % 3));
}

TEST(container_keys, are_as_skewed_as_theory_says) {
  for (const char* keys : {"scattered", "adjacent"}) {
    const key_space space = space_of(keys, "0.99", "5000", 1);
    rng random(1);
    key_stream stream(space, 0, random);
    EXPECT_NEAR(stream.top_ten(), zipf(10000, 0.99).share(10), 0.03);
    EXPECT_EQ(stream.hottest() == 0, std::string(keys) == "adjacent");
  }
}

TEST(container_keys, refuse_what_makes_no_sense) {
  EXPECT_THROW(space_of("mine", "0", "10", 1), std::invalid_argument);
  EXPECT_THROW(space_of("private", "0", "1", 3), std::invalid_argument) << "a part has no key";
  EXPECT_THROW(space_of("private", "0", "2147483648", 1), std::invalid_argument);
}

TEST(container_keys, know_their_values) {
  const key_space space = space_of("scattered", "0", "10", 1);
  const std::uint64_t value = space.sealed(3, 7);
  EXPECT_EQ(space.stamp_of(3, value), 7u);
  EXPECT_EQ(space.stamp_of(4, value), 0u);
  for (int bit = 0; bit < 64; ++bit) {
    EXPECT_EQ(space.stamp_of(3, value ^ std::uint64_t{1} << bit), 0u) << bit;
  }
  EXPECT_EQ(key_space::after(key_space::most_stamps), key_space::first_stamp);
}

TEST(container_writes, are_picked_by_weight) {
  using kind = suites::writes::kind;
  const suites::writes exchange{.insert = 4, .erase = 4, .update = 1};
  rng random(1);
  std::vector<unsigned> picked(3);
  for (int i = 0; i < 90000; ++i) {
    ++picked[static_cast<std::size_t>(exchange.pick(static_cast<std::uint32_t>(random())))];
  }
  EXPECT_NEAR(picked[static_cast<std::size_t>(kind::insert)], 40000, 600);
  EXPECT_NEAR(picked[static_cast<std::size_t>(kind::erase)], 40000, 600);
  EXPECT_NEAR(picked[static_cast<std::size_t>(kind::update)], 10000, 400);
  const suites::writes inserts{.insert = 1, .erase = 0, .update = 0};
  EXPECT_EQ(inserts.pick(~0U), kind::insert);
  EXPECT_EQ(inserts.pick(0), kind::insert);
}

}  // namespace
}  // namespace contend
