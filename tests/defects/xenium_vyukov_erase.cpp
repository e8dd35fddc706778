// One thread: erases a key that is not there, in a bucket that is not empty. Crashes if the library
// takes a guard that holds nothing for one that does. See docs/known-defects.md.
#include <xenium/reclamation/generic_epoch_based.hpp>
#include <xenium/vyukov_hash_map.hpp>

#include <cstdint>
#include <cstdio>
#include <string>

int main() {
  xenium::vyukov_hash_map<std::uint64_t, std::string,
                          xenium::policy::reclaimer<xenium::reclamation::epoch_based<>>>
      map(8);
  for (std::uint64_t k = 0; k < 8; ++k) map.emplace(k, "value");
  std::printf("erased: %d\n", map.erase(1000));
}
