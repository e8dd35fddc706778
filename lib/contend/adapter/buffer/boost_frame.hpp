// Where TSan is told which function of Boost.Lockfree it is in.
#pragma once

#include <contend/core/sanitizer.hpp>

namespace contend::adapter {

template <class F>
[[gnu::noinline]] bool boost_lockfree_frame(F& f) {
  return f();
}

/// f(). In a TSan build in a frame of its own: where the compiler puts the library's functions into
/// the caller, and the runtime has no file for the place, this name is all that a suppression can
/// go by. In any other build it is nothing.
template <class F>
bool in_boost_lockfree(F f) {
  if constexpr (built_for_tsan) {
    return boost_lockfree_frame(f);
  } else {
    return f();
  }
}

}  // namespace contend::adapter
