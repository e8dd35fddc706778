// Where a count lies: beside other threads' objects, beside its own payload, or on lines of its
// own.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `layout`, packed (objects of 16 bytes and their count, made one after another and
/// dealt out in the order of their addresses, so that neighbours in memory are different workers')
/// or own_line (the same objects, each aligned to two lines, and so its count); `beside`, what lies
/// beside the count that a worker writes: neighbours (each worker counts its own 64 objects) or
/// payload (and reads the next worker's objects, while that one counts them).
template <counted P>
class packing {
 public:
  using subject = P;
  static constexpr std::string_view name = "packing";
  static constexpr card about{
      .title = "A count's neighbours in memory",
      .operation =
          "copy a reference to one of the worker's own 64 objects and drop the copy; with "
          "beside:payload also read the payload of one of the next worker's",
      .models =
          "small objects made in a row by one thread and used by many; a count in the header of an "
          "object whose fields others read",
      .frees =
          "nothing while the clock runs: the controller made the objects, which nobody owns, and "
          "each worker drops its own",
      .exposes =
          "false sharing: no two workers ever count the same object. The ratio of own_line to "
          "packed is what the layout costs",
      .not_for =
          "a biased count's fast path, as nobody owns these; nor for an allocator that keeps small "
          "blocks apart: the metric neighbours_on_one_line says how many objects share a line with "
          "another worker's",
      .source = "gnustep libobjc2 issue 403 (counts of neighbours on one line); Boost.SmartPtr",
      .breaks = "intrusive counts in small objects: the smaller the header, the more on a line",
  };
  static constexpr std::size_t objects = 64;  ///< a worker

  explicit packing(const setting& s)
      : _own_line(chosen(s, "layout", "packed", "own_line")),
        _read(chosen(s, "beside", "neighbours", "payload")) {
    if (_own_line) {
      _apart.make(_book, s.threads);
    } else {
      _close.make(_book, s.threads);
    }
  }

 private:
  /// tracked, in 16 bytes.
  struct small {
    small(ledger& of, std::uint64_t v) noexcept : value(v), book(&of) { of.born(); }
    ~small() {
      if (value == dead) {
        book->corrupt();
      } else {
        book->died();
      }
      value = dead;
    }
    static constexpr std::uint64_t dead = 0xdeadbeefdeadbeefu;
    volatile std::uint64_t value;
    ledger* volatile book;
  };
  struct alignas(no_share) spacious : small {
    using small::small;
  };

  /// All workers' objects of one layout.
  template <class Object>
  struct dealt {
    using reference = typename P::template ref<Object>;

    void make(ledger& book, unsigned threads) {
      std::vector<reference> all;
      for (std::size_t i = 0; i < threads * objects; ++i) {
        all.push_back(P::template make<Object>(book, 0));
        escape(&P::get(all.back()));
      }
      // An allocator gives blocks that were freed before in any order.
      std::sort(all.begin(), all.end(),
                [](const reference& a, const reference& b) { return address(a) < address(b); });
      std::size_t together = 0;
      for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        together += address(all[i]) / cache_line == address(all[i + 1]) / cache_line;
      }
      // One worker's objects are no danger to each other.
      on_one_line = threads == 1 ? 0 : static_cast<double>(together) / double(all.size() - 1);
      by_worker.resize(threads);
      payloads.resize(threads);
      for (std::size_t i = 0; i < all.size(); ++i) {
        P::get(all[i]).value = i % threads;
        payloads[i % threads].push_back(&P::get(all[i]));
        by_worker[i % threads].push_back(std::move(all[i]));
      }
    }
    static std::uintptr_t address(const reference& r) noexcept {
      return reinterpret_cast<std::uintptr_t>(&P::get(r));
    }

    std::vector<std::vector<reference>> by_worker;
    std::vector<std::vector<const Object*>> payloads;
    double on_one_line = 0;
  };

 public:
  class worker {
   public:
    worker(packing& load, const seat& s)
        : _load(load), _index(s.index), _next((s.index + 1) % s.threads) {
      const attached here(_membership);
      if (load._own_line) {
        take(_apart, load._apart);
      } else {
        take(_close, load._close);
      }
    }
    ~worker() {
      const attached here(_membership);
      if (_wrong != 0) _load._book.corrupt();
      _apart.clear();
      _close.clear();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      if (_load._own_line) {
        count(_apart, _load._apart, rounds);
      } else {
        count(_close, _load._close, rounds);
      }
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    template <class Local, class Dealt>
    void take(std::vector<Local>& mine, Dealt& from) {
      for (auto& r : from.by_worker[_index]) mine.push_back(localise_as<Local>(r));
      from.by_worker[_index].clear();
    }
    template <class Local, class Ref>
    static Local localise_as(const Ref& r) {
      return localise<P, std::remove_reference_t<decltype(P::get(r))>>(r);
    }

    template <class Local, class Dealt>
    void count(const std::vector<Local>& mine, const Dealt& all, std::uint32_t rounds) {
      const auto& theirs = all.payloads[_next];
      for (std::uint32_t i = 0; i < rounds; ++i) {
        {
          auto copy = mine[_at];
          escape(&copy);
        }
        if (_load._read) _wrong += theirs[_at]->value != _next;
        _at = (_at + 1) % objects;
      }
      for (const Local& one : mine) _wrong += P::get(one).value != _index;
    }

    packing& _load;
    unsigned _index, _next;
    std::size_t _at = 0;
    std::uint64_t _wrong = 0;
    [[no_unique_address]] typename P::thread _membership;
    std::vector<local_of<P, typename packing::small>> _close;
    std::vector<local_of<P, typename packing::spacious>> _apart;
  };

  /// Every object was whole whenever it was looked at, and died once, by its worker's hand.
  complaint verify() {
    _close.by_worker.clear();
    _apart.by_worker.clear();
    collect<P>();
    return _book.verify();
  }

  [[nodiscard]] std::vector<metric> metrics() const {
    return {
        {"neighbours_on_one_line", "share", _own_line ? _apart.on_one_line : _close.on_one_line}};
  }

 private:
  static bool chosen(const setting& s, const char* what, const std::string& no,
                     const std::string& yes) {
    const std::string& value = s.params.text(what);
    if (value != no && value != yes) {
      throw std::invalid_argument("packing: " + std::string(what) + ": '" + value + "' is not " +
                                  no + " or " + yes);
    }
    return value == yes;
  }

  const bool _own_line, _read;
  ledger _book;
  dealt<small> _close;
  dealt<spacious> _apart;
};

}  // namespace contend::suites
