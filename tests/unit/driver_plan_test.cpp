// What a sweep visits, and in which order.
#include <contend/core/bad_input.hpp>
#include <contend/driver/child.hpp>
#include <contend/driver/durations.hpp>
#include <contend/driver/plan.hpp>
#include <contend/driver/self_check.hpp>
#include <contend/driver/thread_list.hpp>

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace contend::driver {
namespace {

struct any_subject {
  static constexpr subject_info info{.name = "any", .title = "t", .source = "s"};
};
struct malloc_subject {
  static constexpr subject_info info{
      .name = "malloc", .title = "t", .source = "s", .process_malloc = true};
};

template <class S>
struct idle {
  using subject = S;
  static constexpr std::string_view name = "idle";
  static constexpr card about{};
  explicit idle(const setting&) {}
  struct worker {
    worker(idle&, const seat&) {}
    tally step(std::uint32_t n) { return tally::all(n); }
  };
  complaint verify() { return {}; }
};

struct pair_only : idle<any_subject> {
  using idle::idle;
  static constexpr std::string_view name = "pair_only";
  static constexpr unsigned min_threads = 2, max_threads = 2;
  struct worker : idle::worker {
    worker(pair_only& l, const seat& s) : idle::worker(l, s) {}
  };
};

catalog three() {
  catalog c;
  suite s(c, "test");
  s.add<idle<any_subject>>({{"size", {"1", "2"}}});
  s.add<idle<malloc_subject>>({{"size", {"1"}}});
  s.add<pair_only>();
  s.absent({"idle"}, "missing", "not installed");
  return c;
}

host::topology two_cpus() { return host::topology::of({{0, 0, 0, 0, 0}, {1, 1, 0, 0, 0}}); }

TEST(plan, threads_are_sorted_and_unique) {
  EXPECT_EQ(parse_threads("4,1,2,2", two_cpus()), (std::vector<unsigned>{1, 2, 4}));
  EXPECT_EQ(parse_threads("auto", two_cpus()), (std::vector<unsigned>{1, 2, 4}));
  for (const char* wrong : {"", "0", "-1", "1,", ",1", "1,2,x", "1 2", "4097", "99999999999999"}) {
    EXPECT_THROW((void)parse_threads(wrong, two_cpus()), bad_input) << wrong;
  }
}

TEST(plan, a_curve_has_the_threads_that_its_case_allows) {
  const catalog c = three();
  const auto curves = plan_curves(c.matching(""), {1, 2, 4}, {});
  ASSERT_EQ(curves.size(), 5u);
  EXPECT_EQ(curves[0].threads, (std::vector<unsigned>{1, 2, 4}));
  EXPECT_EQ(curves[3].threads, (std::vector<unsigned>{2}));
  EXPECT_EQ(curves[4].skipped, "not installed");
  const auto lonely = plan_curves(c.matching("pair_only"), {1, 4}, {});
  EXPECT_NE(lonely[0].skipped->find("2 threads only"), std::string::npos);
}

TEST(plan, an_allocator_takes_the_place_of_malloc_in_the_path) {
  const catalog c = three();
  const auto curves = plan_curves(c.matching("malloc"), {1}, {{"je", "libje.so"}});
  ASSERT_EQ(curves.size(), 2u);
  EXPECT_EQ(curves[0].name, "test/idle/malloc/size:1");
  EXPECT_EQ(curves[0].preload, "");
  EXPECT_EQ(curves[1].name, "test/idle/je/size:1");
  EXPECT_EQ(curves[1].case_name, "test/idle/malloc/size:1");
  EXPECT_EQ(curves[1].preload, "libje.so");
  EXPECT_THROW((void)plan_curves(c.matching("idle"), {1}, {{"malloc", "libje.so"}}), bad_input);
}

TEST(plan, a_block_visits_every_point_once_in_an_order_of_its_own) {
  const catalog c = three();
  const auto curves = plan_curves(c.matching(""), {1, 2, 3, 4, 6, 8}, {});
  const auto order = [&](unsigned block, std::uint64_t seed) {
    std::vector<std::pair<std::size_t, unsigned>> all;
    for (const visit& v : plan_block(curves, block, seed)) all.emplace_back(v.curve, v.threads);
    return all;
  };
  const auto first = order(0, 1);
  EXPECT_EQ(first.size(), 6u * 3 + 1);
  EXPECT_EQ(std::set(first.begin(), first.end()).size(), first.size());
  EXPECT_EQ(order(0, 1), first);
  EXPECT_NE(order(1, 1), first);
  EXPECT_NE(order(0, 2), first);
}

TEST(plan, threads_are_added_where_a_load_wants_them_and_its_case_allows_them) {
  const catalog c = three();
  auto curves = plan_curves(c.matching(""), {1, 2, 8}, {});
  EXPECT_EQ(load_of(curves[0]), "test/idle");
  EXPECT_EQ(add_threads(curves, {{"test/idle", {2, 5}}, {"test/pair_only", {5}}}), 3u);
  EXPECT_EQ(curves[0].threads, (std::vector<unsigned>{1, 2, 5, 8}));
  EXPECT_EQ(curves[3].threads, (std::vector<unsigned>{2}));
  EXPECT_TRUE(curves[4].threads.empty()) << "skipped";
  EXPECT_EQ(add_threads(curves, {{"test/idle", {2, 5}}}), 0u) << "once";
}

/// Tells its live bytes; a ceiling has none to tell.
template <class S>
struct holding : idle<S> {
  using idle<S>::idle;
  static constexpr std::string_view name = "holding";
  struct worker : idle<S>::worker {
    worker(holding& l, const seat& s) : idle<S>::worker(l, s) {}
  };
  std::uint64_t live_bytes() const { return 0; }
};
struct no_subject {
  static constexpr subject_info info{.name = "none", .title = "t", .source = "s", .ceiling = true};
};

TEST(plan, a_memory_run_is_for_loads_that_tell_their_live_bytes) {
  catalog c = three();
  suite s(c, "test");
  s.add<holding<any_subject>>();
  s.add<holding<no_subject>>();
  const auto curves = plan_curves(c.matching(""), {1, 2}, {});
  unsigned timed = 0, memory = 0;
  for (const visit& v : plan_block(curves, 0, 1, {.timed = true, .footprint = true})) {
    ++(v.footprint ? memory : timed);
    if (v.footprint) {
      EXPECT_EQ(curves[v.curve].name, "test/holding/any");
    }
  }
  EXPECT_EQ(memory, 2u);
  EXPECT_EQ(timed, plan_block(curves, 0, 1).size());
  EXPECT_EQ(plan_block(curves, 0, 1, {.timed = false, .footprint = true}).size(), 2u);
  EXPECT_EQ(parse_footprint("3"), 3u);
  for (const char* wrong : {"", "x", "-1", "1.5", "1001"}) {
    EXPECT_THROW((void)parse_footprint(wrong), bad_input) << wrong;
  }
}

TEST(durations, are_read_as_people_type_them) {
  EXPECT_DOUBLE_EQ(parse_duration("--x", "20ms"), 0.020);
  EXPECT_DOUBLE_EQ(parse_duration("--x", "60s"), 60);
  EXPECT_DOUBLE_EQ(parse_duration("--x", "2m"), 120);
  EXPECT_DOUBLE_EQ(parse_duration("--x", "1.5h"), 5400);
  EXPECT_DOUBLE_EQ(parse_duration("--x", "3"), 3);
  for (const char* wrong : {"", "s", "-1s", "0", "1 s", "2d", "inf", "nan"}) {
    EXPECT_THROW((void)parse_duration("--x", wrong), bad_input) << wrong;
  }
  EXPECT_EQ(parse_bytes("--x", "512M"), 512u << 20);
  EXPECT_EQ(parse_bytes("--x", "2GiB"), 2ull << 30);
  for (const char* wrong : {"", "M", "-1", "1T", "1Mx", "9e30"}) {
    EXPECT_THROW((void)parse_bytes("--x", wrong), bad_input) << wrong;
  }
  EXPECT_EQ(clock_time(75), "1:15");
  EXPECT_EQ(clock_time(3661), "1:01:01");
}

TEST(child, an_end_is_a_typed_status) {
  child_result r;
  EXPECT_EQ(r.status(), "ok");
  r.code = 2;
  r.note = "no such thing";
  EXPECT_EQ(r.status(), "failed: exit 2: no such thing");
  r.how = child_result::end::signalled;
  r.code = 11;
  EXPECT_EQ(r.status(), "crashed: SIGSEGV");
  r.how = child_result::end::timed_out;
  EXPECT_EQ(r.status(), "timeout");
  r.how = child_result::end::out_of_memory;
  EXPECT_EQ(r.status(), "oom");
}

TEST(self_check, passes_only_what_was_seen_and_agrees) {
  const truth within{0.97, 1.03};
  EXPECT_EQ(judge({{1.00, 1.01, 0.99, 1.00, 1.00}, 0}, within), finding::pass);
  EXPECT_EQ(judge({{0.90, 0.91, 0.90, 0.89, 0.90}, 0}, within), finding::fail);
  EXPECT_EQ(judge({{1.10, 1.11, 1.10, 1.09, 1.10}, 0}, within), finding::fail);
  EXPECT_EQ(judge({{1.00, 1.20, 0.80, 1.00, 1.30}, 0}, within), finding::too_noisy);
  EXPECT_EQ(judge({{1.00, 1.00, 1.00, 1.00}, 0}, within), finding::too_noisy);
  EXPECT_EQ(judge({{1.00, 1.01, 0.99, 1.00, 1.00}, 0.3}, within), finding::too_noisy);
  EXPECT_EQ(judge({}, within), finding::too_noisy);
  const truth bounded{0, 1.02};
  EXPECT_EQ(judge({{0.95, 0.96, 0.95, 0.94, 0.95}, 0}, bounded), finding::pass);
  EXPECT_EQ(judge({{1.50, 1.51, 1.50, 1.49, 1.50}, 0}, bounded), finding::fail);
}

}  // namespace
}  // namespace contend::driver
