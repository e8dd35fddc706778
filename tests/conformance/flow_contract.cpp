// Whatever its recipe, the generator allocates and frees as it says, and loses nothing.
#include "drive.hpp"

#include <contend/adapter/alloc/process_malloc.hpp>
#include <suites/frees/flow.hpp>
#include <suites/frees/recipes.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace contend::suites {
namespace {

using load_under_test = flow<adapter::process_malloc>;

harness::stress_result run(const recipe& how, unsigned threads, std::uint64_t rounds = 40) {
  const auto build = [&](const setting& s) -> std::unique_ptr<load> {
    return std::make_unique<load_of<load_under_test>>(s, how);
  };
  return harness::stress(build, {.threads = threads, .rounds = rounds, .perturb = true});
}

double metric_of(const harness::stress_result& r, std::string_view name) {
  for (const metric& m : r.metrics) {
    if (m.name == name) return m.value;
  }
  return -1;
}

TEST(flow, loses_nothing_under_any_named_recipe) {
  std::set<std::string_view> names;
  for (const auto recipes : {own_frees(), foreign_frees()}) {
    for (const named_recipe& r : recipes) {
      EXPECT_TRUE(names.insert(r.name).second) << r.name;
      for (const unsigned threads : {1u, 2u, 5u}) {
        const auto done = run(r.how, threads, 16);
        EXPECT_EQ(done.wrong, std::nullopt) << r.name << " at " << threads << ": " << *done.wrong;
        EXPECT_GT(done.total.succeeded, 0u) << r.name << " at " << threads;
        EXPECT_EQ(metric_of(done, "allocations"), metric_of(done, "frees")) << r.name;
      }
    }
  }
}

/// The workers take turns on one thread: who frees what then follows from the recipe alone, and not
/// from who gets a CPU.
double foreign_share_by_turns(const recipe& how, unsigned threads) {
  load_under_test load({.threads = threads, .params = {}, .seed = 1}, how);
  std::vector<std::unique_ptr<load_under_test::worker>> crew;
  for (unsigned i = 0; i < threads; ++i) {
    crew.push_back(std::make_unique<load_under_test::worker>(
        load, seat{.index = i, .threads = threads, .seed = i + 1}));
  }
  for (unsigned turn = 0; turn < 100; ++turn) {
    for (auto& w : crew) w->step(1);
  }
  for (auto& w : crew) w->settle();
  crew.clear();
  EXPECT_EQ(load.verify(), std::nullopt);
  for (const metric& m : load.metrics()) {
    if (m.name == "foreign_free_share") return m.value;
  }
  return -1;
}

TEST(flow, frees_where_its_topology_says) {
  const auto share = foreign_share_by_turns;
  EXPECT_EQ(share({.way = topology::self, .live = 100}, 4), 0);
  EXPECT_EQ(share({.way = topology::ring}, 4), 1);
  EXPECT_EQ(share({.way = topology::ring}, 1), 0);
  // Two hops of two: back to the maker, but for what is still on its first hop at the end.
  EXPECT_LT(share({.way = topology::ring, .hops = 2}, 2), 0.1);
  EXPECT_GT(share({.way = topology::ring, .hops = 3}, 2), 0.9);
  EXPECT_EQ(share({.way = topology::random}, 5), 1);
  // All but the one block that a freer once had.
  const recipe pairs{.way = topology::pairs, .freer = freer_state::allocated_once};
  EXPECT_GT(share(pairs, 4), 0.99);
  const recipe reclaimed{.way = topology::fan_in, .freer = freer_state::never};
  EXPECT_EQ(share(reclaimed, 4), 1);
}

TEST(flow, lets_only_some_allocate_where_it_says) {
  const auto busy = [](topology way) {
    const recipe how{.way = way, .freer = freer_state::never};
    unsigned makers_seen = 0;
    routes<> r(how, 5);
    for (unsigned i = 0; i < 5; ++i) makers_seen += r.of(i).makes ? 1 : 0;
    EXPECT_EQ(makers_seen, makers(way, 5));
    return makers_seen;
  };
  EXPECT_EQ(busy(topology::pairs), 3u);
  EXPECT_EQ(busy(topology::fan_out), 1u);
  EXPECT_EQ(busy(topology::fan_in), 4u);
  EXPECT_EQ(busy(topology::random), 5u);
}

TEST(flow, of_many_threads_has_links_that_fit_into_memory) {
  routes<> r({.way = topology::random, .batch = 4096}, 128);
  EXPECT_LE(r.links().size() * routes<>::depth * 4096 * sizeof(block), std::size_t{128} << 20);
  for (unsigned i = 0; i < 128; ++i) {
    EXPECT_FALSE(r.of(i).out.empty());
    EXPECT_FALSE(r.of(i).arrivals.empty());
  }
}

TEST(flow, holds_what_a_memory_run_asks_for_however_many_threads_there_are) {
  constexpr std::uint64_t asked = 1u << 20;
  for (const topology way : {topology::self, topology::ring, topology::fan_in, topology::relay,
                             topology::exchange, topology::pairs}) {
    for (const unsigned threads : {1u, 3u}) {
      load_under_test load({.threads = threads, .params = {}, .seed = 1, .live_bytes = asked},
                           {.way = way, .batch = 16, .size = "256"});
      std::vector<std::unique_ptr<load_under_test::worker>> crew;
      for (unsigned i = 0; i < threads; ++i) {
        crew.push_back(std::make_unique<load_under_test::worker>(
            load, seat{.index = i, .threads = threads, .seed = i + 1}));
      }
      std::uint64_t most = 0;  // a relay's set is freed before it is made anew
      for (unsigned round = 0; round < 600; ++round) {
        for (auto& w : crew) w->step(1);
        most = std::max(most, load.live_bytes());
      }
      EXPECT_NEAR(static_cast<double>(most), asked, asked * 0.2)
          << static_cast<int>(way) << " at " << threads;
      for (auto& w : crew) w->settle();
      EXPECT_EQ(load.live_bytes(), 0u);
      crew.clear();
      EXPECT_EQ(load.verify(), std::nullopt);
    }
  }
}

TEST(flow, samples_how_long_calls_take) {
  const auto r = run({.way = topology::self, .owner = owner_state::exited, .life = 16}, 2, 64);
  for (const char* name : {"allocate_p50", "free_p50", "first_allocate_p50", "thread_exit_p50"}) {
    EXPECT_GT(metric_of(r, name), 0) << name;
  }
}

std::string refusal_of(const recipe& how) {
  try {
    check(how);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return {};
}

TEST(recipe, that_contradicts_itself_is_refused) {
  EXPECT_EQ(refusal_of({}), "");
  EXPECT_NE(refusal_of({.batch = 0}), "");
  EXPECT_NE(refusal_of({.way = topology::pairs, .hops = 2}).find("hops"), std::string::npos);
  EXPECT_NE(refusal_of({.freer = freer_state::never}).find("freer:never"), std::string::npos);
  const recipe blind{.way = topology::exchange, .touch = touching::none};
  EXPECT_NE(refusal_of(blind).find("touch:none"), std::string::npos);
}

TEST(recipe, is_read_from_parameters) {
  const auto with = [](const std::string& name, const std::string& value) {
    parameter_list list{{"topology", "ring"}, {"hops", "2"},     {"batch", "8"},
                        {"live", "10"},       {"order", "lifo"}, {"freer", "allocates"},
                        {"owner", "idle"},    {"size", "fleet"}, {"touch", "all"}};
    for (auto& p : list) {
      if (p.first == name) p.second = value;
    }
    return recipe_from(parameters(list));
  };
  const recipe r = with("", "");
  EXPECT_EQ(r.way, topology::ring);
  EXPECT_EQ(r.hops, 2u);
  EXPECT_EQ(r.order, free_order::lifo);
  EXPECT_EQ(r.owner, owner_state::idle);
  EXPECT_EQ(r.touch, touching::all);
  EXPECT_THROW(with("topology", "star"), std::invalid_argument);
  EXPECT_THROW(with("batch", "0"), std::invalid_argument);
  EXPECT_THROW(with("batch", "5000"), std::invalid_argument);
  EXPECT_THROW(with("live", "-1"), std::invalid_argument);
  EXPECT_THROW(with("touch", "twice"), std::invalid_argument);
}

}  // namespace
}  // namespace contend::suites
