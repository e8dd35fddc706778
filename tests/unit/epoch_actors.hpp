// What the tests of the epochs share: threads that step when they are told to, epochs that move at
// every safepoint, and an object that survives its destruction.
#pragma once

#include <contend/load/ledger.hpp>
#include <contend/model/refcount/epoch_membership.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <semaphore>
#include <thread>
#include <utility>

namespace contend::model::epoch_tests {

/// Each safepoint opens an epoch, does its part or tries to close, whatever there is to do.
template <class Rules = epoch_rules>
struct eager : Rules {
  static constexpr unsigned patience = 1;
  static constexpr unsigned polls = 1;
};

/// A member on a thread of its own, attached unless told otherwise. It does one thing at a time,
/// and the test waits for it: what happens is in the order of the test's lines.
template <class D>
class actor {
 public:
  using thread = epoch_membership<D>;

  actor() : _thread([this] { run(); }) { _done.acquire(); }
  ~actor() {
    if (_thread.joinable()) leave();
  }
  actor(const actor&) = delete;
  actor& operator=(const actor&) = delete;

  void does(std::function<void()> what) {
    on([&](thread&) { what(); });
  }
  void safepoint() {
    on([](thread& m) { m.safepoint(); });
  }
  void detach() {
    on([](thread& m) { m.detach(); });
  }
  void attach() {
    on([](thread& m) { m.attach(); });
  }
  /// The membership ends, and the thread.
  void leave() {
    on({});
    _thread.join();
  }

 private:
  void on(std::function<void(thread&)> what) {
    _leaves = !what;
    _what = std::move(what);
    _go.release();
    _done.acquire();
  }
  void run() {
    thread membership;
    membership.attach();
    _done.release();
    for (;;) {
      _go.acquire();
      if (_leaves) break;
      _what(membership);
      _done.release();
    }
    membership.detach();
    _done.release();  // the membership ends after this
  }

  std::function<void(thread&)> _what;
  bool _leaves = false;
  std::binary_semaphore _go{0}, _done{0};
  std::thread _thread;
};

/// Reports its birth and its death, and frees nothing: its words can be read afterwards.
template <class Header>
struct object : Header {
  explicit object(ledger& b) : Header(&die), book(b) { book.born(); }
  static void die(epoch_header* h) noexcept {
    auto& o = *static_cast<object*>(h);
    if (o.deaths++ == 0) {
      o.book.died();
    } else {
      o.book.corrupt();
    }
    if (o.last_words) o.last_words();
  }
  ledger& book;
  int deaths = 0;
  std::function<void()> last_words;
};

}  // namespace contend::model::epoch_tests
