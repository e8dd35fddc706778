// References copied and dropped, and nothing else: the last row of the baseline's cost table, or
// three rows, as it depends on whose objects they are.
#pragma once

#include "squares.hpp"

#include <contend/load/workload.hpp>

#include <stdexcept>
#include <vector>

namespace contend::suites {

/// Parameter `of`: owned (each worker counts its own list's boxes), foreign (its neighbour's
/// list's) or contended (all count one box).
template <runtime R>
class ref_count {
 public:
  using subject = R;
  static constexpr std::string_view name = "ref_count";
  static constexpr card about{
      .title = "Ref Count",
      .operation =
          "copy a reference to a box and drop the copy: to one of the 100 boxes of the worker's "
          "own list, of its neighbour's, or to the one box that all count",
      .models =
          "a loop over a list's elements, its own or one that another thread built; an object "
          "that every thread reads",
      .frees = "who made the list, at the end",
      .exposes =
          "the atomic count that nobody else touches (owned), what being no owner costs "
          "without company (foreign), the line that all write to though all only read (contended)",
      .not_for =
          "a neighbour who counts its own objects meanwhile: here everybody counts the next one's. "
          "The neighbour of a lone worker, and the maker of the one box, is a thread that has "
          "ended: nobody owns those",
      .source = "the baseline's table of operation costs, row Ref Count",
  };

  explicit ref_count(const setting& s) : _rows(s.threads) {
    const std::string& of = s.params.text("of");
    if (of == "owned") {
      _of = owned;
    } else if (of == "foreign") {
      _of = foreign;
    } else if (of == "contended") {
      _of = contended;
    } else {
      throw std::invalid_argument("parameter of: '" + of + "' is not owned, foreign or contended");
    }
    if (_of == contended || s.threads == 1) {
      typename R::thread member;
      const attached here(member);
      _orphan = kind::squares(_book);
    }
  }

 private:
  using kind = objects<R>;
  using row_ref = typename kind::row_ref;
  enum whose { owned, foreign, contended };

 public:
  class worker {
   public:
    worker(ref_count& load, const seat& s)
        : _load(load), _mine(*load._rows[s.index]), _next(*load._rows[(s.index + 1) % s.threads]) {
      const attached here(_member);
      _mine = kind::squares(_load._book);
    }
    ~worker() {
      const attached here(_member);
      _load._returns.add({1, 1, !kind::intact(_mine)});
      _mine.reset();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      const auto& boxes = R::get(row()).boxes;
      if (_load._of == contended) {
        const auto& box = boxes.at(squares_per_list / 2);
        for (std::uint32_t i = 0; i < rounds; ++i) {
          auto copy = R::lend(box);
          escape(&copy);
        }
        _member.safepoint();
      } else {
        for (std::uint32_t i = 0; i < rounds; ++i) {
          auto copy = R::lend(boxes.at(_at));
          escape(&copy);
          if (++_at == squares_per_list) {
            _at = 0;
            _member.safepoint();
          }
        }
      }
      return tally::all(rounds);
    }

   private:
    [[nodiscard]] const row_ref& row() const noexcept {
      if (_load._of == owned) return _mine;
      return _load._orphan ? _load._orphan : _next;
    }

    ref_count& _load;
    typename R::thread _member;
    row_ref& _mine;
    const row_ref& _next;
    std::size_t _at = 0;
  };

  complaint verify() {
    if (_orphan) _returns.add({1, 1, !kind::intact(_orphan)});
    _orphan.reset();
    if (auto wrong = _returns.verify()) return wrong;
    return _book.verify();
  }

 private:
  whose _of = owned;
  ledger _book;
  std::vector<padded<row_ref>> _rows;  ///< by worker, who makes and drops it
  row_ref _orphan;                     ///< what no worker made
  returns _returns;
};

}  // namespace contend::suites
