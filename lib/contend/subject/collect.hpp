// What a design still keeps when everything that was made of it has gone.
#pragma once

namespace contend {

/// No object, handle or member of P is left: what P has retired, and has not yet freed, is freed.
/// P says how with a static `collect()`; nothing for a design that keeps nothing back. By one
/// thread. Designs that share a reclaimer are collected together: none of them may be in use.
template <class P>
void collect() {
  if constexpr (requires { P::collect(); }) P::collect();
}

/// Declared before an object of P, it collects when that has gone.
template <class P>
struct collects_at_end {
  collects_at_end() = default;
  ~collects_at_end() { collect<P>(); }
  collects_at_end(const collects_at_end&) = delete;
  collects_at_end& operator=(const collects_at_end&) = delete;
};

}  // namespace contend
