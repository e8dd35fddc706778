// An object made, and an older one freed: the first row of the baseline's cost table.
#pragma once

#include "squares.hpp"

#include <contend/load/workload.hpp>

#include <array>

namespace contend::suites {

template <runtime R>
class allocation {
 public:
  using subject = R;
  static constexpr std::string_view name = "allocation";
  static constexpr card about{
      .title = "Allocation",
      .operation =
          "make a box of 24 bytes and its count, and drop one that was made 100 operations before",
      .models = "temporaries and short-lived results: the comprehension of the seed's program",
      .frees = "the thread that made it",
      .exposes =
          "what the header of an object costs that must be counted by many: its size, its "
          "initialisation, and the decision at its end that nobody else holds it",
      .not_for =
          "comparing allocators: all runtimes use the process's malloc. Each box costs 2 ns more "
          "for the ledger",
      .source = "the baseline's table of operation costs, row Allocation",
  };

  explicit allocation(const setting&) {}

 private:
  using kind = objects<R>;
  static constexpr std::size_t hand = 100;

 public:
  class worker {
   public:
    worker(allocation& load, const seat&) : _load(load) {}
    ~worker() {
      const attached here(_member);
      for (auto& box : _hand) box.reset();
      _load._returns.add(_part);
    }

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        for (std::size_t at = 0; at < hand; ++at) _hand[at] = kind::boxed(_load._book, at);
        _member.safepoint();
      }
      // Once a step: a look costs what a count does.
      for (std::size_t at = 0; at < hand && rounds != 0; ++at) {
        _part.broken += !_hand[at] || R::get(_hand[at]).value() != at;
      }
      return tally::all(std::uint64_t{rounds} * hand);
    }

   private:
    allocation& _load;
    typename R::thread _member;
    std::array<typename kind::box_ref, hand> _hand;
    returns::part _part;
  };

  complaint verify() {
    if (auto wrong = _returns.verify()) return wrong;
    return _book.verify();
  }

 private:
  ledger _book;
  returns _returns;
};

}  // namespace contend::suites
