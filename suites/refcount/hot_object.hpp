// Every worker counts the same object up and down: the worst that sharing can do to a count.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <utility>
#include <vector>

namespace contend::suites {

template <counted P>
class hot_object {
 public:
  using subject = P;
  static constexpr std::string_view name = "hot_object";
  static constexpr card about{
      .title = "One object, counted by everybody",
      .operation = "copy a reference to the one shared object and drop the copy",
      .models =
          "a module's global, a shared configuration, an interned type: read by every "
          "thread, each read a copy of the reference",
      .frees =
          "the controller drops the last reference after the run; worker 0 made the object "
          "and is its owner where a design knows owners",
      .exposes =
          "the one cache line that every count writes to; for a biased count the gap "
          "between its owner and everybody else",
      .not_for =
          "objects that are handed over, or shared by few: nothing is created or destroyed "
          "while the clock runs",
      .source = "CPython issue 118527 and its like; folly's AtomicSharedPtrPerformance",
      .breaks =
          "every design that counts in one word beside the object: the word's line goes from "
          "core to core at each count",
  };

  explicit hot_object(const setting& s) : _handles(s.threads) {}

  class worker {
   public:
    worker(hot_object& load, const seat& s) : _load(load), _index(s.index) {
      const attached here(_membership);
      if (s.index == 0) load.create();
    }
    ~worker() {
      const attached here(_membership);
      _mine.reset();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      // A handle each: one handle may not be read by all. Here and not in the constructor, as
      // only between the two is worker 0 known to have made them.
      if (!_mine) {
        _mine = localise<P, tracked>(_load._handles[_index]);
        _load._handles[_index].reset();
      }
      for (std::uint32_t i = 0; i < rounds; ++i) {
        auto copy = _mine;
        escape(&copy);
      }
      if (P::get(_mine).value() != answer) _load._book.corrupt();
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    hot_object& _load;
    unsigned _index;
    [[no_unique_address]] typename P::thread _membership;
    local_of<P, tracked> _mine;
  };

  /// A lost count down leaks the object, a lost count up destroys it under the last reference.
  complaint verify() {
    _handles.clear();
    if (auto wrong = _book.verify(_last ? 1 : 0)) return wrong;
    _last.reset();
    collect<P>();
    return _book.verify();
  }

 private:
  static constexpr std::uint64_t answer = 42;

  void create() {
    _last = P::template make<tracked>(_book, answer);
    for (auto& h : _handles) h = _last;
  }

  ledger _book;
  std::vector<typename P::template ref<tracked>> _handles;
  typename P::template ref<tracked> _last;
};

}  // namespace contend::suites
