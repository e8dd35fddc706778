// The seed's program: build lists of 100 squares and keep the last 100 of them.
#pragma once

#include "squares.hpp"

#include <contend/load/workload.hpp>

#include <stdexcept>

namespace contend::suites {

/// Parameter `place`: private (each worker has a window) or shared (all use one).
template <runtime R>
class window {
 public:
  using subject = R;
  static constexpr std::string_view name = "window";
  static constexpr card about{
      .title = "The seed's program: a window of 100 lists of 100 boxed squares",
      .operation =
          "build a list of 100 boxed squares, append it to the window, pop the oldest "
          "list if there are more than 100, read its squares back and drop it",
      .models =
          "request queues, pipelines, streaming buffers: steady allocation, first in first "
          "out; each call on the window counts a reference to it, as an interpreter does",
      .frees = "who pops; so in a private window its own, in a shared one mostly others' lists",
      .exposes =
          "what a runtime pays for threads that share nothing (private), and its list lock, "
          "its count and frees of foreign objects (shared)",
      .not_for =
          "absolute comparison with an interpreter: no bytecode is run, all runtimes use "
          "the process's malloc, each box costs 2 ns more for the ledger, and none of the "
          "boxes is cached (CPython serves the 17 squares up to 256 from immortal ones)",
      .source = "the single-threaded memory_intensive() baseline",
  };
  static constexpr std::size_t most = 100;

  explicit window(const setting& s) : _threads(s.threads) {
    const std::string& place = s.params.text("place");
    if (place == "shared") {
      typename R::thread member;
      const attached here(member);
      _shared = R::template make<shared_rows>();
    } else if (place != "private") {
      throw std::invalid_argument("parameter place: '" + place + "' is not private or shared");
    }
  }

 private:
  using kind = objects<R>;
  using row_ref = typename kind::row_ref;
  using private_rows = typename R::template list<row_ref>;
  using shared_rows = typename R::template shared_list<row_ref>;

 public:
  class worker {
   public:
    worker(window& load, const seat&) : _load(load) {
      const attached here(_member);
      if (!_load._shared) _private = R::template make<private_rows>();
    }
    ~worker() {
      const attached here(_member);
      if (_private) {
        drain(R::get(_private), _part);
        _private.reset();
      }
      _load._returns.add(_part);
    }

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (_private) {
          turn(_private);
        } else {
          turn(_load._shared);
        }
        _member.safepoint();
      }
      return tally::all(rounds);
    }

   private:
    template <class Rows>
    void turn(const Rows& rows) {
      row_ref fresh = kind::squares(_load._book);
      ++_part.built;
      R::get(R::lend(rows)).append(std::move(fresh));
      const std::size_t size = R::get(R::lend(rows)).size();
      // Each thread appends one at most before it looks.
      _part.broken += size > most + _load._threads;
      if (size > most) take(R::get(R::lend(rows)).pop_front(), _part);
    }

    window& _load;
    typename R::thread _member;
    typename R::template ref<private_rows> _private;  ///< null if the window is shared
    returns::part _part;
  };

  /// Drops what the shared window still holds.
  complaint verify() {
    if (_shared) {
      returns::part rest;
      // The last one to look sees what all have appended, and pops if it is too much.
      rest.broken += R::get(_shared).size() > most;
      drain(R::get(_shared), rest);
      _shared.reset();
      _returns.add(rest);
    }
    if (auto wrong = _returns.verify()) return wrong;
    return _book.verify();
  }

 private:
  static void take(row_ref row, returns::part& part) {
    ++part.came_back;
    part.broken += !row || !kind::intact(row);
  }
  template <class Rows>
  static void drain(Rows& rows, returns::part& part) {
    while (rows.size() != 0) take(rows.pop_front(), part);
  }

  unsigned _threads;
  ledger _book;
  typename R::template ref<shared_rows> _shared;  ///< null if each worker has a window
  returns _returns;
};

}  // namespace contend::suites
