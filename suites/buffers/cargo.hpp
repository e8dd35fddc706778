// What an item travels as: itself, a record, a pointer that the consumer frees, a counted handle.
#pragma once

#include "item.hpp"

#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/subject/allocator.hpp>
#include <contend/subject/counted.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

namespace contend::suites {

/// A cargo C, one for each worker, made with the load's ledger, in which it enters what it makes
/// and what it frees. One owner.
///  - `load(i)`: what to push for item i; it may be made again for a push that was refused
///    where C::weightless, else it is kept.
///  - `unload(c, i)`: what was popped is at its end: frees what there is to free. False if it did
///    not hold what was put into it, and i is then untouched.
// clang-format off
template <class C>
concept cargo = std::constructible_from<C, ledger&> &&
                std::is_trivially_copyable_v<typename C::carried> &&
                requires(C& c, typename C::carried v, item& i) {
                  { C::weightless } -> std::convertible_to<bool>;
                  { c.load(i) } -> std::same_as<typename C::carried>;
                  { c.unload(v, i) } -> std::same_as<bool>;
                };
// clang-format on

/// The number itself.
struct by_number {
  using carried = item;
  static constexpr bool weightless = true;

  explicit by_number(ledger&) noexcept {}
  static carried load(item i) noexcept { return i; }
  static bool unload(carried v, item& i) noexcept {
    i = v;
    return true;
  }
};

/// A cache line by value, each word of which tells whether it belongs to the others.
struct by_copy {
  using carried = std::array<std::uint64_t, 8>;
  static constexpr bool weightless = false;

  explicit by_copy(ledger&) noexcept {}
  static carried load(item i) noexcept {
    carried v{};
    for (std::uint64_t k = 0; k < v.size(); ++k) v[k] = i + k * odd;
    return v;
  }
  static bool unload(const carried& v, item& i) noexcept {
    for (std::uint64_t k = 1; k < v.size(); ++k) {
      if (v[k] != v[0] + k * odd) return false;
    }
    i = v[0];
    return true;
  }

 private:
  static constexpr std::uint64_t odd = 0x9e3779b97f4a7c15u;
};

/// A message of one cache line, allocated by its producer and freed by its consumer.
template <allocator A>
class by_pointer {
 public:
  struct message {
    item tag;
    std::uint64_t seal;
    std::array<std::byte, 40> text;
    // At the end, where allocators don't write to what is freed. Volatile: it is written for
    // whoever is wrongly given the message again, which compilers take for impossible.
    volatile std::uint64_t mark;
  };
  using carried = message*;
  static constexpr bool weightless = false;

  explicit by_pointer(ledger& book) noexcept : _book(&book) {}

  [[nodiscard]] carried load(item i) {
    void* at = A::allocate(sizeof(message));
    if (at == nullptr) throw std::bad_alloc();
    auto* m = new (at) message{.tag = i, .seal = ~i, .text = {}, .mark = sealed};
    escape(m);
    _book->born();
    return m;
  }
  bool unload(carried m, item& i) {
    if (m->mark != sealed) {
      _book->corrupt();
      return false;
    }
    const bool good = m->seal == ~m->tag;
    if (good) i = m->tag;
    m->mark = spent;
    _book->died();
    A::deallocate(m, sizeof(message));
    return good;
  }

 private:
  static constexpr std::uint64_t sealed = 0x5ea1ed5ea1ed5ea1u, spent = 0xdeadbeefdeadbeefu;

  ledger* _book;
};

/// A counted object whose only reference travels: the consumer drops the last one.
template <counted D>
class by_count {
  struct letter {
    letter(ledger& book, item i) : tag(i), seal(~i), life(book) {}
    item tag;
    std::uint64_t seal;
    tracked life;
  };
  using ref = typename D::template ref<letter>;

 public:
  using carried = decltype(std::declval<ref&>().release());
  static constexpr bool weightless = false;

  explicit by_count(ledger& book) noexcept : _book(&book) {}

  [[nodiscard]] carried load(item i) { return D::template make<letter>(*_book, i).release(); }
  bool unload(carried node, item& i) {
    const ref last = ref::adopt(node);
    const letter& l = D::get(last);
    if (l.seal != ~l.tag) return false;
    i = l.tag;
    return true;
  }

 private:
  ledger* _book;
  [[no_unique_address]] typename D::thread _membership;
};

}  // namespace contend::suites
