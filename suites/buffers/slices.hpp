// Every worker cuts a view into slices, reads them, and lets them go.
#pragma once

#include "../refcount/checked.hpp"
#include "lent_bytes.hpp"

#include <contend/core/escape.hpp>

#include <array>

namespace contend::suites {

/// Parameters: `sharing`, as in short_views; `slices` a view, 1 to 64.
template <exporter E>
class slices {
 public:
  using subject = E;
  static constexpr std::string_view name = "slices";
  static constexpr card about{
      .title = "Views cut into slices",
      .operation =
          "one view or slice, made, read and released: a round takes a view, cuts it into "
          "`slices` parts, lets the whole go, reads two words of each part, lets those go",
      .models =
          "parsers and protocol stacks that hand on parts of a message without copying: "
          "memoryview slices of one receive buffer",
      .frees = "the controller drops the owners after the run",
      .exposes =
          "where a slice counts: on the exporter, which all share, or on the view that it was cut "
          "from, which is one worker's (CPython's managed buffer, at an allocation a view)",
      .not_for = "a slice that crosses threads (late_views)",
      .source = "CPython, memoryobject.c (_PyManagedBuffer, mbuf_add_view); its issue 155606",
      .breaks =
          "counts on the exporter, with sharing:one and many slices; managed buffers, with one "
          "slice a view",
  };

  explicit slices(const setting& s)
      : _slices(in_range(name, s.params, "slices", 1, most)),
        _lent(one_of(name, s.params, "sharing", {"one", "private"}) == 0, s.threads, bytes) {}

  class worker {
   public:
    worker(slices& load, const seat& s) : _load(load), _index(s.index) { load._lent.join(s.index); }
    ~worker() { _load._lent.misread(_index, _wrong); }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      const typename E::owner& of = _load._lent.of(_index);
      const std::size_t n = _load._slices;
      const std::size_t words = bytes / view_bytes::word / n;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        auto whole = of.view();
        for (std::size_t k = 0; k < n; ++k) {
          _parts[k] = whole.slice(k * words * view_bytes::word, words * view_bytes::word);
        }
        whole.reset();
        escape(_parts.data());
        for (std::size_t k = 0; k < n; ++k) {
          // The last two, as the exporter's first is its tag.
          const auto part = _parts[k].bytes();
          _wrong += part.size() != words * view_bytes::word ||
                    view_bytes::wrong(part, words - 2, 2, k * words) != 0;
        }
        for (std::size_t k = 0; k < n; ++k) _parts[k].reset();
      }
      return tally::all(std::uint64_t{rounds} * (n + 1));
    }

   private:
    slices& _load;
    unsigned _index;
    std::array<typename E::view, 64> _parts;
    std::uint64_t _wrong = 0;
  };

  /// As in short_views; a slice that shows other bytes than were asked for counts as misread.
  complaint verify() { return _lent.verify(); }

  [[nodiscard]] std::uint64_t round_operations() const noexcept { return _slices + 1; }

 private:
  static constexpr std::size_t bytes = 4096;
  static constexpr std::int64_t most = 64;

  std::size_t _slices;
  lent_bytes<E> _lent;
};

}  // namespace contend::suites
