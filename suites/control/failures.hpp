// Controls that fail on purpose, each in one way: what the driver must report as a typed result
// while the rest of a run goes on. Hidden: they run only when a filter names them.
#pragma once

#include "account.hpp"

#include <contend/core/atomic.hpp>
#include <contend/core/escape.hpp>

#include <memory>
#include <vector>

namespace contend::suites {

/// The card of a control that fails: all but the title and the operation are the same.
constexpr card failing(std::string_view title, std::string_view operation,
                       std::string_view exposes) {
  return {
      .title = title,
      .operation = operation,
      .models = "a subject with a bug",
      .frees = "nobody",
      .exposes = exposes,
      .not_for = "timing: no number may come from it",
      .source = "this project",
  };
}

struct sigsegv {
  static constexpr subject_info info{
      .name = "sigsegv", .title = "a write through a null pointer", .source = "this project"};
};

class crash {
 public:
  using subject = sigsegv;
  static constexpr std::string_view name = "crash";
  static constexpr bool hidden = true;
  static constexpr card about =
      failing("Crash", "64 harmless steps, then a write through a null pointer",
              "a driver that loses the run, or its other points, with a crashing child");

  explicit crash(const setting&) {}

  class worker {
   public:
    worker(crash&, const seat&) {}
    tally step(std::uint32_t rounds) {
      if (++_steps > 64) {
        volatile int* nowhere = nullptr;
        opaque(nowhere);
        *nowhere = 1;
      }
      return tally::all(rounds);
    }

   private:
    unsigned _steps = 0;
  };

  complaint verify() { return "it did not crash"; }
};

struct sleeps {
  static constexpr subject_info info{
      .name = "sleep", .title = "a step that never returns", .source = "this project"};
};

class hang {
 public:
  using subject = sleeps;
  static constexpr std::string_view name = "hang";
  static constexpr bool hidden = true;
  static constexpr card about =
      failing("Hang", "64 harmless steps, then one that sleeps for ever",
              "a driver that waits for ever with it: the one deliberate breach of the rule that "
              "a step returns in bounded time");

  explicit hang(const setting&) {}

  class worker {
   public:
    worker(hang&, const seat&) {}
    tally step(std::uint32_t rounds) {
      if (++_steps > 64) sleep_for_ever();
      return tally::all(rounds);
    }

   private:
    [[noreturn]] static void sleep_for_ever();
    unsigned _steps = 0;
  };

  complaint verify() { return "it did not hang"; }
};

struct touch {
  static constexpr subject_info info{
      .name = "touch", .title = "memory touched and never given back", .source = "this project"};
};

class out_of_memory {
 public:
  using subject = touch;
  static constexpr std::string_view name = "out_of_memory";
  static constexpr bool hidden = true;
  static constexpr card about =
      failing("Out of memory", "allocate 1 MiB, touch each page of it, keep it",
              "a driver without a memory limit for its children, or one that takes a refused "
              "allocation for a result");

  /// Asks the kernel to end this process before any other, should the driver have set no limit.
  explicit out_of_memory(const setting&);

  class worker {
   public:
    worker(out_of_memory&, const seat&) {}
    /// Does not return, as hang's: a window would else end long before the memory does. Throws
    /// std::bad_alloc where a limit makes allocation fail; else it is ended from outside.
    tally step(std::uint32_t) {
      for (;;) {
        auto& block = _kept.emplace_back(std::make_unique<char[]>(1 << 20));
        escape(block.get());  // zeroed, so touched
      }
    }

   private:
    std::vector<std::unique_ptr<char[]>> _kept;
  };

  complaint verify() { return "it did not run out of memory"; }
};

struct lost_update {
  static constexpr subject_info info{.name = "lost_update",
                                     .title = "a counter that loses one in a step",
                                     .source = "this project"};
};

class failed_oracle {
 public:
  using subject = lost_update;
  static constexpr std::string_view name = "failed_oracle";
  static constexpr bool hidden = true;
  static constexpr card about =
      failing("Failed oracle", "add one to an atomic counter, but the last of each step is lost",
              "a driver that prints a throughput for a run whose oracle failed");

  explicit failed_oracle(const setting&) {}

  class worker {
   public:
    explicit worker(failed_oracle& load, const seat&) : _load(load) {}
    ~worker() { _load._reported.add(_done); }
    tally step(std::uint32_t rounds) {
      // Relaxed: the sum alone matters; it is read after the workers were joined.
      for (std::uint32_t i = 1; i < rounds; ++i) _load._count.fetch_add(1, memory_order_relaxed);
      _done += rounds;
      return tally::all(rounds);
    }

   private:
    failed_oracle& _load;
    std::uint64_t _done = 0;
  };

  complaint verify() {
    // Relaxed: the workers are gone.
    return _reported.compare("the counter", _count.load(memory_order_relaxed));
  }

 private:
  atomic<std::uint64_t> _count{0};
  account _reported;
};

}  // namespace contend::suites
