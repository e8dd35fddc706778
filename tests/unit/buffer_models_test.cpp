// What is particular to single buffers, and no part of their contract.
#include <contend/adapter/buffer/spsc_mesh.hpp>
#include <contend/model/buffer/ring.hpp>
#include <contend/model/buffer/spsc_ring.hpp>
#include <contend/model/buffer/vyukov_bounded.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <utility>

namespace contend {
namespace {

TEST(ring, holds_exactly_its_capacity_also_where_that_is_no_power_of_two) {
  for (std::size_t capacity : {1u, 2u, 3u, 5u, 8u, 100u}) {
    model::ring<int> r(capacity);
    for (int lap = 0; lap < 3; ++lap) {
      for (std::size_t i = 0; i < capacity; ++i) ASSERT_TRUE(r.put(static_cast<int>(i)));
      EXPECT_TRUE(r.full());
      EXPECT_FALSE(r.put(7));
      int v = -1;
      for (std::size_t i = 0; i < capacity; ++i) {
        ASSERT_TRUE(r.take(v));
        EXPECT_EQ(v, static_cast<int>(i));
      }
      EXPECT_TRUE(r.empty());
      EXPECT_FALSE(r.take(v));
    }
  }
}

TEST(vyukov_bounded, has_a_power_of_two_cells) {
  for (const auto& [asked, given] : {std::pair{1u, 2u}, {2u, 2u}, {3u, 4u}, {1000u, 1024u}}) {
    model::vyukov_bounded<int> buffer({.capacity = asked});
    model::vyukov_bounded<int>::handle handle(buffer);
    unsigned held = 0;
    while (handle.try_push(1)) ++held;
    EXPECT_EQ(held, given);
  }
}

TEST(spsc_ring, holds_exactly_its_capacity_and_takes_and_gives_what_fits) {
  for (std::size_t capacity : {1u, 3u, 8u}) {
    model::spsc_ring<int> buffer({.capacity = capacity});
    model::spsc_ring<int>::handle handle(buffer);
    const int in[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (int lap = 0; lap < 5; ++lap) {
      EXPECT_EQ(handle.try_push(in, 10), capacity);
      EXPECT_FALSE(handle.try_push(7));
      int first = -1;
      EXPECT_TRUE(handle.try_pop(first));
      EXPECT_EQ(first, 0);
      int out[10] = {};
      EXPECT_EQ(handle.try_pop(out, 10), capacity - 1);
      for (std::size_t i = 0; i + 1 < capacity; ++i) EXPECT_EQ(out[i], static_cast<int>(i) + 1);
      EXPECT_FALSE(handle.try_pop(first));
    }
  }
}

using mesh = adapter::spsc_mesh<std::uint64_t>;

TEST(spsc_mesh, deals_to_all_consumers_in_turn_and_keeps_each_lane_in_order) {
  mesh buffer({.capacity = 64, .handles = 3});
  mesh::handle producer(buffer), a(buffer), b(buffer);
  std::uint64_t v = 0;
  EXPECT_FALSE(a.try_pop(v));  // they are known by their first pop
  EXPECT_FALSE(b.try_pop(v));
  for (std::uint64_t i = 0; i < 20; ++i) ASSERT_TRUE(producer.try_push(i));
  for (mesh::handle* consumer : {&a, &b}) {
    unsigned got = 0;
    for (std::uint64_t next = 0; consumer->try_pop(v); next = v + 1, ++got) EXPECT_GE(v, next);
    EXPECT_EQ(got, 10u);
  }
}

TEST(spsc_mesh, gives_the_lanes_of_one_that_left_to_the_next_that_finds_nothing) {
  mesh buffer({.capacity = 64, .handles = 3});
  mesh::handle producer(buffer), stays(buffer);
  std::uint64_t v = 0;
  {
    mesh::handle leaves(buffer);
    EXPECT_FALSE(leaves.try_pop(v));
    ASSERT_TRUE(producer.try_push(1));
    EXPECT_FALSE(stays.try_pop(v)) << "dealt to the other, who is still there";
  }
  EXPECT_TRUE(stays.try_pop(v));
  EXPECT_EQ(v, 1u);
  // The producer goes on to deal to that lane.
  for (std::uint64_t i = 0; i < 10; ++i) ASSERT_TRUE(producer.try_push(i));
  unsigned got = 0;
  while (stays.try_pop(v)) ++got;
  EXPECT_EQ(got, 10u);
}

TEST(spsc_mesh, refuses_more_handles_than_were_announced) {
  mesh buffer({.capacity = 4, .handles = 1});
  mesh::handle one(buffer), two(buffer);
  EXPECT_TRUE(one.try_push(1));
  EXPECT_THROW(two.try_push(2), std::length_error);
}

}  // namespace
}  // namespace contend
