// A shared place that holds a counted reference and is read by many while some replace it.
#pragma once

#include <contend/subject/counted.hpp>

#include <concepts>
#include <string_view>

namespace contend {

/// What a design says about its slots.
struct slot_traits {
  progress loading = progress::blocking;
  progress storing = progress::blocking;
  std::string_view cannot = {};
};

/// A counted design P with shared slots.
///
///  - `slot<T>`: constructed from a ref by value, which may be null; neither copied nor moved. Any
///    attached members may call its functions at once. Destroyed when nobody does.
///  - `load()`: a short-lived view of what the slot holds, null if that is null:
///  `static_cast<bool>`,
///    and `P::get(view)`. What it shows stays alive while the view does. It lives on the thread
///    that loaded it and dies before that thread's next safepoint or detachment.
///  - `share()`: as load(), but a ref.
///  - `exchange(ref)`: puts the ref in and returns what was there. `store(ref)`: without return.
///
/// A load that sees a store happens after it.
// clang-format off
template <class P>
concept slotted = counted<P> &&
    std::constructible_from<typename P::template slot<int>, typename P::template ref<int>> &&
    requires(typename P::template slot<int>& s, typename P::template ref<int> r) {
      { P::slotting } -> std::convertible_to<const slot_traits&>;
      { static_cast<bool>(s.load()) };
      { P::get(s.load()) } -> std::same_as<int&>;
      { s.share() } -> std::same_as<typename P::template ref<int>>;
      { s.exchange(std::move(r)) } -> std::same_as<typename P::template ref<int>>;
      { s.store(std::move(r)) };
    };
// clang-format on

}  // namespace contend
