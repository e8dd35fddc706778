// Each worker counts its own object and its neighbour's, in a given mix.
#pragma once

#include "checked.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/rng.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace contend::suites {

/// Parameter: `foreign`, percent of a worker's counts that go to its neighbour's object (0 to 100).
template <counted P>
class foreign_share {
  static constexpr std::uint64_t answer = 42;

  /// Two of them one after the other on the heap: their counts don't share a line all the same.
  struct object {
    explicit object(ledger& book) noexcept : life(book, answer) {}
    tracked life;
    std::array<std::byte, 2 * no_share> room{};
  };

 public:
  using subject = P;
  static constexpr std::string_view name = "foreign_share";
  static constexpr card about{
      .title = "An owner and one foreigner",
      .operation =
          "copy a reference to one's own object, or in `foreign` percent of the cases to "
          "that of the next worker in the ring, and drop the copy",
      .models =
          "objects that one other thread looks at now and then: a queue's head, a "
          "connection's state, a worker's statistics",
      .frees = "the controller drops the last references after the run",
      .exposes =
          "how much company a biased count bears: each object has two users, its owner and one "
          "foreigner, whatever the number of threads",
      .not_for =
          "an object that everybody counts (hot_object); alone, a worker is its own "
          "neighbour, and all is owned",
      .source = "Choi, Shull, Torrellas, PACT 2018, table 7: owner and non-owner, mixed",
      .breaks =
          "biased counts at a high share: a foreigner's count down is a loop around a "
          "compare-exchange on a line that the owner writes, too; atomic counts at a low one",
  };

  explicit foreign_share(const setting& s)
      : _foreign(static_cast<unsigned>(in_range(name, s.params, "foreign", 0, 100))),
        _desks(s.threads) {}

  class worker {
   public:
    worker(foreign_share& load, const seat& s)
        : _load(load), _index(s.index), _order(shuffled(s.seed, load._foreign)) {
      const attached here(_membership);
      desk& mine = load._desks[s.index];
      mine.kept = P::template make<object>(load._book);
      escape(&P::get(mine.kept));
      mine.for_owner = mine.for_foreigner = mine.kept;
    }
    ~worker() {
      const attached here(_membership);
      for (auto& r : _mine) r.reset();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      // Here, because only now all workers are known to have made theirs.
      if (!_mine[0]) take();
      for (std::uint32_t i = 0; i < rounds; ++i) {
        auto copy = _mine[_order[_next]];
        escape(&copy);
        if (++_next == _order.size()) _next = 0;
      }
      for (const auto& r : _mine) {
        if (P::get(r).life.value() != answer) _load._book.corrupt();
      }
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    void take() {
      auto& desks = _load._desks;
      auto& own = desks[_index].for_owner;
      auto& foreign = desks[(_index + 1) % desks.size()].for_foreigner;
      _mine = {localise<P, object>(own), localise<P, object>(foreign)};
      own.reset();
      foreign.reset();
    }

    foreign_share& _load;
    unsigned _index;
    std::array<std::uint8_t, 100> _order;  // which of the two, over and over
    std::size_t _next = 0;
    [[no_unique_address]] typename P::thread _membership;
    std::array<local_of<P, object>, 2> _mine;
  };

  /// A lost count down leaks an object, a lost count up destroys it under the last reference.
  complaint verify() {
    for (desk& d : _desks) {
      d.for_owner.reset();
      d.for_foreigner.reset();
    }
    std::uint64_t kept = 0;
    for (const desk& d : _desks) kept += static_cast<bool>(d.kept);
    if (auto wrong = _book.verify(kept)) return wrong;
    _desks.clear();
    collect<P>();
    return _book.verify();
  }

 private:
  struct desk {
    typename P::template ref<object> kept, for_owner, for_foreigner;
  };

  /// 100 turns, `foreign` of them the neighbour's, in an order of the worker's own.
  static std::array<std::uint8_t, 100> shuffled(std::uint64_t seed, unsigned foreign) noexcept {
    std::array<std::uint8_t, 100> turns{};
    std::fill_n(turns.begin(), foreign, std::uint8_t{1});
    rng random(seed);
    std::shuffle(turns.begin(), turns.end(), random);
    return turns;
  }

  unsigned _foreign;
  ledger _book;
  std::vector<desk> _desks;
};

}  // namespace contend::suites
