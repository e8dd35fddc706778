// Object runtimes: how a language keeps its objects alive and its lists whole. What the seed's
// program, a window of lists of boxed integers, runs on.
#pragma once

#include <contend/subject/info.hpp>
#include <contend/subject/membership.hpp>

#include <concepts>
#include <cstddef>
#include <utility>

namespace contend {

/// A list L of references E, itself an object of the runtime.
///  - `append(e)`, `pop_front()`, `pop_back()`: as Python's append, pop(0) and pop(). A pop from
///    an empty list returns a null reference. The popped element is dropped by the caller, after
///    the list's lock, if there is one, was given back.
///  - `append_private(e)`: as append(), by the only thread that can reach the list: a
///    comprehension under construction.
///  - `size()`: a list that other threads change at once may have changed it already.
///  - `at(i)`, i < size(): borrowed; only while no other thread changes the list.
// By hand: clang-format 14 does not know how to break a concept.
// clang-format off
template <class L, class E>
concept reference_list = std::default_initializable<L> && requires(L& l, const L& c, E e) {
  { l.append(std::move(e)) };
  { l.append_private(std::move(e)) };
  { l.pop_front() } -> std::same_as<E>;
  { l.pop_back() } -> std::same_as<E>;
  { c.size() } -> std::same_as<std::size_t>;
  { c.at(std::size_t{}) } -> std::same_as<const E&>;
};
// clang-format on

/// A runtime R. All names below are members of R, which is never instantiated.
///
///  - `ref<T>`: a strong reference, possibly null; movable. reset() or destruction drops it;
///    dropping the last one destroys the T, on the thread that the design decides. `make<T>`
///    makes an object (std::bad_alloc), `get` reads a reference that is not null.
///  - `lend(ref)`: a second reference to the same object, made by reading the first one (not
///    null), which several threads may do at once, and dropped before it: what an interpreter's
///    stack holds during a call. A counted design counts up and down; the floor copies a pointer.
///  - `list<E>`: a reference_list for one thread at a time. `shared_list<E>`: one for any thread
///    at any time. A language in which every list may be shared has one type for both.
///  - `thread`: membership (membership.hpp). References that are left when no thread is a member
///    any more may be dropped by any one thread.
// clang-format off
template <class R>
concept runtime =
    subject<R> && membership<typename R::thread> &&
    std::movable<typename R::template ref<int>> &&
    std::default_initializable<typename R::template ref<int>> &&
    reference_list<typename R::template list<typename R::template ref<int>>,
                   typename R::template ref<int>> &&
    reference_list<typename R::template shared_list<typename R::template ref<int>>,
                   typename R::template ref<int>> &&
    requires(const typename R::template ref<int>& r, typename R::template ref<int>& w) {
      { R::template make<int>(1) } -> std::same_as<typename R::template ref<int>>;
      { R::get(r) } -> std::same_as<int&>;
      { R::get(R::lend(r)) } -> std::same_as<int&>;
      { static_cast<bool>(r) };
      { w.reset() };
    };
// clang-format on

}  // namespace contend
