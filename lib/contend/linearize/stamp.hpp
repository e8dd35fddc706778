// When an operation began and ended, so that its effects lie between the two.
#pragma once

#include <contend/core/clock.hpp>

#include <cstdint>

namespace contend::linearize {

// A stamp is worth something if nothing that the operation does leaves the interval. Against the
// compiler: the statements below clobber memory, so no access crosses them. Against the processor:
//  - the first stamp is followed by a barrier, or the operation's loads could be done while the
//    clock is still being read: an answer from before the call;
//  - the second is preceded by one that waits for the stores too. Else a release store may still
//    sit in this core's buffer when the operation has "returned", and a later reader that misses it
//    would look like an error of the container, which it is not.
// They are barriers of this core alone: no other thread reads or writes anything, so they order no
// thread after another, and TSan, which knows nothing of them, still sees every race. What they do
// take away is a reordering between two consecutive operations of one thread: a container that is
// wrong only there is not caught by a history.

/// All that the thread did before is done; nothing that comes after has begun.
inline void await_own_accesses() noexcept {
#if defined(__x86_64__)
  asm volatile("mfence\n\tlfence" : : : "memory");
#elif defined(__aarch64__)
  asm volatile("dsb ish\n\tisb" : : : "memory");
#else
  __sync_synchronize();
#endif
}

/// The last thing before an operation.
[[nodiscard]] inline std::int64_t call_stamp() noexcept {
  const std::int64_t now = now_ns();
  await_own_accesses();
  return now;
}

/// The first thing after it.
[[nodiscard]] inline std::int64_t return_stamp() noexcept {
  await_own_accesses();
  return now_ns();
}

}  // namespace contend::linearize
