// Published settings, and the questions of the family.
#include "plugs.hpp"

namespace contend::suites {
namespace {

ratio_question::row row(std::string label, std::string workload, std::string tail) {
  return {std::move(label), "containers/" + std::move(workload), std::move(tail)};
}

preset own_map_preset() {
  return {
      .name = container_presets::own_map,
      .title = "How our own map compares with every other, mostly read",
      .source = "98 % lookups on tables that fit a cache and that do not, uniform and skewed",
      .threads = {},
      .ratios = {{.title = "Against our own map",
                  .about = "Rates as a multiple of line_map's: below 1 it is ahead.",
                  .reference = "line_map",
                  .rows = {row("10 k, uniform", "map_mix", "/read:98/skew:0/size:10000"),
                           row("10 k, zipf 0.99", "map_mix", "/read:98/skew:0.99/size:10000"),
                           row("1 M, uniform", "map_mix", "/read:98/skew:0/size:1000000"),
                           row("1 M, zipf 0.99", "map_mix", "/read:98/skew:0.99/size:1000000")}}},
      .crossings = {}};
}

preset hot_key_preset() {
  return {
      .name = container_presets::hot_key,
      .title = "What it costs to look a key up through a write lock",
      .source =
          "parlayhash's adapters for oneTBB (accessor) and Boost (visit on a map that is "
          "not const), against const_accessor and cvisit",
      .threads = {},
      .ratios = {{.title = "Shared against exclusive lookups",
                  .about = "Rates through a const_accessor (a reader's lock on the element) as a "
                           "multiple of those through an accessor (a writer's).",
                  .reference = "tbb_concurrent_hash_map_exclusive",
                  .rows = {row("one hot key", "map_hot_key", "/read:100/skew:0/size:1000/keys:hot"),
                           row("uniform", "map_intern", "/read:100/skew:0/size:100000")}}},
      .crossings = {}};
}

}  // namespace

void ask_containers(catalog& c) {
  using namespace container_presets;
  c.add(preset{.name = parlayhash,
               .title = "parlayhash: a map of integers, 5 and 50 % updates, uniform and zipf 0.99",
               .source =
                   "cmuparlay/parlayhash, benchmarks: n of 10^4 and 10^7 in a universe of 2n, "
                   "half present; a set of integers with 10 % updates. Its default values, "
                   "not its -full",
               .threads = {},
               .ratios = {},
               .crossings = {}});
  c.add(preset{.name = boost_load,
               .title = "Boost's parallel load: counters in a map that grows, and lookups",
               .source =
                   "boost_unordered_benchmarks, parallel_load.cpp: 500000 keys, 10 % "
                   "emplace_or_visit, 45 % successful and 45 % unsuccessful lookups, zipf "
                   "0.01, 0.5 and 0.99 with the rank as the key. There 10 operations a key end "
                   "the run, so that growth weighs more",
               .threads = {},
               .ratios = {},
               .crossings = {}});
  c.add(preset{.name = conc_map_bench,
               .title = "conc-map-bench: ReadHeavy, Exchange and RapidGrow",
               .source = "xacrimon/conc-map-bench on jonhoo/bustle: private keys; 98/1/1, "
                         "10/40/40/10 and 5/80/5/10 % lookups, insertions, erasures, updates. Here "
                         "10^6 elements in place of 2^25, and half of the keys present in place of "
                         "three quarters",
               .threads = {},
               .ratios = {},
               .crossings = {}});
  c.add(preset{.name = libcuckoo,
               .title = "libcuckoo's universal benchmark: lookups, half and half, insertions",
               .source =
                   "efficient/libcuckoo, tests/universal-benchmark: private keys, every answer "
                   "known. Three of its mixes, for 10^6 elements",
               .threads = {},
               .ratios = {},
               .crossings = {}});
  c.add(preset{.name = setbench,
               .title = "setbench: a set of 10^5 keys, 10 % insertions and 10 % erasures",
               .source =
                   "setbench's microbenchmark at its defaults: -k 100000 -i 10 -d 10, half of "
                   "the keys present",
               .threads = {},
               .ratios = {},
               .crossings = {}});
  c.add(own_map_preset());
  c.add(hot_key_preset());
}

}  // namespace contend::suites
