// One thread inserts a key by update(), again and again; another looks it up. Prints how often it
// found the key with a value that nobody gave it; ends with 1 if ever. See docs/known-defects.md.
#include <cds/container/feldman_hashmap_hp.h>
#include <cds/init.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <thread>

namespace {

struct traits : cds::container::feldman_hashmap::traits {
  struct hash {
    std::size_t operator()(std::uint64_t k) const noexcept { return k; }
  };
};
using map = cds::container::FeldmanHashMap<cds::gc::HP, std::uint64_t, std::uint64_t, traits>;

}  // namespace

int main() {
  cds::Initialize();
  std::uint64_t unfilled = 0;
  {
    cds::gc::HP pointers;
    cds::threading::Manager::attachThread();
    {
      map table;
      std::atomic<bool> done{false};
      std::jthread reader([&] {
        cds::threading::Manager::attachThread();
        while (!done.load()) {
          table.find(5, [&](map::value_type& at) {
            unfilled += __atomic_load_n(&at.second, __ATOMIC_ACQUIRE) != 7;
          });
        }
        cds::threading::Manager::detachThread();
      });
      for (int i = 0; i < 2000000; ++i) {
        table.update(5, [](map::value_type& at, map::value_type*) {
          __atomic_store_n(&at.second, 7, __ATOMIC_RELEASE);
        });
      }
      done = true;
      reader.join();
    }
    cds::threading::Manager::detachThread();
  }
  cds::Terminate();
  std::printf("%llu lookups found a value that nobody gave\n",
              static_cast<unsigned long long>(unfilled));
  return unfilled != 0;
}
