// What `contend stress --linearize` makes of each verdict. A workload that has one by order.
#include <contend/core/bad_input.hpp>
#include <contend/driver/commands.hpp>

#include <gtest/gtest.h>

#include <string>

namespace contend::driver {
namespace {

enum class says { right, right_as_far_as_seen, undecided, wrong };

template <says Verdict>
struct verdict_subject {
  static constexpr const char* names[] = {"right", "seen", "open", "wrong"};
  static constexpr subject_info info{.name = names[static_cast<int>(Verdict)],
                                     .title = "a verdict",
                                     .source = "this test",
                                     .progress = progress::wait_free};
};

template <says Verdict>
struct ordered {
  using subject = verdict_subject<Verdict>;
  static constexpr std::string_view name = "map";
  static constexpr card about{.title = "A verdict by order",
                              .operation = "nothing",
                              .models = "nothing",
                              .frees = "nobody",
                              .exposes = "the driver",
                              .not_for = "anything",
                              .source = "this test"};
  explicit ordered(const setting&) {}
  struct worker {
    worker(ordered&, const seat&) {}
    tally step(std::uint32_t rounds) { return tally::all(rounds); }
  };
  complaint verify() {
    if (Verdict == says::wrong) return "not linearizable: T0 find=1 [0,1] (seed 1)";
    return std::nullopt;
  }
  std::vector<metric> metrics() const {
    const bool open = Verdict == says::undecided;
    return {{"checked_parts", "parts", 8},
            {"undecided_parts", "parts", open ? 3.0 : 0.0},
            {"proven", "share", Verdict == says::right ? 1.0 : 0.0}};
  }
};

template <says... Verdicts>
std::pair<int, std::string> run() {
  catalog cases;
  suite s(cases, "linearize", suite::hidden_as_a_whole);
  (s.add<ordered<Verdicts>>(), ...);
  s.absent({"map"}, "elsewhere", "not installed");
  testing::internal::CaptureStdout();
  const int code = stress(cases, {.threads = 2, .ops = 10, .in_process = true, .linearize = true});
  return {code, testing::internal::GetCapturedStdout()};
}

void expect_says(const std::string& text, const std::string& what) {
  EXPECT_NE(text.find(what), std::string::npos) << text;
}

TEST(driver_linearize, all_right_is_0) {
  const auto [code, text] = run<says::right, says::right_as_far_as_seen>();
  EXPECT_EQ(code, exit_code::fine);
  expect_says(text, "linearizable  linearize/map/right/threads:2");
  expect_says(text, "no violation  linearize/map/seen/threads:2");
  expect_says(text, "skip  linearize/map/elsewhere: not installed");
  expect_says(text,
              "1 linearizable, 1 without a violation, 0 not linearizable, 0 undecided\n"
              "2 passed, 0 failed, 1 skipped\n");
}

TEST(driver_linearize, one_undecided_is_3) {
  const auto [code, text] = run<says::right, says::undecided>();
  EXPECT_EQ(code, exit_code::inconclusive);
  expect_says(text, "undecided     linearize/map/open/threads:2  3 of 8 parts");
  expect_says(text, "1 passed, 0 failed, 1 skipped\n");
}

TEST(driver_linearize, one_wrong_is_1_whatever_is_undecided) {
  const auto [code, text] = run<says::wrong, says::right, says::undecided>();
  EXPECT_EQ(code, exit_code::failed);
  expect_says(text,
              "NOT linearizable  linearize/map/wrong/threads:2  oracle: not linearizable: "
              "T0 find=1 [0,1] (seed 1)");
  expect_says(text, "1 linearizable, 0 without a violation, 1 not linearizable, 1 undecided\n");
}

TEST(driver_linearize, a_suite_that_is_hidden_is_found_by_its_name_alone) {
  catalog cases;
  suite(cases, "linearize", suite::hidden_as_a_whole).add<ordered<says::right>>();
  suite(cases, "containers").add<ordered<says::right>>();
  EXPECT_EQ(cases.matching("").size(), 1u);
  EXPECT_EQ(cases.matching("map/right").size(), 1u);
  EXPECT_EQ(cases.matching("^linearize/").size(), 1u);
  EXPECT_EQ(cases.of_suite("linearize").size(), 1u);
  EXPECT_EQ(cases.of_suite("linearize", "righ").size(), 1u);
  EXPECT_TRUE(cases.of_suite("linearize", "left").empty());
  EXPECT_THROW((void)choose_of_suite(cases, "linearize", "left"), bad_input);
  EXPECT_THROW((void)choose_of_suite(cases, "linearize", "("), bad_input);
}

}  // namespace
}  // namespace contend::driver
