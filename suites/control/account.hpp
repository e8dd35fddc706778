// What the controls are held to: the effect of a run must equal what its workers reported.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/load/workload.hpp>

#include <cstdint>
#include <string>

namespace contend::suites {

/// Sums over all workers. add() from any thread, once a worker; total() when they are gone.
class account {
 public:
  void add(std::uint64_t n) noexcept {
    // Relaxed: a sum; it is read after the workers were joined.
    _total.fetch_add(n, memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t total() const noexcept {
    // Relaxed: the workers are gone.
    return _total.load(memory_order_relaxed);
  }

  /// The oracle: what is there is what was reported.
  [[nodiscard]] complaint compare(std::string_view what, std::uint64_t found) const {
    if (found == total()) return std::nullopt;
    return std::string(what) + ": " + std::to_string(found) + ", but " + std::to_string(total()) +
           " were reported";
  }

 private:
  atomic<std::uint64_t> _total{0};
};

/// The compiler must compute `value` here and may not know it afterwards. Unlike contend::keep
/// it leaves the value in its register: no trip through memory in a loop of one cycle.
template <class T>
inline void opaque(T& value) noexcept {
  asm volatile("" : "+r"(value));
}

}  // namespace contend::suites
