// Edge: insert and find of tbb::concurrent_hash_map through its accessors, with std::allocator
// for the reason in tbb_queue.cpp. Values are plain; the accessor is all that protects them.
#include "probe.hpp"

#include <tbb/concurrent_hash_map.h>
#include <memory>
#include <thread>
#include <vector>

int main() {
  using map = tbb::concurrent_hash_map<int, long, tbb::tbb_hash_compare<int>,
                                       std::allocator<std::pair<const int, long>>>;
  map counts;
  constexpr int threads = 4, rounds = 1000, keys = 16;
  std::vector<std::thread> team;
  for (int t = 0; t < threads; ++t) {
    team.emplace_back([&, t] {
      for (int i = 0; i < rounds; ++i) {
        map::accessor at;
        counts.insert(at, (i + t) % keys);
        ++at->second;
        if (i % 64 == 63) {
          at.release();
          // Nodes must be recycled, or a missing edge would not show.
          counts.erase(keys + t);
          counts.insert({keys + t, i});
        }
      }
    });
  }
  for (auto& thread : team) thread.join();
  long sum = 0;
  for (int k = 0; k < keys; ++k) {
    map::const_accessor at;
    require(counts.find(at, k), "a key was lost");
    sum += at->second;
  }
  require(sum == long{threads} * rounds, "an update was lost");
}
