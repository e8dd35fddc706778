// Every worker takes a view, reads a few bytes and lets it go, over and over.
#pragma once

#include "../refcount/checked.hpp"
#include "lent_bytes.hpp"

#include <contend/core/escape.hpp>

namespace contend::suites {

/// Parameter: `sharing`, whether all view `one` exporter or each worker a `private` one.
template <exporter E>
class short_views {
 public:
  using subject = E;
  static constexpr std::string_view name = "short_views";
  static constexpr card about{
      .title = "Many short views",
      .operation = "take a view of 4 KiB, read four words of it, release it",
      .models =
          "every call that takes bytes-like objects: hashing, writing to a socket, unpacking a "
          "header; each takes a Py_buffer and gives it back",
      .frees = "the controller drops the owners after the run; worker 0 made the shared exporter",
      .exposes =
          "the export count as a contended counter: one exporter that all view is one word that "
          "all write, however little they read",
      .not_for = "resizes: none is tried while the clock runs, so that a count is never asked for",
      .source = "CPython, PyObject_GetBuffer and PyBuffer_Release; PEP 3118; refcount/hot_object",
      .breaks =
          "every export count in one word, with sharing:one: its line goes from core to core at "
          "each view; a lock beside it goes with it",
  };

  explicit short_views(const setting& s)
      : _lent(one_of(name, s.params, "sharing", {"one", "private"}) == 0, s.threads, bytes) {}

  class worker {
   public:
    worker(short_views& load, const seat& s) : _load(load), _index(s.index) {
      load._lent.join(s.index);
    }
    ~worker() { _load._lent.misread(_index, _wrong); }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      const typename E::owner& of = _load._lent.of(_index);
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const auto view = of.view();
        escape(&view);
        _wrong += view_bytes::wrong(view.bytes(), _at, read);
        _at = (_at + read) % (bytes / view_bytes::word - read);
        _at += _at == 0 ? 1 : 0;
      }
      return tally::all(rounds);
    }

   private:
    static constexpr std::size_t read = 4;  // words

    short_views& _load;
    unsigned _index;
    std::size_t _at = 1;
    std::uint64_t _wrong = 0;
  };

  /// A lost count either way shows at the end: a resize is refused without a view, or granted under
  /// one, or the exporter is not freed once.
  complaint verify() { return _lent.verify(); }

 private:
  static constexpr std::size_t bytes = 4096;

  lent_bytes<E> _lent;
};

}  // namespace contend::suites
