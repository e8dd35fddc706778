// All workers count under one lock: the serial fraction is known to be nearly one.
#pragma once

#include "account.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/model/lock/spin_lock.hpp>

#include <mutex>

namespace contend::suites {

struct std_mutex {
  static constexpr subject_info info{
      .name = "std_mutex",
      .title = "std::mutex (a futex on Linux)",
      .source = "C++20 [thread.mutex.class]",
      .progress = progress::blocking,
  };
  static constexpr std::string_view workload = "mutex";
  static constexpr std::string_view exposes =
      "a blocking lock: threads sleep in the kernel, voluntary switches rise, throughput plateaus";
  using lock = std::mutex;
};

struct ttas {
  static constexpr subject_info info{
      .name = "ttas",
      .title = "test-and-test-and-set spin lock with back-off, then yield",
      .source = "Rudolph, Segall, ISCA 1984",
      .progress = progress::blocking,
  };
  static constexpr std::string_view workload = "spin_lock";
  static constexpr std::string_view exposes =
      "a spinning lock: full CPU use, throughput falls, and collapses when the holder is preempted";
  using lock = model::spin_lock;
};

template <class L>
class locked_counter {
 public:
  using subject = L;
  static constexpr std::string_view name = L::workload;
  static constexpr card about{
      .title = "A counter under one lock",
      .operation = "lock, add one to a plain counter, unlock",
      .models = "the shortest useful critical section",
      .frees = "nobody: nothing is allocated",
      .exposes = L::exposes,
      .not_for = "choosing a lock: real critical sections are longer and less frequent",
      .source = "the synthetic single-cause kernel of its cause",
  };

  explicit locked_counter(const setting&) {}

  class worker {
   public:
    worker(locked_counter& load, const seat&) : _load(load) {}
    ~worker() { _load._reported.add(_done); }

    tally step(std::uint32_t rounds) {
      guarded& g = *_load._guarded;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::lock_guard held(g.lock);
        ++g.count;
      }
      _done += rounds;
      return tally::all(rounds);
    }

   private:
    locked_counter& _load;
    std::uint64_t _done = 0;
  };

  complaint verify() { return _reported.compare("the counter", _guarded->count); }

 private:
  // Lock and counter on one line, as in most programs.
  struct guarded {
    typename L::lock lock;
    std::uint64_t count = 0;
  };

  padded<guarded> _guarded;
  account _reported;
};

}  // namespace contend::suites
