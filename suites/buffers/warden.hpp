// Lets waiting workers go that nobody else would let go, and tells whether the buffer should have.
#pragma once

#include "audit.hpp"

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace contend::suites {

/// What a worker says about itself while it works. One writer.
class wait_sign {
 public:
  void moved(std::uint64_t pushed, std::uint64_t popped) noexcept {
    // Relaxed, here and below: the warden acts on what it saw twice, a while apart; no item is
    // reached through it.
    _pushed.store(pushed, memory_order_relaxed);
    _popped.store(popped, memory_order_relaxed);
  }
  void waits(bool w) noexcept {
    // Relaxed: see above.
    _waits.store(w, memory_order_relaxed);
  }
  // Relaxed: see above.
  [[nodiscard]] std::uint64_t pushed() const noexcept { return _pushed.load(memory_order_relaxed); }
  [[nodiscard]] std::uint64_t popped() const noexcept { return _popped.load(memory_order_relaxed); }
  // Relaxed: see above.
  [[nodiscard]] bool waiting() const noexcept { return _waits.load(memory_order_relaxed); }

 private:
  atomic<std::uint64_t> _pushed{0}, _popped{0};
  atomic<bool> _waits{false};
};

/// A thread beside the workers, for a load whose workers sleep inside the buffer. A step must end
/// even when all others have stopped: so, when nobody has moved for a while and somebody waits, the
/// warden pops from the full buffer, or pushes to the empty one.
///
/// Where the buffer, by what went in and out, is *not* full and a worker waits for room, or not
/// empty and one waits for an item, the warden does nothing for a second: a wake-up that is only
/// late comes. If it has not come then, it was lost. The warden closes the buffer and says so.
template <waiting_buffer B>
class warden {
 public:
  /// Workers 0 .. workers-1, of whom `produces(i)` tells which ones push. Starts the thread.
  template <class Produces>
  warden(B& buffer, std::size_t capacity, audit& accounts, unsigned workers, Produces produces)
      : _buffer(buffer),
        _capacity(static_cast<std::int64_t>(capacity)),
        _accounts(accounts),
        _signs(workers) {
    for (unsigned i = 0; i < workers; ++i) _produces.push_back(produces(i));
    _thread = std::thread([this] { watch(); });
  }
  ~warden() { stop(); }
  warden(const warden&) = delete;
  warden& operator=(const warden&) = delete;

  [[nodiscard]] wait_sign& of(unsigned worker) noexcept { return *_signs[worker]; }

  /// Ends the thread, which leaves its account as worker number `workers`. By the controller, after
  /// the workers have settled.
  void stop() {
    {
      const std::lock_guard hold(_lock);
      _stop = true;
    }
    _news.notify_one();
    if (_thread.joinable()) _thread.join();
  }
  /// After stop().
  [[nodiscard]] const complaint& verdict() const noexcept { return _verdict; }
  [[nodiscard]] std::uint64_t helped() const noexcept { return _helped; }

 private:
  using duration = std::chrono::microseconds;
  static constexpr duration longest_nap{20'000}, shortest_nap{50};
  static constexpr unsigned patience = 60;  // looks: most of them a longest nap apart

  struct look {
    std::uint64_t moves = 0;
    std::int64_t inside = 0;
    unsigned pushers = 0, poppers = 0;  // that wait
  };

  void watch() {
    const auto self = static_cast<unsigned>(_signs.size());
    typename B::handle handle(_buffer);
    push_book pushes(self);
    pop_book pops = _accounts.new_pop_book();
    duration nap = longest_nap;
    unsigned quiet = 0;
    look last;
    while (sleep(nap)) {
      const look now = look_round(pushes.items().count - pops.items().count);
      nap = std::min(longest_nap, 2 * nap);
      const bool still = now.moves == last.moves && now.pushers + now.poppers != 0;
      last = now;
      quiet = still ? quiet + 1 : 0;
      if (!still) continue;
      if ((now.pushers != 0 && now.inside < _capacity) || (now.poppers != 0 && now.inside > 0)) {
        if (quiet < patience) continue;
        give_up(now);
        break;
      }
      help(handle, pushes, pops, now);
      nap = shortest_nap;
    }
    _accounts.leave(self, pushes);
    _accounts.leave(self, pops);
  }

  bool sleep(duration nap) {
    std::unique_lock hold(_lock);
    return !_news.wait_for(hold, nap, [this] { return _stop; });
  }

  look look_round(std::uint64_t mine) const {
    look l;
    l.inside = static_cast<std::int64_t>(mine);
    for (std::size_t i = 0; i < _signs.size(); ++i) {
      const std::uint64_t in = _signs[i]->pushed(), out = _signs[i]->popped();
      l.moves += in + out;
      l.inside += static_cast<std::int64_t>(in - out);
      if (_signs[i]->waiting()) ++(_produces[i] ? l.pushers : l.poppers);
    }
    return l;
  }

  void help(typename B::handle& handle, push_book& pushes, pop_book& pops, const look& now) {
    for (std::int64_t i = 0; i < _capacity; ++i, ++_helped) {
      if (now.pushers != 0) {
        item got = 0;
        if (!handle.try_pop(got)) return;
        pops.popped(got);
      } else {
        if (!handle.try_push(pushes.next())) return;
        pushes.pushed();
      }
    }
  }

  void give_up(const look& now) {
    _verdict = "a wake-up was lost: " + std::to_string(now.pushers) +
               " workers slept for room and " + std::to_string(now.poppers) +
               " for an item for a second, in a buffer of " + std::to_string(_capacity) +
               " that held " + std::to_string(now.inside);
    _buffer.close();
  }

  B& _buffer;
  std::int64_t _capacity;
  audit& _accounts;
  std::vector<padded<wait_sign>> _signs;
  std::vector<bool> _produces;
  complaint _verdict;         // with _helped: the thread's, until it is joined
  std::uint64_t _helped = 0;  // items
  std::mutex _lock;
  std::condition_variable _news;
  bool _stop = false;  // guarded by _lock
  std::thread _thread;
};

}  // namespace contend::suites
