// One owner, one borrower, and between the two nothing that the design does not order itself.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>
#include <contend/core/rng.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/counted.hpp>

#include <cstdint>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace contend::negative {

/// Workers in pairs: the even one makes an object and shows its reference to the odd one, which
/// copies it, says so, looks at the object and drops the copy; the owner drops its own meanwhile,
/// a moment later. What the borrower did after it said so, only the count can order before the
/// destruction. With parameter `back`, the borrower is first given a reference that it drops, and
/// gives its copy back instead of dropping it: the shared count goes below zero and returns.
/// At last, when nobody steps any more, the borrower drops a parting gift of the owner's, who then
/// only has its exit to find out.
template <mortal P>
class lend {
 public:
  using subject = P;
  static constexpr unsigned min_threads = 2;
  static constexpr std::string_view name = "lend";
  static constexpr card about{
      .title = "Lent and dropped",
      .operation = "show an object to another worker, and drop it",
      .models = "a caller that frees an argument while the callee's thread still has a copy",
      .frees = "whoever drops last, or the owner",
      .exposes = "a destruction that is not ordered after all uses",
      .not_for = "timing",
      .source = "CPython pull request 118111",
      .breaks = "the planted bugs",
  };

  explicit lend(const setting& s)
      : _back(s.params.integer("back") != 0), _desks((s.threads + 1) / 2) {}

 private:
  /// `kept` is the owner's, and read by the borrower from shown to copied; `moved` is the
  /// borrower's in that time, and the owner's else.
  struct desk {
    atomic<int> stage{0};
    typename P::template ref<tracked> kept, moved, parting;
  };
  static constexpr int shown = 1, copied = 2;

 public:
  class worker {
   public:
    worker(lend& load, const seat& s)
        : _load(load), _desk(*load._desks[s.index / 2]), _lends(s.index % 2 == 0), _random(s.seed) {
      if (!_lends) return;
      const attached here(_membership);
      _desk.parting = P::template make<tracked>(load._book, answer);
    }
    ~worker() {
      const attached here(_membership);
      if (_lends) drop();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      tally done;
      for (std::uint32_t i = 0; i < rounds; ++i) done += {1, _lends ? lending() : borrowing()};
      _membership.safepoint();
      return done;
    }

    void settle() {
      const attached here(_membership);
      if (!_lends) _desk.parting.reset();
    }

   private:
    bool lending() {
      if (!_desk.kept) {
        _desk.kept = P::template make<tracked>(_load._book, answer);
        escape(&P::get(_desk.kept));
        if (_load._back) _desk.moved = _desk.kept;
        // (1) release, partner (2): the references are in place.
        _desk.stage.store(shown, memory_order_release);
        return true;
      }
      // (3) acquire, partner (4): the borrower has its copy, or has given it back.
      if (_desk.stage.load(memory_order_acquire) != copied) {
        std::this_thread::yield();
        return false;
      }
      // Time for the borrower to be done; and nothing here tells whether it is.
      for (std::uint64_t spins = _random() % 4096; spins != 0; --spins) cpu_pause();
      drop();
      return true;
    }
    void drop() {
      _desk.moved.reset();
      _desk.kept.reset();
    }

    bool borrowing() {
      // (2) acquire, partner (1): the references are in place.
      if (_desk.stage.load(memory_order_acquire) != shown) {
        std::this_thread::yield();
        return false;
      }
      _desk.moved.reset();
      auto copy = _desk.kept;
      if (_load._back) _desk.moved = std::move(copy);
      // (4) release, partner (3): I have my copy, or have given it back.
      _desk.stage.store(copied, memory_order_release);
      if (copy && P::get(copy).value() != answer) _load._book.corrupt();
      return true;
    }

    lend& _load;
    desk& _desk;
    const bool _lends;
    rng _random;
    [[no_unique_address]] typename P::thread _membership;
  };

  complaint verify() {
    collect<P>();
    return _book.verify();
  }

 private:
  static constexpr std::uint64_t answer = 42;

  const bool _back;
  ledger _book;
  std::vector<padded<desk>> _desks;
};

}  // namespace contend::negative
