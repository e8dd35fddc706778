// Barriers for the optimiser, not for the processor. Compilers delete an unescaped new/delete
// pair (the well-known cache-scratch benchmarks allocate nothing because of it), so every
// workload passes each pointer that it allocates through escape().
#pragma once

namespace contend {

/// The compiler must assume that whatever `p` points to is read and written here. Emits nothing.
inline void escape(const volatile void* p) noexcept { asm volatile("" : : "g"(p) : "memory"); }

/// The compiler must compute `value` and may not know it afterwards. Emits nothing.
template <class T>
inline void keep(T& value) noexcept {
  asm volatile("" : "+m"(value) : : "memory");
}

/// The compiler must compute `value`. Emits nothing (at most a spill to the stack).
template <class T>
inline void keep(const T& value) noexcept {
  asm volatile("" : : "m"(value) : "memory");
}

}  // namespace contend
