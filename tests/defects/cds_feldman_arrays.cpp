// One thread fills a map and destroys it. AddressSanitizer says what is wrong about the arrays that
// it frees. See docs/known-defects.md.
#include <cds/container/feldman_hashmap_hp.h>
#include <cds/init.h>

#include <cstdint>
#include <cstdio>

namespace {

struct traits : cds::container::feldman_hashmap::traits {
  struct hash {
    std::size_t operator()(std::uint64_t k) const noexcept { return k << 8; }
  };
};

}  // namespace

int main() {
  cds::Initialize();
  {
    cds::gc::HP pointers;
    cds::threading::Manager::attachThread();
    {
      cds::container::FeldmanHashMap<cds::gc::HP, std::uint64_t, std::uint64_t, traits> table;
      for (std::uint64_t k = 0; k < 100; ++k) table.insert(k, k);
    }
    cds::threading::Manager::detachThread();
  }
  cds::Terminate();
  std::puts("nothing was said");
}
