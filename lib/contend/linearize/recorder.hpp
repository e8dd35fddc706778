// Records a history while threads run, without ordering them.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/linearize/operation.hpp>
#include <contend/linearize/stamp.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace contend::linearize {

/// One thread's operations, in memory that was allocated and touched beforehand. One owner.
class thread_log {
 public:
  thread_log(std::uint32_t thread, std::size_t room) : _thread(thread), _all(room) {}

  /// No further operation fits. Who goes on after that must not touch the object: a history with
  /// gaps proves nothing.
  [[nodiscard]] bool full() const noexcept { return _used == _all.size(); }
  [[nodiscard]] std::size_t size() const noexcept { return _used; }

  /// Calls `call()` between two stamps and writes down its answer: a bool, or a std::optional of
  /// what was found. Returns it. If it throws, the operation has not returned. Not when full().
  template <std::invocable Call>
  auto operate(action what, std::uint64_t key, std::uint64_t value, Call&& call) {
    operation& o = _all[_used++];
    o.key = key;
    o.value = value;
    o.thread = _thread;
    o.what = what;
    o.call = call_stamp();
    const auto answer = std::forward<Call>(call)();
    o.returned = return_stamp();
    o.answer = answer ? outcome::yes : outcome::no;
    if constexpr (!std::same_as<decltype(answer), const bool>) {
      if (answer) o.seen = static_cast<std::uint64_t>(*answer);
    }
    return answer;
  }

 private:
  friend class recorder;

  std::uint32_t _thread;
  std::size_t _used = 0;
  history _all;
};

/// A log a thread. Each log is its thread's alone until that has ended and was joined: there is no
/// shared counter, lock or flag, which would order operations that the object itself does not
/// order.
class recorder {
 public:
  /// Allocates room for `room` operations of each of `threads` threads.
  recorder(std::uint32_t threads, std::size_t room);

  [[nodiscard]] thread_log& of(std::uint32_t thread) { return **_logs.at(thread); }

  /// All that was recorded. Once no thread records any more.
  [[nodiscard]] history all() const;

 private:
  struct place : std::optional<thread_log> {};

  std::vector<padded<place>> _logs;
};

}  // namespace contend::linearize
