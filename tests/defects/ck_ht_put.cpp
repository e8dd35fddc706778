// One thread: random ck_ht_put_spmc() and ck_ht_remove_spmc() on a hundred keys. Prints the first
// put that added a key which was there; ends with 1 if there is one. See docs/known-defects.md.
extern "C" {
#include <ck_ht.h>
}

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

namespace {
void* allocate(std::size_t bytes) { return std::malloc(bytes); }
void release(void* at, std::size_t, bool) { std::free(at); }
}  // namespace

int main() {
  ck_malloc memory{&allocate, nullptr, &release};
  ck_ht_t table;
  ck_ht_init(&table, CK_HT_MODE_DIRECT, nullptr, &memory, 1024, 1);
  std::set<std::uintptr_t> there;
  std::mt19937_64 random(1);
  for (long i = 0; i < 100000; ++i) {
    const std::uintptr_t key = 1 + random() % 100;
    ck_ht_hash_t hash;
    ck_ht_entry_t entry;
    ck_ht_hash_direct(&hash, &table, key);
    ck_ht_entry_set_direct(&entry, hash, key, key);
    if (random() % 2 == 0) {
      ck_ht_remove_spmc(&table, hash, &entry);
      there.erase(key);
    } else if (ck_ht_put_spmc(&table, hash, &entry) != there.insert(key).second) {
      std::printf(
          "operation %ld: put of key %lu, which was there, succeeded; %lu entries of %zu keys\n", i,
          static_cast<unsigned long>(key), static_cast<unsigned long>(ck_ht_count(&table)),
          there.size());
      return 1;
    }
  }
  std::puts("no put added a key that was there");
}
