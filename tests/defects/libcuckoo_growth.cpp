// Lookups of keys that are there all the time, while another thread makes the table grow. Prints
// how many missed; ends with 1 if any did. See docs/known-defects.md.
#include <libcuckoo/cuckoohash_map.hh>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
  const int tables = argc > 1 ? std::atoi(argv[1]) : 200;
  constexpr std::uint64_t residents = 100, grown = 20000;
  std::uint64_t lookups = 0, missed = 0;
  for (int i = 0; i < tables; ++i) {
    libcuckoo::cuckoohash_map<std::uint64_t, std::uint64_t> table(4);
    for (std::uint64_t k = 0; k < residents; ++k) table.insert(k, k);
    std::atomic<bool> done{false};
    {
      std::jthread reader([&] {
        while (!done.load()) {
          for (std::uint64_t k = 0; k < residents; ++k) {
            std::uint64_t v = 0;
            ++lookups;
            missed += !table.find(k, v);
          }
        }
      });
      std::vector<std::jthread> writers;
      for (std::uint64_t w = 0; w < 2; ++w) {
        writers.emplace_back([&, w] {
          for (std::uint64_t k = residents + w; k < grown; k += 2) table.insert(k, k);
        });
      }
      writers.clear();
      done = true;
    }
  }
  std::printf("%llu of %llu lookups of keys that were there missed\n",
              static_cast<unsigned long long>(missed), static_cast<unsigned long long>(lookups));
  return missed != 0;
}
