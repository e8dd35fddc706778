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
  lifo,               ///< linearizable stack
  none,
};

struct buffer_info {
  order_guarantee order = order_guarantee::fifo;
  bool bounded = true;  ///< try_push can fail for want of room, not of memory
  unsigned max_producers = any_threads;
  unsigned max_consumers = any_threads;
};

/// A buffer B of trivially copyable T. `B(capacity)` holds at least `capacity` items; an
/// unbounded one may take it as a hint.
///  - `handle(B&)`: one thread's way in, made on that thread; the buffer outlives it.
///  - `handle.try_push(v)`: false if full; then nothing happened.
///  - `handle.try_pop(v)`: false if empty; then v is untouched.
/// Both may fail spuriously only while an operation of another thread is in progress.
/// A successful push happens-before the pop that takes its item.
// clang-format off
template <class B>
concept buffer = subject<B> && std::constructible_from<B, std::size_t> &&
                 std::constructible_from<typename B::handle, B&> &&
                 requires(typename B::handle& h, typename B::value_type v) {
                   { B::traits } -> std::convertible_to<const buffer_info&>;
                   { h.try_push(v) } -> std::same_as<bool>;
                   { h.try_pop(v) } -> std::same_as<bool>;
                 };
// clang-format on

}  // namespace contend
