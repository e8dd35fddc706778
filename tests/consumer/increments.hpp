// A load of one's own, as docs/adding-a-workload.md shows it: a counter behind a lock.
#pragma once

#include <contend/load/workload.hpp>

#include <mutex>

struct mutexed_counter {
  static constexpr contend::subject_info info{
      .name = "mutexed", .title = "a counter behind std::mutex", .source = "this file"};
  void add() {
    const std::lock_guard hold(lock);
    ++value;
  }
  std::mutex lock;
  std::uint64_t value = 0;
};

template <class C>
class increments {
 public:
  using subject = C;
  static constexpr std::string_view name = "increments";
  static constexpr contend::card about{.title = "One counter for all",
                                       .operation = "add one",
                                       .models = "a statistics counter nobody thought about",
                                       .frees = "nobody",
                                       .exposes = "what a lock costs when all want it",
                                       .not_for = "sharded counters",
                                       .source = "this file"};

  explicit increments(const contend::setting&) {}

  class worker {
   public:
    worker(increments& load, const contend::seat&) : _load(load) {}
    contend::tally step(std::uint32_t rounds) {
      for (std::uint32_t i = 0; i < rounds; ++i) _load._counter.add();
      _done += rounds;
      return contend::tally::all(rounds);
    }
    ~worker() {
      const std::lock_guard hold(_load._book);
      _load._expected += _done;
    }

   private:
    increments& _load;
    std::uint64_t _done = 0;
  };

  contend::complaint verify() {
    if (_counter.value == _expected) return std::nullopt;
    return "counted " + std::to_string(_counter.value) + ", expected " + std::to_string(_expected);
  }

 private:
  C _counter;
  std::mutex _book;
  std::uint64_t _expected = 0;
};
