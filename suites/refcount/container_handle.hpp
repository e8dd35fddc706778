// Look-ups in one container that everybody reads: what it costs to hold on to the container.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace contend::suites {

/// Parameter `handle`, to the container, for each look-up: borrowed (none), local (a copy of the
/// worker's own, thread-confined one: what an evaluation stack holds) or copied (a strong
/// reference, as a variable holds it).
template <counted P>
class container_handle {
 public:
  using subject = P;
  static constexpr std::string_view name = "container_handle";
  static constexpr card about{
      .title = "A container's own count",
      .operation =
          "take a handle to the one shared container, look up one of its 256 elements, and drop "
          "the handle; the elements are numbers, and nobody counts them",
      .models =
          "a module's dictionary, a configuration, a table of constants: read by all, written by "
          "none, and held by a reference for as long as each access lasts",
      .frees =
          "nothing while the clock runs: the controller made the container, which nobody owns, and "
          "drops it at the end",
      .exposes = "a read that is none: the elements scale, and the container's count does not",
      .not_for = "the look-up itself, which is one array access here; nor a container that changes",
      .source =
          "look-ups in one dict with immortal keys and values, CPython 3.13t; the handles follow "
          "its evaluation stack",
      .breaks =
          "every design that counts in one word: with copied, most of them with local, and none "
          "with borrowed",
  };

  explicit container_handle(const setting& s) : _handles(s.threads) {
    const std::string& handle = s.params.text("handle");
    if (handle == "borrowed") {
      _how = borrowed;
    } else if (handle == "local") {
      _how = local;
    } else if (handle == "copied") {
      _how = copied;
    } else {
      throw std::invalid_argument("container_handle: handle: '" + handle +
                                  "' is not borrowed, local or copied");
    }
    typename P::thread member;
    const attached here(member);
    _last = P::template make<shelf>(_book);
    escape(&P::get(_last));
    for (auto& h : _handles) h = _last;
    member.safepoint();
  }

 private:
  static constexpr std::uint32_t places = 256;
  static constexpr std::uint64_t value_at(std::uint64_t place) noexcept {
    return place * place + 7;
  }
  struct shelf {
    explicit shelf(ledger& book) : life(book, places) {
      for (std::uint32_t i = 0; i < places; ++i) items[i] = value_at(i);
    }
    tracked life;
    std::array<std::uint64_t, places> items;
  };
  enum how { borrowed, local, copied };

 public:
  class worker {
   public:
    worker(container_handle& load, const seat& s)
        : _load(load), _at(static_cast<std::uint32_t>(s.seed) % places) {
      const attached here(_membership);
      _mine = std::move(load._handles[s.index]);
      _local = localise<P, shelf>(_mine);
    }
    ~worker() {
      const attached here(_membership);
      if (_wrong != 0) _load._book.corrupt();
      _local.reset();
      _mine.reset();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      switch (_load._how) {
        case borrowed: {
          const shelf& s = P::get(_mine);
          for (std::uint32_t i = 0; i < rounds; ++i) {
            escape(&s);
            look_up(s);
          }
          break;
        }
        case local:
          for (std::uint32_t i = 0; i < rounds; ++i) look_up_through(_local);
          break;
        case copied:
          for (std::uint32_t i = 0; i < rounds; ++i) look_up_through(_mine);
          break;
      }
      _wrong += P::get(_mine).life.value() != places;
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    template <class Handle>
    void look_up_through(const Handle& own) {
      const Handle copy = own;
      escape(&copy);
      look_up(P::get(copy));
    }
    void look_up(const shelf& s) noexcept {
      _wrong += s.items[_at] != value_at(_at);
      _at = (5 * _at + 1) % places;  // all of them in turn
    }

    container_handle& _load;
    std::uint32_t _at;
    std::uint64_t _wrong = 0;
    [[no_unique_address]] typename P::thread _membership;
    typename P::template ref<typename container_handle::shelf> _mine;
    local_of<P, typename container_handle::shelf> _local;
  };

  /// It lived to the end, its elements unharmed, and dies with its last reference.
  complaint verify() {
    _handles.clear();
    if (auto wrong = _book.verify(1)) return wrong;
    _last.reset();
    collect<P>();
    return _book.verify();
  }

 private:
  how _how = borrowed;
  ledger _book;
  std::vector<typename P::template ref<shelf>> _handles;  // by worker
  typename P::template ref<shelf> _last;
};

}  // namespace contend::suites
