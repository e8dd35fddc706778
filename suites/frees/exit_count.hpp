// Threads that are seen to end.
#pragma once

#include <contend/core/atomic.hpp>

#include <pthread.h>

#include <cstdint>
#include <system_error>

namespace contend::suites {

/// Counts exits, told by the exiting threads themselves: whoever skips an exit cannot claim it. By
/// a pthread key, because a thread_local's destructor is registered with a malloc, which the
/// load did not ask for.
class exit_count {
 public:
  exit_count() {
    if (const int error = pthread_key_create(&_key, &exit_count::on_exit); error != 0) {
      throw std::system_error(error, std::generic_category(), "pthread_key_create");
    }
  }
  ~exit_count() { pthread_key_delete(_key); }
  exit_count(const exit_count&) = delete;
  exit_count& operator=(const exit_count&) = delete;

  using counter = atomic<std::uint64_t>;

  /// The calling thread's exit will add one to `exits`, which must outlive it.
  void watch(counter& exits) const noexcept { pthread_setspecific(_key, &exits); }

  [[nodiscard]] static std::uint64_t seen(const counter& exits) noexcept {
    // (1) acquire, partner (2): what the threads did comes before what is done to it now.
    return exits.load(memory_order_acquire);
  }

 private:
  static void on_exit(void* exits) noexcept {
    // (2) release, partner (1): the thread's life.
    static_cast<counter*>(exits)->fetch_add(1, memory_order_release);
  }

  pthread_key_t _key{};
};

}  // namespace contend::suites
