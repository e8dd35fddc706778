// Each worker counts its own private object up and down: what a count costs where nobody else
// looks at it.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

namespace contend::suites {

template <counted P>
class owner_churn {
 public:
  using subject = P;
  static constexpr std::string_view name = "owner_churn";
  static constexpr card about{
      .title = "Private object, counted by its owner",
      .operation = "copy a reference to a private object and drop the copy",
      .models = "arguments, locals and temporaries: most reference counting there is",
      .frees = "the owner, once, at the end",
      .exposes = "the price of an atomic read-modify-write where a plain add would do",
      .not_for = "sharing of any kind: the object never leaves its thread",
      .source = "Choi, Shull, Torrellas, PACT 2018, table 7 (owner against atomic)",
      .breaks = "atomic counts of any kind: they pay for company that never comes",
  };

  explicit owner_churn(const setting&) {}

  class worker {
   public:
    worker(owner_churn& load, const seat& s) {
      const attached here(_membership);
      _object = localise<P, tracked>(P::template make<tracked>(load._book, s.index));
    }
    ~worker() {
      const attached here(_membership);
      _object.reset();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        auto copy = _object;
        escape(&copy);
      }
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    [[no_unique_address]] typename P::thread _membership;
    local_of<P, tracked> _object;
  };

  complaint verify() {
    collect<P>();
    return _book.verify();
  }

 private:
  ledger _book;
};

}  // namespace contend::suites
