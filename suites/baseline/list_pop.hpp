// References popped from the front of a list: the third row of the baseline's cost table.
#pragma once

#include "portions.hpp"
#include "squares.hpp"

#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>

#include <array>
#include <stdexcept>

namespace contend::suites {

/// Parameter `place`: private (each worker has a list) or shared (all pop from one).
template <runtime R>
class list_pop {
 public:
  using subject = R;
  static constexpr std::string_view name = "list_pop";
  static constexpr card about{
      .title = "List Pop",
      .operation =
          "pop a reference from the front of a list, which is filled with 200 and then emptied: "
          "100 others move down on average, as in the seed's window",
      .models = "a queue kept in a list, one thread's or all threads'",
      .frees = "nothing: the same references go back into the list",
      .exposes =
          "the lock in a list that nobody else uses (private) and that everybody uses (shared), "
          "and how long it is held",
      .not_for =
          "pops from the back, or from lists of another length: the move is most of the cost. A "
          "pop includes putting the reference back, without a lock, as into a list under "
          "construction. Beyond 25 threads two shared lists are in use at times",
      .source = "the baseline's table of operation costs, row List Pop",
  };

  explicit list_pop(const setting& s) : _portions(s.threads + 1, length / bite) {
    const std::string& place = s.params.text("place");
    if (place == "shared") {
      typename R::thread member;
      const attached here(member);
      _shared.resize(s.threads + 1);
      for (auto& p : _shared) p->start(_book);
    } else if (place != "private") {
      throw std::invalid_argument("parameter place: '" + place + "' is not private or shared");
    }
  }

 private:
  using kind = objects<R>;
  using box_ref = typename kind::box_ref;

  static constexpr std::size_t length = 200, bite = 8;

  /// A list, and where what was popped from it lies until it goes back.
  template <class List>
  struct pool {
    void start(ledger& book) {
      list = R::template make<List>();
      for (std::size_t i = 0; i < length; ++i) popped[i] = kind::boxed(book, i);
      refill();
    }
    /// The caller alone reaches it.
    void refill() {
      List& l = R::get(list);
      for (box_ref& box : popped) l.append_private(std::move(box));
    }
    void pop(std::size_t first, std::size_t count) {
      List& l = R::get(list);
      for (std::size_t i = first; i < first + count; ++i) popped[i] = l.pop_front();
    }
    void clear() {
      list.reset();
      for (box_ref& box : popped) box.reset();
    }
    /// Whether each of the boxes was popped once; `in_order`: and the front one first.
    [[nodiscard]] bool whole(bool in_order) const {
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < length; ++i) {
        if (!popped[i]) return false;
        const std::uint64_t value = R::get(popped[i]).value();
        if (in_order && value != i) return false;
        sum += value * value;
      }
      return R::get(list).size() == 0 && sum == (length - 1) * length * (2 * length - 1) / 6;
    }

    typename R::template ref<List> list;
    alignas(no_share) std::array<box_ref, length> popped;
  };
  using private_pool = pool<typename R::template list<box_ref>>;
  using shared_pool = pool<typename R::template shared_list<box_ref>>;

 public:
  class worker {
   public:
    worker(list_pop& load, const seat&) : _load(load) {
      const attached here(_member);
      if (_load._shared.empty()) _own.start(_load._book);
    }
    ~worker() {
      const attached here(_member);
      _own.clear();
      _load._returns.add(_part);
    }

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (_own.list) {
          done += pop_own();
        } else {
          done += pop_shared();
        }
        _member.safepoint();
      }
      return done;
    }

   private:
    tally pop_own() {
      _own.pop(_popped, bite);
      if ((_popped += bite) == length) {
        _part.broken += !_own.whole(true);
        _own.refill();
        _popped = 0;
      }
      return tally::all(bite);
    }

    tally pop_shared() {
      const auto mine = _load._portions.take();
      if (!mine) {
        _idle.once();
        return {bite, 0};
      }
      _idle.reset();
      shared_pool& p = *_load._shared[mine->place];
      p.pop(mine->part * bite, bite);
      if (_load._portions.finish(mine->place)) {
        _part.broken += !p.whole(false);
        p.refill();
        _load._portions.renewed(mine->place);
      }
      return tally::all(bite);
    }

    list_pop& _load;
    typename R::thread _member;
    private_pool _own;        ///< empty if all pop from the load's
    std::size_t _popped = 0;  ///< from it
    spin_wait _idle;
    returns::part _part;
  };

  /// What was not popped is still there.
  complaint verify() {
    returns::part rest;
    for (std::size_t i = 0; i < _shared.size(); ++i) {
      rest.broken += R::get(_shared[i]->list).size() != length - _portions.done(i) * bite;
    }
    _shared.clear();
    _returns.add(rest);
    if (auto wrong = _returns.verify()) return wrong;
    return _book.verify();
  }

 private:
  ledger _book;
  std::vector<padded<shared_pool>> _shared;  ///< none: each worker its own
  portions _portions;
  returns _returns;
};

}  // namespace contend::suites
