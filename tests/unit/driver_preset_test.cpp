// A preset on the command line: its cases, its threads, its questions, and that a run remembers it.
#include <contend/core/bad_input.hpp>
#include <contend/driver/commands.hpp>
#include <contend/driver/header.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace contend::driver {
namespace {

struct any_subject {
  static constexpr subject_info info{.name = "any", .title = "t", .source = "s"};
};

struct idle {
  using subject = any_subject;
  static constexpr std::string_view name = "idle";
  static constexpr card about{.title = "Nothing", .operation = "none", .breaks = "no design."};
  explicit idle(const setting&) {}
  struct worker {
    worker(idle&, const seat&) {}
    tally step(std::uint32_t n) { return tally::all(n); }
  };
  complaint verify() { return {}; }
};

catalog with_preset() {
  catalog c;
  suite s(c, "test");
  s.add<idle>({{"size", {"1", "2"}}});
  s.add<idle>({{"size", {"2", "1000"}}}, "paper-1");
  c.add(preset{.name = "paper-1", .title = "A figure", .source = "a paper", .threads = {1, 3}});
  c.add(preset{.name = "paper-2", .title = "Another", .source = "a paper"});
  return c;
}

std::vector<std::string> names(const std::vector<const case_entry*>& found) {
  std::vector<std::string> all;
  for (const case_entry* entry : found) all.push_back(entry->name);
  return all;
}

TEST(preset, chooses_its_cases_which_a_filter_narrows) {
  const catalog c = with_preset();
  EXPECT_EQ(names(choose(c, "", "paper-1")),
            (std::vector<std::string>{"test/idle/any/size:2", "test/idle/any/size:1000"}));
  EXPECT_EQ(names(choose(c, "size:1", "paper-1")),
            (std::vector<std::string>{"test/idle/any/size:1000"}));
  EXPECT_EQ(choose(c, "").size(), 2u) << "its own cases are in no other sweep";
}

TEST(preset, an_unknown_name_is_answered_with_the_known_ones) {
  const catalog c = with_preset();
  try {
    (void)choose(c, "", "paper-3");
    ADD_FAILURE() << "no preset has that name";
  } catch (const bad_input& e) {
    EXPECT_NE(std::string(e.what()).find("'paper-3'; there is paper-1, paper-2"), std::string::npos)
        << e.what();
  }
  EXPECT_THROW((void)choose(catalog{}, "", "paper-1"), bad_input);
  EXPECT_THROW((void)choose(c, "nothing", "paper-1"), bad_input);
  EXPECT_THROW((void)choose(c, "(", "paper-1"), bad_input);
}

TEST(preset, a_run_keeps_it_and_the_questions_that_it_can_answer) {
  catalog c = with_preset();
  c.ask(ratio_question{
      .title = "of every run", .reference = "any", .rows = {{"r", "test/idle", ""}}});
  c.ask(
      ratio_question{.title = "elsewhere", .reference = "any", .rows = {{"r", "test/other", ""}}});
  c.add(preset{.name = "asking",
               .title = "t",
               .source = "s",
               .crossings = {{.title = "where", .workload = "test/idle", .parameter = "size"},
                             {.title = "no", .workload = "test/idl", .parameter = "size"}}});
  sweep_options options;
  options.preset = "asking";
  options.threads = "1,2";
  const auto curves = plan_curves(choose(c, "", ""), {1, 2}, {});
  const auto where = host::topology::of({{0, 0, 0, 0, 0}, {1, 1, 0, 0, 0}});
  const run_record header = make_header(c, options, curves, where);
  EXPECT_EQ(header.preset.at("name"), "asking");
  ASSERT_EQ(header.questions.ratios.size(), 1u);
  EXPECT_EQ(header.questions.ratios[0].title, "of every run");
  ASSERT_EQ(header.questions.crossings.size(), 1u);
  EXPECT_EQ(header.questions.crossings[0].title, "where");
  EXPECT_EQ(options_of(header).preset, "asking");
  EXPECT_NE(header.cards.at("test/idle").find("\nMade to break: no design."), std::string::npos)
      << header.cards.at("test/idle");
}

TEST(preset, a_run_of_before_there_were_presets_goes_on) {
  const auto where = host::topology::of({{0, 0, 0, 0, 0}});
  sweep_options options;
  options.threads = "1";
  run_record header = make_header(with_preset(), options, {}, where);
  EXPECT_TRUE(header.preset.empty());
  header.options.erase("preset");
  EXPECT_EQ(options_of(header).preset, "");
}

}  // namespace
}  // namespace contend::driver
