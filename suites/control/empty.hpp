// Nothing at all: what the harness itself costs, and the ceiling of every curve.
#pragma once

#include "account.hpp"

#include <contend/load/workload.hpp>

namespace contend::suites {

/// The subject of a control that has none.
struct no_subject {
  static constexpr subject_info info{
      .name = "none",
      .title = "no subject: the control is the load itself",
      .source = "this project",
      .progress = progress::wait_free,
  };
};

class empty {
 public:
  using subject = no_subject;
  static constexpr std::string_view name = "empty";
  static constexpr card about{
      .title = "Empty operation",
      .operation = "one turn of a loop that the compiler may not delete: about three cycles",
      .models = "nothing: it is the measure of the harness",
      .frees = "nobody: nothing is allocated",
      .exposes =
          "a harness that costs, shares or misplaces something: n threads on n free cores "
          "must do n times the work of one",
      .not_for = "subtracting from other results: the processor overlaps an empty loop with work",
      .source = "the control experiment of any measurement",
  };

  explicit empty(const setting&) {}

  class worker {
   public:
    worker(empty& load, const seat&) : _load(load) {}
    ~worker() {
      _load._reported.add(_reported);
      _load._turns.add(_turns);
    }

    tally step(std::uint32_t rounds) {
      std::uint64_t turns = 0, chain = _chain;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        ++turns;
        opaque(turns);  // or the loop would become one addition
        // A turn waits three cycles for this product of the last turn's. Without it the loop runs
        // at one turn a cycle, as fast as instructions are fetched, and whatever shares the core
        // (on a rented CPU: somebody else's hyperthread) halves it.
        chain *= 0x9e3779b97f4a7c15u;
        opaque(chain);
      }
      _chain = chain;
      _turns += turns;
      _reported += rounds;
      return tally::all(rounds);
    }

   private:
    empty& _load;
    std::uint64_t _turns = 0, _reported = 0, _chain = 1;
  };

  complaint verify() { return _reported.compare("turns of the loop", _turns.total()); }

 private:
  account _reported, _turns;
};

}  // namespace contend::suites
