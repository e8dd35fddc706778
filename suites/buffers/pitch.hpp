// Each worker counts in a slot of its own of one shared buffer: false sharing, by how far apart the
// slots are.
#pragma once

#include "../refcount/checked.hpp"
#include "pitch_stores.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/load/workload.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace contend::suites {

/// Parameter: `pitch`, bytes from one worker's slot to the next: a multiple of 8, 8 to 4096. The
/// first slot begins a page.
template <slot_store S>
class pitch {
 public:
  using subject = S;
  static constexpr std::string_view name = "pitch";
  static constexpr card about{
      .title = "Slots of one buffer, this far apart",
      .operation = "one count in the worker's own slot of 8 bytes",
      .models =
          "per-thread counters, flags and ring indices that lie in one array: nothing is shared "
          "but the line that they lie on",
      .frees = "nothing",
      .exposes =
          "the cache line: below it, neighbours' stores take it from each other; above it, they "
          "are alone, but for what a prefetcher fetches beside (Intel pulls lines in pairs: 128)",
      .not_for =
          "data that is really shared (control/counters). Two threads on one core's two siblings "
          "share its first-level cache, and no line moves at any pitch",
      .source =
          "Bolosky, Scott, False Sharing and its Effect on Shared Memory Performance, SEDMS 1993; "
          "Intel's optimization manual",
      .breaks = "every way of storing, below the line; atomic additions most, which wait for it",
  };

  explicit pitch(const setting& s)
      : _stride(words_of(s.params)),
        _pages((_stride * s.threads + page_words - 1) / page_words),
        _counted(s.threads) {}

  class worker {
   public:
    worker(pitch& load, const seat& s) : _load(load), _index(s.index), _slot(&load.slot(s.index)) {}
    ~worker() { *_load._counted[_index] = _count; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      std::uint64_t& slot = *_slot;
      std::uint64_t n = _count;
      for (std::uint32_t i = 0; i < rounds; ++i) S::count(slot, ++n);
      _count = n;
      return tally::all(rounds);
    }

   private:
    pitch& _load;
    unsigned _index;
    std::uint64_t* _slot;
    std::uint64_t _count = 0;
  };

  /// Each slot says what its worker counted, and all other words are still zero.
  complaint verify() {
    for (unsigned i = 0; i < _counted.size(); ++i) {
      const std::uint64_t found = slot(i);
      if (found != *_counted[i]) {
        return "slot " + std::to_string(i) + " says " + std::to_string(found) +
               ", its worker counted " + std::to_string(*_counted[i]);
      }
      slot(i) = 0;
    }
    for (const page& p : _pages) {
      for (const std::uint64_t word : p.words) {
        if (word != 0) return "a word was written that is nobody's slot";
      }
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t page_bytes = 4096, page_words = page_bytes / sizeof(std::uint64_t);
  struct alignas(page_bytes) page {
    std::array<std::uint64_t, page_words> words{};
  };

  static std::size_t words_of(const parameters& p) {
    const std::uint64_t bytes = in_range(name, p, "pitch", sizeof(std::uint64_t), page_bytes);
    if (bytes % sizeof(std::uint64_t) != 0) {
      throw std::invalid_argument("pitch: pitch must be a multiple of 8, not " +
                                  std::to_string(bytes));
    }
    return bytes / sizeof(std::uint64_t);
  }
  std::uint64_t& slot(unsigned i) noexcept {
    const std::size_t at = _stride * i;
    return _pages[at / page_words].words[at % page_words];
  }

  std::size_t _stride;  // words
  std::vector<page> _pages;
  std::vector<padded<std::uint64_t>> _counted;
};

}  // namespace contend::suites
