// One counting load on three layouts of its counters: shared by all, apart, and side by side on
// one line. The difference between any two of them is the cache coherence protocol.
#pragma once

#include "account.hpp"

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <array>
#include <memory>

namespace contend::suites {

struct fetch_add {
  static constexpr subject_info info{
      .name = "fetch_add",
      .title = "std::atomic<uint64_t>::fetch_add, relaxed",
      .source = "C++20 [atomics.types.int]",
      .progress = progress::wait_free,
  };
};

/// Where worker i's counter is.
enum class counter_layout { one_for_all, padded, one_line };

template <counter_layout Layout>
class counters {
 public:
  using subject = fetch_add;
  static constexpr std::string_view name = [] {
    switch (Layout) {
      case counter_layout::one_for_all: return "hot_atomic";
      case counter_layout::padded: return "padded_atomic";
      case counter_layout::one_line: return "false_sharing";
    }
  }();
  static constexpr card about = [] {
    card c{
        .title = "One hot atomic",
        .operation = "one relaxed fetch_add of a 64-bit counter",
        .models = "a global statistic, a ticket, the count of an object that everybody uses",
        .frees = "nobody: nothing is allocated",
        .exposes = "true sharing: the line travels for every operation",
        .not_for = "ranking designs: it is a known cause with a known effect",
        .source = "the synthetic single-cause kernel of its cause",
    };
    if (Layout == counter_layout::padded) {
      c.title = "Atomics apart";
      c.models = "per-thread statistics, laid out as they should be";
      c.exposes = "nothing: it is the ceiling for the other two layouts";
    } else if (Layout == counter_layout::one_line) {
      c.title = "Falsely shared atomics";
      c.operation =
          "one relaxed fetch_add of the thread's own 64-bit counter; counters are 8 "
          "bytes apart, so eight threads share a line";
      c.models = "per-thread statistics in a plain array";
      c.exposes = "false sharing: no variable is shared, the line travels all the same";
    }
    return c;
  }();

  explicit counters(const setting& s)
      : _lines(std::make_unique<line[]>(lines_for(s.threads))), _used(lines_for(s.threads)) {}

  class worker {
   public:
    worker(counters& load, const seat& s) : _load(load), _mine(load.counter_of(s.index)) {}
    ~worker() { _load._reported.add(_done); }

    tally step(std::uint32_t rounds) {
      for (std::uint32_t i = 0; i < rounds; ++i) {
        // Relaxed: the sum alone matters; it is read after the workers were joined.
        _mine.fetch_add(1, memory_order_relaxed);
      }
      _done += rounds;
      return tally::all(rounds);
    }

   private:
    counters& _load;
    atomic<std::uint64_t>& _mine;
    std::uint64_t _done = 0;
  };

  complaint verify() {
    std::uint64_t sum = 0;
    for (unsigned i = 0; i < _used; ++i) {
      // Relaxed: the workers are gone.
      for (auto& count : _lines[i].count) sum += count.load(memory_order_relaxed);
    }
    return _reported.compare("sum of the counters", sum);
  }

 private:
  static constexpr unsigned a_line =
      Layout == counter_layout::one_line ? cache_line / sizeof(atomic<std::uint64_t>) : 1;
  struct alignas(no_share) line {
    std::array<atomic<std::uint64_t>, a_line> count{};
  };

  static constexpr unsigned lines_for(unsigned threads) noexcept {
    return Layout == counter_layout::one_for_all ? 1 : (threads + a_line - 1) / a_line;
  }
  atomic<std::uint64_t>& counter_of(unsigned index) noexcept {
    if (Layout == counter_layout::one_for_all) index = 0;
    return _lines[index / a_line].count[index % a_line];
  }

  std::unique_ptr<line[]> _lines;
  unsigned _used;
  account _reported;
};

using hot_atomic = counters<counter_layout::one_for_all>;
using padded_atomic = counters<counter_layout::padded>;
using false_sharing = counters<counter_layout::one_line>;

}  // namespace contend::suites
