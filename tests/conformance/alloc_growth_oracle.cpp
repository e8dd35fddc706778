// The oracles of the loads whose memory grows or is used again, against designs that are wrong.
#include "planted_loads.hpp"

#include <suites/frees/list_growth.hpp>
#include <suites/frees/memory_reuse.hpp>

#include <gtest/gtest.h>

namespace contend {
namespace {

using suites::list_growth, suites::memory_reuse;
template <planted Bug>
using memory = planted_memory<Bug>;

parameter_list lists(std::string shared) {
  return {{"growth", "cpython"}, {"shared", std::move(shared)}, {"length", "100"}, {"lists", "3"}};
}
const parameter_list phases{{"small", "16"}, {"large", "256"}, {"kib", "8"}, {"keep", "10"}};

TEST(alloc_growth_oracle, pass_what_is_right) {
  using M = memory<planted::nothing>;
  for (unsigned threads : {1u, 3u}) {
    EXPECT_EQ(wrong_with<list_growth<M>>(lists("0"), threads), "");
    EXPECT_EQ(wrong_with<list_growth<M>>(lists("1"), threads), "");
    EXPECT_EQ(wrong_with<memory_reuse<M>>(phases, threads), "");
  }
}

TEST(alloc_growth_oracle, see_a_realloc_that_forgets) {
  using M = memory<planted::forgets>;
  EXPECT_TRUE(says(wrong_with<list_growth<M>>(lists("0"), 3), "lost as they grew"));
  EXPECT_TRUE(says(wrong_with<list_growth<M>>(lists("1"), 3), "lost as they grew"));
}

TEST(alloc_growth_oracle, see_blocks_that_are_given_out_twice_or_written_to) {
  EXPECT_TRUE(says(wrong_with<memory_reuse<memory<planted::gives_out_twice>>>(phases), "twice"));
  EXPECT_TRUE(says(wrong_with<memory_reuse<memory<planted::scribbles>>>(phases), "did not hold"));
}

TEST(alloc_growth_oracle, see_a_list_that_nobody_frees) {
  const std::string wrong =
      wrong_with<list_growth<memory<planted::nothing>, lossy_lane>>(lists("1"), 3);
  EXPECT_TRUE(says(wrong, "were allocated and")) << wrong;
}

TEST(alloc_growth_oracle, let_out_of_memory_through) {
  using M = memory<planted::runs_out>;
  lets_out_of_memory_through<list_growth<M>>(lists("0"));
  lets_out_of_memory_through<list_growth<M>>(lists("1"));
  lets_out_of_memory_through<memory_reuse<M>>(phases);
}

TEST(alloc_growth_oracle, refuse_parameters_by_name) {
  using M = memory<planted::nothing>;
  EXPECT_TRUE(refuses<list_growth<M>>(lists("0"), "growth", "golden"));
  EXPECT_TRUE(refuses<list_growth<M>>(lists("0"), "shared", "2"));
  EXPECT_TRUE(refuses<list_growth<M>>(lists("0"), "length", "15"));
  EXPECT_TRUE(refuses<list_growth<M>>(lists("0"), "lists", "0"));
  // The size's own message names the text, not the axis.
  EXPECT_THROW(
      memory_reuse<M>(
          {.params = parameters({{"small", "8"}, {"large", "256"}, {"kib", "8"}, {"keep", "10"}})}),
      std::invalid_argument);
  EXPECT_TRUE(refuses<memory_reuse<M>>(phases, "kib", "0"));
  EXPECT_TRUE(refuses<memory_reuse<M>>(phases, "keep", "91"));
}

}  // namespace
}  // namespace contend
