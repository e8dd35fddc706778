// The atomic seam. Everything under model/ takes its atomics from here, so that a build for
// correctness can put a perturbing atomic in their place (core/perturb.hpp) and a test can put
// a deterministic one. In a timed build this is std::atomic and nothing else.
#pragma once

#include <atomic>

#if defined(CONTEND_PERTURB)
#include <contend/core/perturb.hpp>
#endif

namespace contend {

#if defined(CONTEND_PERTURB)
template <class T>
using atomic = perturbing_atomic<T>;
inline constexpr bool atomics_perturb = true;
#else
template <class T>
using atomic = std::atomic<T>;
inline constexpr bool atomics_perturb = false;
#endif

using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

}  // namespace contend
