#include <contend/load/parameters.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using contend::axis;
using contend::grid;
using contend::parameters;

std::string complaint_of(auto action) {
  try {
    action();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "nothing was thrown";
}

TEST(parameters, are_read_by_name) {
  const parameters p({{"depth", "16"}, {"skew", "0.99"}, {"order", "fifo"}, {"delta", "-3"}});
  EXPECT_EQ(p.text("order"), "fifo");
  EXPECT_EQ(p.integer("depth"), 16);
  EXPECT_EQ(p.integer("delta"), -3);
  EXPECT_DOUBLE_EQ(p.number("skew"), 0.99);
  EXPECT_DOUBLE_EQ(p.number("depth"), 16);
  EXPECT_EQ(p.path(), "/depth:16/skew:0.99/order:fifo/delta:-3");
  EXPECT_EQ(p.all().size(), 4u);
}

TEST(parameters, none) {
  EXPECT_EQ(parameters{}.path(), "");
  EXPECT_THROW((void)parameters{}.text("x"), std::out_of_range);
}

TEST(parameters, an_error_names_the_parameter) {
  const parameters p(
      {{"depth", "16k"}, {"empty", ""}, {"huge", "99999999999999999999"}, {"x", " 1"}});
  EXPECT_THROW((void)p.text("width"), std::out_of_range);
  EXPECT_NE(complaint_of([&] { (void)p.text("width"); }).find("width"), std::string::npos);
  for (const char* name : {"depth", "empty", "huge", "x"}) {
    EXPECT_THROW((void)p.integer(name), std::invalid_argument) << name;
    EXPECT_NE(complaint_of([&] { (void)p.integer(name); }).find(name), std::string::npos);
  }
  EXPECT_THROW((void)p.number("depth"), std::invalid_argument);
  EXPECT_THROW((void)p.number("empty"), std::invalid_argument);
  // No rounding behind the workload's back.
  const parameters fraction(std::vector<std::pair<std::string, std::string>>{{"n", "1.5"}});
  EXPECT_THROW((void)fraction.integer("n"), std::invalid_argument);
}

TEST(grid, no_axes_give_one_empty_set) {
  const auto all = grid({});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].path(), "");
}

TEST(grid, the_last_axis_varies_fastest) {
  std::vector<std::string> paths;
  for (const parameters& p : grid({{"a", {"1", "2"}}, {"b", {"x", "y", "z"}}})) {
    paths.push_back(p.path());
  }
  EXPECT_EQ(paths, (std::vector<std::string>{"/a:1/b:x", "/a:1/b:y", "/a:1/b:z",  //
                                             "/a:2/b:x", "/a:2/b:y", "/a:2/b:z"}));
}

TEST(grid, an_axis_without_values_leaves_nothing) {
  EXPECT_TRUE(grid({{"a", {"1"}}, {"b", {}}}).empty());
}

}  // namespace
