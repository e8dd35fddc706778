// How a thread waits without sleeping.
#pragma once

#include <thread>

namespace contend {

/// Tells the core that this is a spin loop.
inline void cpu_pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// Pauses for twice as long each time, then yields: on an oversubscribed host the thread waited
/// for may need this CPU.
class spin_wait {
 public:
  void once() noexcept {
    if (_round < yield_after) {
      for (unsigned i = 0; i < (1u << _round); ++i) cpu_pause();
      ++_round;
    } else {
      std::this_thread::yield();
    }
  }
  void reset() noexcept { _round = 0; }

 private:
  static constexpr unsigned yield_after = 7;
  unsigned _round = 0;
};

}  // namespace contend
