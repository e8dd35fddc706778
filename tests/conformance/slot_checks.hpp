// What every slot promises (contend/subject/slot.hpp), as bodies that the designs on the bench
// must pass and planted wrong ones must fail.
#pragma once

#include <contend/load/ledger.hpp>
#include <contend/subject/slot.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace contend::slots {

/// A ledger, the calling thread's membership, attached, and objects made in them. finish() once all
/// slots and references are gone.
template <class P>
class bench {
 public:
  using ref = typename P::template ref<tracked>;
  using slot = typename P::template slot<tracked>;

  [[nodiscard]] ref make(std::uint64_t value) { return P::template make<tracked>(book, value); }
  /// So many that any deferred count down that may happen does.
  void store_many(slot& s, int times = 300) {
    for (int i = 0; i < times; ++i) s.store(make(1000 + static_cast<std::uint64_t>(i)));
  }
  [[nodiscard]] std::uint64_t alive() const { return book.total_born() - book.total_died(); }
  [[nodiscard]] complaint finish() {
    here.reset();
    membership.reset();
    collect<P>();
    return book.verify();
  }

  ledger book;
  std::optional<typename P::thread> membership{std::in_place};
  std::optional<attached<typename P::thread>> here{std::in_place, *membership};
};

inline complaint unless(bool right, const char* what) {
  return right ? std::nullopt : complaint(what);
}

/// A view shows the same live object after its slot was stored over.
template <class P>
complaint view_survives_stores() {
  bench<P> b;
  {
    typename bench<P>::slot place(b.make(7));
    const auto view = place.load();
    b.store_many(place);
    if (P::get(view).value() != 7) return "the view shows something else";
  }
  return b.finish();
}

/// The same when what was in the slot is taken out, and dropped by who took it.
template <class P>
complaint view_survives_exchange() {
  bench<P> b;
  {
    typename bench<P>::slot place(b.make(7));
    const auto view = place.load();
    place.exchange(b.make(8)).reset();
    b.store_many(place);
    if (P::get(view).value() != 7) return "the view shows something else";
  }
  return b.finish();
}

/// The same when the slot is destroyed.
template <class P>
complaint view_survives_the_slot() {
  bench<P> b;
  {
    std::optional<typename bench<P>::slot> place(std::in_place, b.make(7));
    const auto view = place->load();
    place.reset();
    typename bench<P>::slot other(b.make(9));
    b.store_many(other);
    if (P::get(view).value() != 7) return "the view shows something else";
  }
  return b.finish();
}

/// More views at once than any design has cheap ones, of one object and of several.
template <class P>
complaint many_views_survive() {
  bench<P> b;
  {
    typename bench<P>::slot one(b.make(0)), other(b.make(100));
    const std::array same{one.load(), one.load(), one.load(), one.load()};
    b.store_many(one, 40);
    other.store(b.make(1));
    const std::array more{other.load(), other.load(), other.load(), other.load(), other.load()};
    b.store_many(one);
    b.store_many(other);
    for (const auto& v : same) {
      if (P::get(v).value() != 0) return "an early view shows something else";
    }
    for (const auto& v : more) {
      if (P::get(v).value() != 1) return "a late view shows something else";
    }
  }
  return b.finish();
}

/// What was stored over, and what was in a slot that is destroyed, is destroyed once.
template <class P>
complaint everything_stored_goes() {
  bench<P> b;
  {
    typename bench<P>::slot place(b.make(1)), never({});
    b.store_many(place);
    place.store({});
    place.store(b.make(2));
  }
  return b.finish();
}

}  // namespace contend::slots
