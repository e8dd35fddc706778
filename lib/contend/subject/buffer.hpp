// Buffers: what a queue, stack or ring must offer to be put under a load.
#pragma once

#include <contend/subject/info.hpp>

#include <concepts>
#include <cstddef>

namespace contend {

/// What a buffer promises about order.
enum class order_guarantee {
  fifo,               ///< linearizable queue
  per_producer_fifo,  ///< one producer's items leave in order; producers interleave freely
  k_fifo,             ///< a queue in which an item may overtake at most buffer_info::slack others
  lifo,               ///< linearizable stack
  none,
};

struct buffer_info {
  order_guarantee order = order_guarantee::fifo;
  bool bounded = true;  ///< try_push can fail for want of room, not of memory
  unsigned max_producers = any_threads;
  unsigned max_consumers = any_threads;
  unsigned slack = 0;  ///< of k_fifo
  /// try_pop() fails only if there is an instant of the call at which the buffer is empty, and
  /// try_push() only if there is one at which it holds what it was built for. False: either may
  /// also fail spuriously, see below.
  bool exact_empty = false, exact_full = false;
  /// An item is dealt to one consumer when it is pushed. As long as that one's handle lives, others
  /// do not find it; after that, the next consumer that finds nothing else does.
  bool dealt = false;
};

/// What a buffer is made for.
struct buffer_size {
  std::size_t capacity = 1024;  ///< items that must fit
  unsigned handles = 1;         ///< the most that are made of it in its life
};

/// A buffer B of trivially copyable T, which it stores by value: what an item points to is its
/// user's, before and after. `B(size)` holds at least size.capacity items; an unbounded one may
/// take that as a hint.
///  - `handle(B&)`: one thread's way in, made on that thread; the buffer outlives it. A thread that
///    only pushes counts as a producer, one that only pops as a consumer.
///  - `handle.try_push(v)`: false if full; then nothing happened.
///  - `handle.try_pop(v)`: false if empty; then v is untouched.
/// Both may fail spuriously only while an operation of another thread is in progress, and not even
/// then where the traits say exact_empty or exact_full.
/// A successful push happens-before the pop that takes its item. Items that are left when the
/// buffer is destroyed are gone.
///
/// A ceiling (info.ceiling) keeps nothing: every operation succeeds, and a pop leaves v untouched.
// clang-format off
template <class B>
concept buffer = subject<B> && std::constructible_from<B, const buffer_size&> &&
                 std::constructible_from<typename B::handle, B&> &&
                 requires(typename B::handle& h, typename B::value_type v) {
                   { B::traits } -> std::convertible_to<const buffer_info&>;
                   { h.try_push(v) } -> std::same_as<bool>;
                   { h.try_pop(v) } -> std::same_as<bool>;
                 };

/// A buffer that can also wait, asleep rather than spinning.
///  - `handle.push(v)`: waits for room. False, and nothing happened, once the buffer is closed.
///  - `handle.pop(v)`: waits for an item. False once the buffer is closed and, for this thread,
///    empty; an item that was pushed before close() is still given out.
///  - `close()`: any thread, once; wakes all that wait, and whoever comes after does not wait. No
///    try_push() may be under way then, or come after.
template <class B>
concept waiting_buffer = buffer<B> && requires(B& b, typename B::handle& h, typename B::value_type v) {
  { h.push(v) } -> std::same_as<bool>;
  { h.pop(v) } -> std::same_as<bool>;
  { b.close() };
};

/// A buffer that takes and gives several items at a time for less than one by one.
///  - `handle.try_push(first, n)`, `handle.try_pop(first, n)`: from, and to, `n` places at `first`;
///    how many, from the first on, were pushed or popped: 0 to n.
template <class B>
concept bulk_buffer = buffer<B> && requires(typename B::handle& h, const typename B::value_type* from,
                                            typename B::value_type* to, std::size_t n) {
  { h.try_push(from, n) } -> std::same_as<std::size_t>;
  { h.try_pop(to, n) } -> std::same_as<std::size_t>;
};
// clang-format on

}  // namespace contend
