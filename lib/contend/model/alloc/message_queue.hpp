// Many threads put whole lists in, one takes messages out, and nobody waits.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

namespace contend::model {

/// What lies in a block on its way home.
struct message {
  atomic<message*> next{nullptr};
};

/// A list of messages, built by one thread.
struct message_list {
  message* first = nullptr;
  message* last = nullptr;

  void push(message& m) noexcept {
    // Relaxed: nobody else has seen the list.
    m.next.store(first, memory_order_relaxed);
    if (first == nullptr) last = &m;
    first = &m;
  }
};

/// Vyukov's intrusive queue (2010), with its stub, so that it can run empty; snmalloc's
/// FreeListMPSCQ leaves the last message in instead. put() from any thread, wait-free; the rest by
/// one thread at a time. Rules::takes_with_acquire: false is a planted bug.
template <class Rules>
class message_queue {
 public:
  message_queue() noexcept = default;
  message_queue(const message_queue&) = delete;
  message_queue& operator=(const message_queue&) = delete;

  /// `l` may not be empty.
  void put(const message_list& l) noexcept {
    // Relaxed: (1) publishes it.
    l.last->next.store(nullptr, memory_order_relaxed);
    // (1) acq_rel, partner (1): the next put() writes to our last message, which must have been
    // made by then; and we write to the last one's.
    message* const before = _back.exchange(l.last, memory_order_acq_rel);
    // (2) release, partner (3): the messages of the list and what their users did to the blocks.
    before->next.store(l.first, memory_order_release);
  }

  /// The next message; nullptr if there is none, or if a put() is half done.
  message* get() noexcept {
    message* first = _front;
    message* next = after(*first);
    if (first == &_stub) {
      if (next == nullptr) return nullptr;
      _front = first = next;
      next = after(*first);
    }
    if (next == nullptr) {
      // Relaxed: only whether it is the last one.
      if (_back.load(memory_order_relaxed) != first) return nullptr;
      put({&_stub, &_stub});  // so that the last message has a next one
      next = after(*first);
      if (next == nullptr) return nullptr;
    }
    _front = next;
    return first;
  }

  /// While nobody puts or gets.
  template <class F>
  void each(F f) const {
    // Relaxed: nothing else runs.
    for (message* m = _front; m != nullptr; m = m->next.load(memory_order_relaxed)) {
      if (m != &_stub) f(*m);
    }
  }

 private:
  static message* after(message& m) noexcept {
    if constexpr (Rules::takes_with_acquire) {
      // (3) acquire, partner (2): whoever freed the blocks is done with them.
      return m.next.load(memory_order_acquire);
    } else {
      // Relaxed: the planted bug.
      return m.next.load(memory_order_relaxed);
    }
  }

  alignas(no_share) atomic<message*> _back{&_stub};
  alignas(no_share) message* _front = &_stub;
  message _stub;
};

}  // namespace contend::model
