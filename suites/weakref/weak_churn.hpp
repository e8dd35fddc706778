// Weak references made and dropped, many times a second.
#pragma once

#include "choice.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/weak.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace contend::suites {

/// Parameters: `of`, the object is `shared` by all workers or `private` to each; `kept`, every
/// worker keeps `one` weak reference throughout, or `none`, so that it may be the first each time.
template <weakly_counted P>
class weak_churn {
 public:
  using subject = P;
  static constexpr std::string_view name = "weak_churn";
  static constexpr card about{
      .title = "Weak references made and dropped",
      .operation = "make a weak reference to a living object and drop it",
      .models = "back pointers, observers and caches that hand out weak references",
      .frees = "where a weak reference is an object of its own: whoever drops the last one",
      .exposes =
          "what the first weak reference to an object costs more than the next: an "
          "allocation, a lock, a table entry",
      .not_for = "upgrades: none is made while the clock runs, but one a step for the oracle",
      .source = "gnustep/libobjc2 issue 401 (one lock for all weak references)",
      .breaks =
          "weak references that are objects of their own, when none is kept: an allocation "
          "under a lock each time; with a shared object every weak count in one word",
  };

  explicit weak_churn(const setting& s)
      : _shared(choice(s.params, "of", {"private", "shared"}) == 1),
        _keep(choice(s.params, "kept", {"none", "one"}) == 1),
        _handles(s.threads),
        _wrong(s.threads) {}

  class worker {
   public:
    worker(weak_churn& load, const seat& s) : _load(load), _index(s.index) {
      const attached here(_membership);
      if (!load._shared) {
        *load._handles[s.index] = load.create();
      } else if (s.index == 0) {
        const auto made = load.create();
        for (auto& h : load._handles) *h = made;
      }
    }
    ~worker() {
      const attached here(_membership);
      _kept.reset();
      _mine.reset();
      _membership.safepoint();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      if (!_mine) {
        _mine = std::move(*_load._handles[_index]);
        if (_load._keep) _kept = P::downgrade(_mine);
      }
      for (std::uint32_t i = 0; i < rounds; ++i) {
        auto w = P::downgrade(_mine);
        escape(&w);
      }
      if (const auto strong = P::upgrade(P::downgrade(_mine))) {
        if (P::get(strong).value() != answer) _load._book.corrupt();
        *_load._wrong[_index] += &P::get(strong) != &P::get(_mine);
      } else {
        ++*_load._wrong[_index];
      }
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    weak_churn& _load;
    unsigned _index;
    [[no_unique_address]] typename P::thread _membership;
    typename P::template ref<tracked> _mine;
    typename P::template weak<tracked> _kept;
  };

  /// Each weak reference led back to its object, and the objects died once.
  complaint verify() {
    _handles.clear();
    std::uint64_t wrong = 0;
    for (const auto& w : _wrong) wrong += *w;
    if (wrong != 0) {
      return std::to_string(wrong) + " weak references did not lead to the object that is held";
    }
    collect<P>();
    return _book.verify();
  }

 private:
  static constexpr std::uint64_t answer = 42;

  auto create() { return P::template make<tracked>(_book, answer); }

  bool _shared, _keep;
  ledger _book;
  std::vector<padded<typename P::template ref<tracked>>> _handles;
  std::vector<padded<std::uint64_t>> _wrong;
};

}  // namespace contend::suites
