// References appended to a list, and nothing else: the second row of the baseline's cost table.
#pragma once

#include "portions.hpp"
#include "squares.hpp"

#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>

#include <array>
#include <stdexcept>

namespace contend::suites {

/// Parameter `place`: private (each worker has a list) or shared (all append to one).
template <runtime R>
class list_append {
 public:
  using subject = R;
  static constexpr std::string_view name = "list_append";
  static constexpr card about{
      .title = "List Append",
      .operation =
          "append a reference to a list, which grows from empty to 400 and is then replaced by "
          "an empty one",
      .models = "results that are collected, by one thread or by all into one list",
      .frees = "who made the list; a shared one, whoever filled it up",
      .exposes =
          "the lock in a list that nobody else uses (private) and that everybody uses (shared), "
          "and growth by copy where others may still read the old array",
      .not_for =
          "the count of what is appended: the references are null, so that emptying a list costs "
          "next to nothing and the rate is that of append alone. Beyond 25 threads two shared "
          "lists are in use at times",
      .source = "the baseline's table of operation costs, row List Append",
  };

  explicit list_append(const setting& s) : _portions(s.threads + 1, length / bite) {
    const std::string& place = s.params.text("place");
    if (place == "shared") {
      typename R::thread member;
      const attached here(member);
      _shared.resize(s.threads + 1);
      for (auto& list : _shared) *list = R::template make<shared_list>();
    } else if (place != "private") {
      throw std::invalid_argument("parameter place: '" + place + "' is not private or shared");
    }
  }

 private:
  using box_ref = typename objects<R>::box_ref;
  using private_list = typename R::template list<box_ref>;
  using shared_list = typename R::template shared_list<box_ref>;

  static constexpr std::size_t length = 400, bite = 16;

 public:
  class worker {
   public:
    worker(list_append& load, const seat&) : _load(load) {}
    ~worker() {
      const attached here(_member);
      _own.reset();
      _load._returns.add(_part);
    }

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (_load._shared.empty()) {
          done += fill_own();
        } else {
          done += fill_shared();
        }
        _member.safepoint();
      }
      return done;
    }

   private:
    tally fill_own() {
      if (!_own) _own = R::template make<private_list>();
      auto& l = R::get(_own);
      append(l);
      if ((_appended += bite) == length) {
        _part.broken += l.size() != length;
        _own.reset();
        _appended = 0;
      }
      return tally::all(bite);
    }

    tally fill_shared() {
      const auto mine = _load._portions.take();
      if (!mine) {
        _idle.once();
        return {bite, 0};
      }
      _idle.reset();
      auto& list = *_load._shared[mine->place];
      append(R::get(list));
      if (_load._portions.finish(mine->place)) {
        _part.broken += R::get(list).size() != length;
        list = R::template make<shared_list>();
        _load._portions.renewed(mine->place);
      }
      return tally::all(bite);
    }

    template <class List>
    void append(List& list) {
      // Null, but the compiler does not know.
      escape(&_hand);
      for (box_ref& box : _hand) list.append(std::move(box));
    }

    list_append& _load;
    typename R::thread _member;
    std::array<box_ref, bite> _hand;
    typename R::template ref<private_list> _own;
    std::size_t _appended = 0;  ///< to it
    spin_wait _idle;
    returns::part _part;
  };

  /// Every list is as long as what was appended to it.
  complaint verify() {
    returns::part rest;
    for (std::size_t i = 0; i < _shared.size(); ++i) {
      rest.broken += R::get(*_shared[i]).size() != _portions.done(i) * bite;
      _shared[i]->reset();
    }
    _returns.add(rest);
    return _returns.verify();
  }

 private:
  std::vector<padded<typename R::template ref<shared_list>>> _shared;  ///< none: each its own
  portions _portions;
  returns _returns;
};

}  // namespace contend::suites
