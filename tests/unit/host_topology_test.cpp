// Machines on paper: how many threads to run, and where.
#include <contend/host/placement.hpp>
#include <contend/host/plan_threads.hpp>
#include <contend/host/topology.hpp>

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace {

using namespace contend::host;
using numbers = std::vector<unsigned>;
using ids = std::vector<int>;

/// As Linux numbers them: the first hardware threads of all cores, then their siblings.
topology machine(int packages, int cores_each, int threads_each, double quota = 0,
                 int nodes_each = 1) {
  std::vector<cpu> cpus;
  const int cores = packages * cores_each;
  for (int id = 0; id < cores * threads_each; ++id) {
    const int core = id % cores, package = core / cores_each;
    const int node = core % cores_each * nodes_each / cores_each;
    cpus.push_back(
        {.id = id, .core = core, .package = package, .numa = package * nodes_each + node});
  }
  return topology::of(cpus, quota);
}

TEST(topology, counts_what_it_is_made_of) {
  const topology big = machine(2, 32, 2);
  EXPECT_EQ(big.cpus.size(), 128u);
  EXPECT_EQ(big.cores, 64u);
  EXPECT_EQ(big.packages, 2u);
  EXPECT_EQ(big.numa_nodes, 2u);
  EXPECT_EQ(big.cpus[0].smt_rank, 0);
  EXPECT_EQ(big.cpus[64].smt_rank, 1);
}

TEST(topology, siblings_are_ranked_among_those_allowed) {
  // The mask leaves out core 0's first hardware thread.
  const topology t =
      topology::of({{.id = 3, .core = 1}, {.id = 2, .core = 0}, {.id = 1, .core = 1}});
  ASSERT_EQ(t.cpus.size(), 3u);
  EXPECT_EQ(t.cpus[0].id, 1);
  EXPECT_EQ(t.cpus[0].smt_rank, 0);
  EXPECT_EQ(t.cpus[1].smt_rank, 0);
  EXPECT_EQ(t.cpus[2].smt_rank, 1);
  EXPECT_EQ(t.cores, 2u);
}

TEST(topology, a_quota_bounds_the_threads_that_can_run) {
  EXPECT_EQ(machine(1, 8, 1).allowed(), 8u);
  EXPECT_EQ(machine(1, 8, 1, 3).allowed(), 3u);
  EXPECT_EQ(machine(1, 8, 1, 2.5).allowed(), 3u);
  EXPECT_EQ(machine(1, 8, 1, 0.1).allowed(), 1u);
  EXPECT_EQ(machine(1, 8, 1, 100).allowed(), 8u);
  EXPECT_EQ(machine(1, 8, 1, 1e300).allowed(), 8u);
  EXPECT_EQ(topology{}.allowed(), 1u);
}

TEST(topology, edges) {
  EXPECT_EQ(machine(1, 1, 1).edges(), (numbers{1}));
  EXPECT_EQ(machine(1, 2, 1).edges(), (numbers{2}));
  EXPECT_EQ(machine(1, 2, 2).edges(), (numbers{2, 4}));
  EXPECT_EQ(machine(2, 32, 2).edges(), (numbers{32, 64, 128}));
  EXPECT_EQ(machine(2, 32, 2, 48).edges(), (numbers{32}));
  EXPECT_EQ(topology{}.edges(), (numbers{1}));
}

TEST(plan_threads, of_machines_on_paper) {
  EXPECT_EQ(auto_threads(machine(1, 1, 1)), (numbers{1, 2}));
  EXPECT_EQ(auto_threads(machine(1, 2, 1)), (numbers{1, 2, 4}));
  EXPECT_EQ(auto_threads(machine(1, 4, 1)), (numbers{1, 2, 3, 4, 8}));
  EXPECT_EQ(auto_threads(machine(1, 2, 2)), (numbers{1, 2, 3, 4, 8}));
  EXPECT_EQ(auto_threads(machine(1, 16, 1)), (numbers{1, 2, 3, 4, 6, 8, 12, 16, 32}));
  EXPECT_EQ(auto_threads(machine(2, 32, 2)),
            (numbers{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256}));
  // Odd sizes get their edges: 7 cores of one socket, 14 cores, 28 hardware threads.
  EXPECT_EQ(auto_threads(machine(2, 7, 2)), (numbers{1, 2, 3, 4, 6, 7, 8, 12, 14, 16, 24, 28, 56}));
  EXPECT_EQ(auto_threads(machine(1, 16, 1, 2.5)), (numbers{1, 2, 3, 6}));
  EXPECT_EQ(auto_threads(machine(1, 16, 1, 0.5)), (numbers{1, 2}));
}

TEST(placement, names) {
  for (const auto p : {placement::compact, placement::scatter, placement::smt, placement::none}) {
    EXPECT_EQ(parse_placement(to_string(p)), p);
  }
  for (const char* wrong : {"", "Compact", "compact ", "numa"}) {
    EXPECT_EQ(parse_placement(wrong), std::nullopt) << wrong;
  }
}

// 2 sockets of 2 cores of 2 hardware threads: cores 0,1 | 2,3; siblings 4,5 | 6,7.
TEST(placement, policies) {
  const topology t = machine(2, 2, 2);
  EXPECT_EQ(place(t, placement::compact, 8), (ids{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(place(t, placement::scatter, 8), (ids{0, 2, 1, 3, 4, 6, 5, 7}));
  EXPECT_EQ(place(t, placement::smt, 8), (ids{0, 4, 1, 5, 2, 6, 3, 7}));
  EXPECT_EQ(place(t, placement::none, 3), (ids{-1, -1, -1}));
  EXPECT_EQ(place(t, placement::compact, 3), (ids{0, 1, 2}));
  EXPECT_EQ(place(t, placement::compact, 0), ids{});
}

TEST(placement, scatter_alternates_memory_nodes_within_a_socket) {
  // 2 sockets of 4 cores, each socket of 2 nodes: 0,1 / 2,3 | 4,5 / 6,7.
  EXPECT_EQ(place(machine(2, 4, 1, 0, 2), placement::scatter, 8), (ids{0, 4, 2, 6, 1, 5, 3, 7}));
  EXPECT_EQ(place(machine(1, 4, 1, 0, 2), placement::scatter, 4), (ids{0, 2, 1, 3}));
}

TEST(placement, uneven_sockets) {
  const topology t = topology::of({{.id = 0, .core = 0, .package = 0},
                                   {.id = 5, .core = 5, .package = 1},
                                   {.id = 6, .core = 6, .package = 1},
                                   {.id = 7, .core = 7, .package = 1}});
  EXPECT_EQ(place(t, placement::scatter, 4), (ids{0, 5, 6, 7}));
  EXPECT_EQ(t.edges(), (numbers{1, 4}));
}

TEST(placement, wraps_when_there_are_more_threads_than_cpus) {
  EXPECT_EQ(place(machine(1, 2, 1), placement::compact, 5), (ids{0, 1, 0, 1, 0}));
  EXPECT_EQ(place(topology{}, placement::compact, 2), (ids{-1, -1}));
}

TEST(placement, every_policy_uses_every_cpu_once) {
  const topology t = machine(2, 7, 2, 0, 3);
  for (const auto p : {placement::compact, placement::scatter, placement::smt}) {
    const auto cpus = place(t, p, 28);
    EXPECT_EQ(std::set<int>(cpus.begin(), cpus.end()).size(), 28u) << to_string(p);
  }
}

}  // namespace
