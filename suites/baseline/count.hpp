// Counting alone: references to the squares of one list copied and dropped.
#pragma once

#include "squares.hpp"

#include <contend/load/workload.hpp>

#include <stdexcept>

namespace contend::suites {

/// Parameter `of`: owned (each worker counts its own list's boxes) or shared (all count the same).
template <runtime R>
class count {
 public:
  using subject = R;
  static constexpr std::string_view name = "count";
  static constexpr card about{
      .title = "Count up, count down",
      .operation = "copy a reference to one of the 100 boxes of a list, and drop the copy",
      .models = "a loop over a list's elements, its own or one that all threads read",
      .frees = "who made the list, at the end",
      .exposes =
          "the atomic count that nobody else touches (owned), the line that all write to "
          "though all only read (shared)",
      .not_for = "one hot object: here 100 boxes spread the load",
      .source = "the baseline's row for reference counts",
  };

  explicit count(const setting& s) {
    const std::string& of = s.params.text("of");
    if (of == "shared") {
      typename R::thread member;
      const attached here(member);
      _shared = kind::squares(_book);
    } else if (of != "owned") {
      throw std::invalid_argument("parameter of: '" + of + "' is not owned or shared");
    }
  }

 private:
  using kind = objects<R>;

 public:
  class worker {
   public:
    worker(count& load, const seat&) : _load(load) {
      const attached here(_member);
      if (!_load._shared) _owned = kind::squares(_load._book);
    }
    ~worker() {
      const attached here(_member);
      if (_owned) _load._returns.add({1, 1, !kind::intact(_owned)});
      _owned.reset();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      const auto& boxes = R::get(_owned ? _owned : _load._shared).boxes;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        auto copy = R::lend(boxes.at(_next));
        escape(&copy);
        if (++_next == squares_per_list) {
          _next = 0;
          _member.safepoint();
        }
      }
      return tally::all(rounds);
    }

   private:
    count& _load;
    typename R::thread _member;
    typename kind::row_ref _owned;  ///< null if all count the load's
    std::size_t _next = 0;
  };

  complaint verify() {
    if (_shared) _returns.add({1, 1, !kind::intact(_shared)});
    _shared.reset();
    if (auto wrong = _returns.verify()) return wrong;
    return _book.verify();
  }

 private:
  ledger _book;
  typename kind::row_ref _shared;
  returns _returns;
};

}  // namespace contend::suites
