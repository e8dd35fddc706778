// Weak references to what is gone: asked again and again, they must say so again and again.
#pragma once

#include "choice.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/weak.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameter: `of`, the dead objects were `private` to each worker, or all ask about the same
/// `shared` ones.
template <weakly_counted P>
requires mortal<P>
class dead_deref {
 public:
  using subject = P;
  static constexpr std::string_view name = "dead_deref";
  static constexpr card about{
      .title = "Upgrades of the dead",
      .operation = "upgrade a weak reference whose object is dead; null is the answer",
      .models = "a cache or list of observers with entries that nobody has swept out yet",
      .frees = "the maker, before the clock runs",
      .exposes = "upgrades that write where looking would do",
      .not_for = "upgrades that succeed",
      .source = "the failed upgrade of the sticky counter: Anderson, Blelloch, Wei, PLDI 2022",
      .breaks =
          "sticky counts: a failed upgrade writes to the word that all share, where the "
          "others only read it",
  };

  explicit dead_deref(const setting& s)
      : _shared(choice(s.params, "of", {"private", "shared"}) == 1),
        _handles(s.threads),
        _revived(s.threads) {}

  class worker {
   public:
    worker(dead_deref& load, const seat& s) : _load(load), _index(s.index) {
      const attached here(_membership);
      for (std::size_t k = 0; k < objects; ++k) {
        if (load._shared && s.index != 0) break;
        const auto made = P::template make<tracked>(load._book, k);
        const auto weak = P::downgrade(made);
        if (load._shared) {
          for (auto& h : load._handles) (*h)[k] = weak;
        } else {
          (*load._handles[s.index])[k] = weak;
        }
      }
      _membership.safepoint();
    }
    ~worker() {
      const attached here(_membership);
      _weak = {};
      _membership.safepoint();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      if (!_weak[0]) _weak = std::move(*_load._handles[_index]);
      std::uint64_t revived = 0;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const auto strong = P::upgrade(_weak[i % objects]);
        if (strong) revived += is_dead(strong);
        escape(&strong);
      }
      *_load._revived[_index] += revived;
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    /// The maker dropped the only reference there was. A design that destroys later than that may
    /// still give the object out; tracked::value() tells if it was too late.
    template <class Ref>
    static bool is_dead(const Ref& strong) noexcept {
      (void)P::get(strong).value();
      return P::traits.destroyed_by != destroyer::collector;
    }

    dead_deref& _load;
    unsigned _index;
    [[no_unique_address]] typename P::thread _membership;
    typename dead_deref::batch _weak;
  };

  complaint verify() {
    _handles.clear();
    std::uint64_t revived = 0;
    for (const auto& r : _revived) revived += *r;
    if (revived != 0) return std::to_string(revived) + " upgrades revived a dead object";
    collect<P>();
    return _book.verify();
  }

 private:
  static constexpr std::size_t objects = 8;
  using batch = std::array<typename P::template weak<tracked>, objects>;

  bool _shared;
  ledger _book;
  std::vector<padded<batch>> _handles;
  std::vector<padded<std::uint64_t>> _revived;
};

}  // namespace contend::suites
