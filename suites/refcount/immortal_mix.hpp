// Shared objects of which a part is not counted: how large that part must be to help.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/core/rng.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/immortal.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameter: `immortal`, how many of the 100 shared objects are.
template <immortalising P>
class immortal_mix {
 public:
  using subject = P;
  static constexpr std::string_view name = "immortal_mix";
  static constexpr card about{
      .title = "Shared objects, some of them immortal",
      .operation =
          "copy a reference to one of 100 shared objects and drop the copy; each worker goes "
          "round them in an order of its own",
      .models =
          "a program's constants, types, functions and modules, of which a runtime has made "
          "immortal those that it thought of",
      .frees =
          "nothing while the clock runs. The controller made the objects and is gone: nobody owns "
          "them; it makes the immortal ones mortal again and drops all of them at the end",
      .exposes =
          "Amdahl's law: one percent of the references, still counted, costs more than all the "
          "others together",
      .not_for =
          "the cost of a count without company: the 100 objects are everybody's, and the counted "
          "ones are counted as a foreigner does",
      .source = "CPython PEP 683; issues 117783 and 118527 (constants and types made immortal)",
      .breaks = "immortality that is not complete: the rest sets the pace",
  };
  static constexpr std::size_t objects = 100;

  explicit immortal_mix(const setting& s) : _immortal(share_of(s)), _handles(s.threads) {
    typename P::thread member;
    const attached here(member);
    for (std::size_t i = 0; i < objects; ++i) {
      _last.push_back(P::template make<tracked>(_book, i));
      escape(&P::get(_last.back()));
      if (i < _immortal) P::immortalise(_last.back());
      for (auto& own : _handles) own.push_back(_last.back());
    }
    member.safepoint();
  }

  class worker {
   public:
    worker(immortal_mix& load, const seat& s) : _load(load) {
      const attached here(_membership);
      auto& handles = load._handles[s.index];
      rng random(s.seed);
      for (std::size_t i = objects; i > 1; --i) {
        std::swap(handles[i - 1], handles[random.below(i)]);
      }
      for (const auto& h : handles) _mine.push_back(localise<P, tracked>(h));
      handles.clear();
    }
    ~worker() {
      const attached here(_membership);
      _mine.clear();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        auto copy = _mine[_at];
        escape(&copy);
        if (++_at == objects) {
          _at = 0;
          _membership.safepoint();
        }
      }
      std::uint64_t sum = 0;
      for (const auto& one : _mine) sum += P::get(one).value();
      if (sum != objects * (objects - 1) / 2) _load._book.corrupt();
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    immortal_mix& _load;
    [[no_unique_address]] typename P::thread _membership;
    std::vector<local_of<P, tracked>> _mine;
    std::size_t _at = 0;
  };

  /// All lived to the end, and die now that they may.
  complaint verify() {
    _handles.clear();
    if (auto wrong = _book.verify(_last.size())) return wrong;
    for (std::size_t i = 0; i < _immortal && i < _last.size(); ++i) P::mortalise(_last[i]);
    _last.clear();
    collect<P>();
    return _book.verify();
  }

 private:
  static std::size_t share_of(const setting& s) {
    const std::int64_t value = s.params.integer("immortal");
    if (value < 0 || value > static_cast<std::int64_t>(objects)) {
      throw std::invalid_argument("immortal_mix: immortal must be 0 to 100, not " +
                                  std::to_string(value));
    }
    return static_cast<std::size_t>(value);
  }

  std::size_t _immortal;
  ledger _book;
  std::vector<std::vector<typename P::template ref<tracked>>> _handles;  // by worker
  std::vector<typename P::template ref<tracked>> _last;                  // the immortal ones first
};

}  // namespace contend::suites
