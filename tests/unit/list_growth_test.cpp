#include <contend/model/list/list.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace contend::model {
namespace {

// Objects/listobject.c: "The growth pattern is: 0, 4, 8, 16, 24, 32, 40, 52, 64, 76, ..."
TEST(list_growth, appends_grow_by_cpythons_sequence) {
  list<int> l;
  std::vector<std::size_t> seen{l.capacity()};
  for (int i = 0; i < 100; ++i) {
    l.append(i);
    if (l.capacity() != seen.back()) seen.push_back(l.capacity());
  }
  EXPECT_EQ(seen, (std::vector<std::size_t>{0, 4, 8, 16, 24, 32, 40, 52, 64, 76, 92, 108}));
}

TEST(list_growth, a_far_jump_gets_no_advance) {
  EXPECT_EQ(list_capacity(0, 0, 100), 100u);
  EXPECT_EQ(list_capacity(0, 0, 101), 104u);
}

TEST(list_growth, shrinks_only_below_a_half) {
  EXPECT_EQ(list_capacity(100, 51, 50), 100u);
  EXPECT_EQ(list_capacity(100, 50, 49), 60u);
  EXPECT_EQ(list_capacity(4, 1, 0), 0u);
}

TEST(list_growth, an_emptied_list_keeps_no_memory) {
  list<int> l;
  for (int i = 0; i < 10; ++i) l.append(i);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(l.pop_front(), i);
  EXPECT_EQ(l.capacity(), 0u);
  EXPECT_EQ(l.pop_front(), 0);  // a null reference, where elements are references
  EXPECT_EQ(l.pop_back(), 0);
}

template <class L>
class list_of : public ::testing::Test {};
using kinds =
    ::testing::Types<list<std::unique_ptr<int>, resizing::in_place>,
                     list<std::unique_ptr<int>, resizing::fresh>, list<std::shared_ptr<int>>>;
TYPED_TEST_SUITE(list_of, kinds);

TYPED_TEST(list_of, keeps_owners_whole_while_it_grows_moves_and_shrinks) {
  TypeParam l;
  int next = 0, first = 0;
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 30; ++i) {
      auto e = std::make_unique<int>(next++);
      l.append(std::move(e));
    }
    for (int i = 0; i < 20; ++i) EXPECT_EQ(*l.pop_front(), first++);
  }
  while (l.size() != 0) EXPECT_EQ(*l.pop_back(), --next);
  EXPECT_EQ(next, first);
}

TEST(list_relocation, one_pointer_references_move_as_bytes_and_others_do_not) {
  EXPECT_TRUE(trivially_relocatable<std::unique_ptr<int>>);
  EXPECT_FALSE(trivially_relocatable<std::shared_ptr<int>>);
  EXPECT_FALSE(trivially_relocatable<std::string>);
}

}  // namespace
}  // namespace contend::model
