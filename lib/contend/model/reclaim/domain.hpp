// What our reclamation schemes have in common: members, their books, and the way of the retired.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/never_destroyed.hpp>
#include <contend/model/reclaim/limbo.hpp>
#include <contend/model/reclaim/place.hpp>
#include <contend/model/reclaim/registry.hpp>

#include <cstddef>
#include <cstdint>

namespace contend::model {

/// What a scheme's record of a member derives from.
template <class Record>
struct member_record : enrolled<Record> {
  // The member's alone, handed on to the record's next.
  limbo waiting;
  unsigned memberships = 0, attachments = 0;
  bool processing = false;
  // Written by the member, read by pending(). Bytes since the record was made, modulo 2^64.
  atomic<std::uint64_t> retired_bytes{0}, freed_bytes{0};
};

/// How the rules of a scheme get rid of an object; tests have others.
struct deleting {
  template <class T>
  static void destroy(void* object) noexcept {
    delete static_cast<T*>(object);
  }
};

/// The domain of one Scheme, which derives from it and provides static functions:
///  - `attached(Record&)`, `detached(Record&)`, `at_safepoint(Record&)`;
///  - `retired_one(Record&, retired)`: puts it into the record's limbo, and frees what is due;
///  - `leaving(Record&)`: frees what it can; what is left in limbo goes to the orphanage;
///  - `goal()`: for what a thread that is no member retires.
template <class Scheme, class Record, class Rules>
class domain {
 public:
  template <class T>
  using object = unlinked_object;
  template <class T>
  using place = model::place<T>;

  class thread {
   public:
    thread() {
      if (_self == nullptr) _self = &_members->enter();
      ++_self->memberships;
    }
    ~thread() {
      if (_self->memberships == 1) {
        Scheme::leaving(*_self);
        _orphans->take_in(_self->waiting);
      }
      // Not before: a destructor that ran meanwhile may have been a member itself.
      if (--_self->memberships != 0) return;
      _members->leave(*_self);
      _self = nullptr;
    }
    thread(const thread&) = delete;
    thread& operator=(const thread&) = delete;

    void attach() noexcept {
      if (_self->attachments++ == 0) Scheme::attached(*_self);
    }
    void safepoint() noexcept { Scheme::at_safepoint(*_self); }
    void detach() noexcept {
      if (--_self->attachments == 0) Scheme::detached(*_self);
    }
  };

  template <class T>
  static void retire(T* object, std::size_t bytes = sizeof(T)) noexcept {
    const retired r{object, &Rules::template destroy<T>, bytes, 0};
    if (Record* const self = _self) {
      add(self->retired_bytes, bytes);
      Scheme::retired_one(*self, r);
    } else {
      stranger_retires(r);
    }
  }

  [[nodiscard]] static std::size_t pending() noexcept {
    // Relaxed: a snapshot; what counts is read when the members are gone.
    std::uint64_t bytes = _strangers.load(memory_order_relaxed);
    for (const Record* r = _members->first(); r != nullptr; r = r->next) {
      bytes += r->retired_bytes.load(memory_order_relaxed);
      bytes -= r->freed_bytes.load(memory_order_relaxed);
    }
    // Something retired here was freed there between the two loads.
    return static_cast<std::int64_t>(bytes) < 0 ? 0 : static_cast<std::size_t>(bytes);
  }

  static void collect() noexcept {
    thread here;  // so that destructors which retire do so to this limbo
    limbo& all = _self->waiting;
    _orphans->adopt_all(all);
    while (!all.empty()) free_one(*_self, all.pop());
  }

 protected:
  /// Runs a destructor, with nothing of the scheme's half done: it may retire.
  static void free_one(Record& self, const retired& r) noexcept {
    r.destroy(r.object);
    add(self.freed_bytes, r.bytes);
  }

  /// Frees from the oldest on until `due` says no. If it comes here again from a destructor, it
  /// leaves the rest to the first one: the stack would not last for a long chain.
  template <class Due>
  static void free_while(Record& self, Due due) noexcept {
    if (self.processing) return;
    self.processing = true;
    while (!self.waiting.empty() && due(self.waiting.front().goal)) {
      free_one(self, self.waiting.pop());
    }
    self.processing = false;
  }

  [[nodiscard]] static Record& self() noexcept { return *_self; }

  static inline constinit never_destroyed<registry<Record>> _members;
  static inline constinit never_destroyed<orphanage> _orphans;

 private:
  static void add(atomic<std::uint64_t>& sum, std::uint64_t bytes) noexcept {
    // Relaxed, and no RMW: the member alone writes it; see pending().
    sum.store(sum.load(memory_order_relaxed) + bytes, memory_order_relaxed);
  }
  static void stranger_retires(retired r) noexcept {
    // Relaxed: see pending().
    _strangers.fetch_add(r.bytes, memory_order_relaxed);
    r.goal = Scheme::goal();
    _orphans->take_in(r);
  }

  static inline constinit atomic<std::uint64_t> _strangers{0};
  // constinit: without it every access from another file goes through an initialisation wrapper.
  static inline constinit thread_local Record* _self = nullptr;
};

}  // namespace contend::model
