// Who goes first in a duet, when it is looked at, and what another program's list says.
#include <contend/core/bad_input.hpp>
#include <contend/driver/case_list.hpp>
#include <contend/driver/duet.hpp>

#include <gtest/gtest.h>

namespace contend::driver {
namespace {

TEST(duet, each_curve_and_block_has_a_coin_and_points_alternate) {
  int straight = 0, same_as_neighbour = 0;
  for (unsigned block = 0; block < 400; ++block) {
    for (std::size_t curve = 0; curve < 5; ++curve) {
      const bool first = base_first(1, block, curve, 0);
      EXPECT_NE(first, base_first(1, block, curve, 1));
      EXPECT_EQ(first, base_first(1, block, curve, 2));
      straight += first ? 1 : 0;
      same_as_neighbour += first == base_first(1, block, curve + 1, 0) ? 1 : 0;
    }
  }
  // 2000 fair coins; 5 standard deviations are 112.
  EXPECT_NEAR(straight, 1000, 112);
  EXPECT_NEAR(same_as_neighbour, 1000, 112);
}

TEST(duet, is_looked_at_after_each_third) {
  EXPECT_EQ(looks_of(30), (std::vector<unsigned>{10, 20, 30}));
  EXPECT_EQ(looks_of(7), (std::vector<unsigned>{3, 5, 7}));
  EXPECT_EQ(looks_of(2), (std::vector<unsigned>{1, 2}));
  EXPECT_EQ(looks_of(1), (std::vector<unsigned>{1}));
}

TEST(duet, reads_the_cases_of_another_program) {
  program p;
  read_cases(R"([{"name":"s/w/a","suite":"s","subject":"a","min_threads":2,"max_threads":null},
                 {"name":"s/w/b","suite":"s","subject":"b","max_threads":1,"title":"B"},
                 {"name":"s/w/c","suite":"s","subject":"c","skipped":"absent"},
                 {"name":"s/w/d","suite":"s","subject":"d","min_threads":9}])",
             {1, 2, 4}, p);
  ASSERT_EQ(p.curves.size(), 4u);
  EXPECT_EQ(p.curves[0].threads, (std::vector<unsigned>{2, 4}));
  EXPECT_EQ(p.curves[1].threads, (std::vector<unsigned>{1}));
  EXPECT_EQ(p.curves[2].skipped, "absent");
  EXPECT_TRUE(p.curves[3].skipped);
  EXPECT_EQ(p.designs.at("s/b").title, "B");
  for (const char* bad : {"", "{}", "[1]", "[{}]", R"([{"name":7}])"}) {
    EXPECT_THROW(read_cases(bad, {1}, p), bad_input) << bad;
  }
}

TEST(duet, two_subjects_of_one_program_pair_by_their_workloads) {
  program all;
  read_cases(R"([{"name":"s/w/a/n:1","suite":"s","subject":"a","title":"A"},
                 {"name":"s/w/a/n:2","suite":"s","subject":"a"},
                 {"name":"s/v/a","suite":"s","subject":"a"},
                 {"name":"s/w/ab/n:1","suite":"s","subject":"ab"},
                 {"name":"s/w/b/n:1","suite":"s","subject":"b","title":"B"}])",
             {1}, all);
  const program base = only_subject(all, "a", "a_vs_b");
  const program candidate = only_subject(all, "b", "a_vs_b");
  ASSERT_EQ(base.curves.size(), 3u);
  ASSERT_EQ(candidate.curves.size(), 1u);
  EXPECT_EQ(base.curves[0].name, "s/w/a_vs_b/n:1");
  EXPECT_EQ(base.curves[0].case_name, "s/w/a/n:1");
  EXPECT_EQ(base.curves[2].name, "s/v/a_vs_b");
  EXPECT_EQ(candidate.curves[0].name, "s/w/a_vs_b/n:1");
  EXPECT_EQ(candidate.curves[0].case_name, "s/w/b/n:1");
  EXPECT_EQ(candidate.designs.at("s/a_vs_b").title, "B");
  EXPECT_THROW((void)only_subject(all, "c", "a_vs_c"), bad_input);
}

TEST(duet, plants_are_read_and_written) {
  const std::vector<curve_plan> curves{{"s/w/a", "s/w/a", {}, {1}, {}, false}};
  const plants all = parse_plants({"s/w/a=1.05"}, curves);
  EXPECT_DOUBLE_EQ(plant_of(all, "s/w/a"), 1.05);
  EXPECT_DOUBLE_EQ(plant_of(all, "s/w/b"), 1);
  run_record run;
  EXPECT_TRUE(plants_of(run).empty());
  run.options["plant"] = to_text({{"s/w/a", 1.05}, {"s/w/b/size:1", 2}});
  EXPECT_EQ(plants_of(run), (plants{{"s/w/a", 1.05}, {"s/w/b/size:1", 2}}));
  run.options["plant"] = "nonsense";
  EXPECT_EQ(plants_of(run).size(), 1u);  // it must not pass for an honest run
  for (const char* bad : {"s/w/a", "s/w/a=", "s/w/a=fast", "s/w/a=0.9", "s/w/a=nan", "s/w/b=1.1"}) {
    EXPECT_THROW((void)parse_plants({bad}, curves), bad_input) << bad;
  }
}

}  // namespace
}  // namespace contend::driver
