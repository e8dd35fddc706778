// The seed program's operations one at a time: what each costs on a runtime.
#pragma once

#include "sections.hpp"
#include "squares.hpp"

#include <array>

namespace contend::suites {

template <runtime R>
class operations {
 public:
  using subject = R;
  static constexpr std::string_view name = "operations";
  static constexpr card about{
      .title = "The seed program's operations, one at a time",
      .operation =
          "one pass: build and drop a list of 100 squares; append 100 references to a "
          "list of 50, pop them from the front, append them again, pop them from the "
          "back; copy and drop each of them once",
      .models = "the rows of the baseline's cost table: allocation, append, pop, count",
      .frees = "the thread that made it",
      .exposes =
          "which operation pays for threads that share nothing: the metrics are medians in "
          "ns an operation (list_build_ns, list_drop_ns: a list of 100), timed over sections of "
          "100 operations "
          "with the cost of the clock (clock_ns) taken off",
      .not_for =
          "lists of another length: a pop from the front moves all that follows, here 100 "
          "references on average as in the seed's window",
      .source = "the baseline's table of operation costs",
  };

  explicit operations(const setting&)
      : _sections({"list_build_ns", "list_drop_ns", "append_ns", "pop_front_ns", "pop_back_ns",
                   "count_ns"}) {}

 private:
  using kind = objects<R>;
  using box_ref = typename kind::box_ref;
  using list = typename R::template list<box_ref>;

  /// Boxes that stay in the list while the others, in the worker's hand, come and go.
  static constexpr std::size_t stay = 50, hand = 100;

 public:
  class worker {
   public:
    worker(operations& load, const seat& s) : _load(load), _watch(load._sections, s.seed) {
      const attached here(_member);
      _list = R::template make<list>();
      for (std::uint64_t i = 0; i < stay; ++i) {
        R::get(_list).append(kind::boxed(_load._book, i));
      }
      for (std::uint64_t i = 0; i < hand; ++i) _hand[i] = kind::boxed(_load._book, stay + i);
    }
    ~worker() {
      const attached here(_member);
      for (std::size_t i = 0; i < stay; ++i) {
        _part.broken += !holds(R::get(_list).pop_front(), i);
      }
      _part.broken += R::get(_list).size() != 0;
      _list.reset();
      for (box_ref& box : _hand) box.reset();
      _load._sections.add(_watch);
      _load._returns.add(_part);
    }

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        build_and_drop();
        come_and_go();
        _member.safepoint();
      }
      return tally::all(rounds);
    }

   private:
    enum { list_build, list_drop, append, pop_front, pop_back, count };

    void build_and_drop() {
      _watch.start();
      auto row = kind::squares(_load._book);
      _watch.lap(list_build, 1);
      ++_part.built;
      ++_part.came_back;
      _part.broken += !kind::intact(row);
      _watch.start();
      row.reset();
      _watch.lap(list_drop, 1);
    }

    void come_and_go() {
      list& l = R::get(_list);
      _watch.start();
      for (box_ref& box : _hand) l.append(std::move(box));
      _watch.lap(append, hand);
      for (box_ref& box : _hand) box = l.pop_front();
      _watch.lap(pop_front, hand);
      for (box_ref& box : _hand) l.append(std::move(box));
      _watch.start();
      for (std::size_t i = hand; i != 0; --i) _hand[i - 1] = l.pop_back();
      _watch.lap(pop_back, hand);
      for (const box_ref& box : _hand) {
        auto copy = R::lend(box);
        escape(&copy);
      }
      _watch.lap(count, hand);
      ++_turns;
      for (std::size_t i = 0; i < hand; ++i) _part.broken += !holds(_hand[i], stay + i);
    }

    /// Each turn takes 100 from the front and puts them back behind the other 50: a rotation.
    [[nodiscard]] bool holds(const box_ref& box, std::uint64_t place) const {
      return box && R::get(box).value() == (place + hand * _turns) % (stay + hand);
    }

    operations& _load;
    typename R::thread _member;
    typename sections<6>::watch _watch;
    typename R::template ref<list> _list;
    std::array<box_ref, hand> _hand;
    std::uint64_t _turns = 0;
    returns::part _part;
  };

  complaint verify() {
    if (auto wrong = _returns.verify()) return wrong;
    return _book.verify();
  }
  [[nodiscard]] std::vector<metric> metrics() const { return _sections.metrics(); }

 private:
  ledger _book;
  sections<6> _sections;
  returns _returns;
};

}  // namespace contend::suites
