// What the tests of the counted designs share: the designs, a member, and what dead means where.
#pragma once

#include "drive.hpp"

#include <contend/core/type_list.hpp>
#include <contend/load/ledger.hpp>
#include <contend/subject/counted.hpp>
#include <suites/refcount/designs.hpp>

#include <gtest/gtest.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <thread>

namespace contend {

namespace detail {
template <class Types, template <class> class Wanted, class... Rest>
struct chosen;
template <class... T, template <class> class Wanted>
struct chosen<testing::Types<T...>, Wanted> {
  using types = testing::Types<T...>;
};
template <class... T, template <class> class Wanted, class First, class... Rest>
struct chosen<testing::Types<T...>, Wanted, First, Rest...> {
  using types = typename std::conditional_t<Wanted<First>::value,
                                            chosen<testing::Types<T..., First>, Wanted, Rest...>,
                                            chosen<testing::Types<T...>, Wanted, Rest...>>::types;
};
template <template <class> class Wanted, class... D>
typename chosen<testing::Types<>, Wanted, D...>::types choose(type_list<D...>);

template <class>
struct any : std::true_type {};
template <class P>
struct shareable : std::bool_constant<(P::info.max_threads > 1)> {};
}  // namespace detail

using counted_types = decltype(detail::choose<detail::any>(suites::counted_designs{}));
/// Those that more than one thread may use.
using shared_types = decltype(detail::choose<detail::shareable>(suites::counted_designs{}));

/// The test's own thread is a member, attached; objects report to a ledger that must come out even.
template <class P>
class counted_test : public testing::Test {
 protected:
  using ref = typename P::template ref<tracked>;
  using local = local_of<P, tracked>;
  using thread = typename P::thread;

  void SetUp() override {
    _membership.emplace();
    _membership->attach();
  }
  void TearDown() override {
    if (_membership) leave();
    collect<P>();
    EXPECT_EQ(_book.verify(), std::nullopt);
  }

  ref make(std::uint64_t value = 7) { return P::template make<tracked>(_book, value); }

  void safepoints(unsigned n) {
    for (unsigned i = 0; i < n; ++i) _membership->safepoint();
  }
  void leave() {
    _membership->detach();
    _membership.reset();
  }
  /// Runs `body` while this thread is detached: it is about to wait for others.
  template <class Body>
  void detached(Body body) {
    _membership->detach();
    body();
    _membership->attach();
  }
  /// Runs `body(membership)` on another thread, attached, and waits for its end.
  template <class Body>
  void elsewhere(Body body) {
    detached([&] {
      std::thread([&] {
        thread other;
        const attached here(other);
        body(other);
      }).join();
    });
  }

  /// `n` objects are left, as far as the design lets it be seen while there are members: after
  /// safepoints of this one where others than the last dropper destroy. No other is attached.
  void expect_alive(std::uint64_t n) {
    switch (P::traits.destroyed_by) {
      case destroyer::last_dropper: break;
      case destroyer::owner: safepoints(1); break;
      case destroyer::collector:
        for (int i = 0; i < patience && alive() > n; ++i) safepoints(1);
        break;
      case destroyer::teardown: EXPECT_EQ(_book.total_died(), 0u); return;
    }
    EXPECT_EQ(alive(), n);
  }
  /// `n` objects are referenced: they are not destroyed, however long we wait.
  void expect_kept(std::uint64_t n) {
    safepoints(patience);
    EXPECT_GE(alive(), n);
  }

  [[nodiscard]] std::uint64_t alive() const { return _book.total_born() - _book.total_died(); }

  /// Safepoints in which a collecting design must find one dead object, with a single member
  /// attached; each further link of a chain takes as many.
  static constexpr int patience = 500;

  ledger _book;
  std::optional<thread> _membership;
};

}  // namespace contend
