// Who is looking at which object, and which counts down have to wait for that: the acquire-retire
// of concurrent deferred reference counting.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace contend::model {

/// A reference that is given up, but still counted.
struct cdrc_retired {
  void* object = nullptr;
  /// Counts down at last; destroys the object if that was the last reference.
  void (*apply)(void*) noexcept = nullptr;
};

/// A thread's announcements and its retired references. Records are linked into the list of all
/// once, passed on from a thread that leaves to one that comes, and never freed: as many as there
/// were members at once.
struct alignas(no_share) cdrc_record {
  static constexpr std::size_t snapshots = 7;  ///< views without a count that a thread may hold

  /// What this thread is looking at: `snapshots` for views, the last one for the short moment in
  /// which a count is taken.
  std::array<atomic<const void*>, snapshots + 1> announced{};

  // The owner's alone.
  alignas(no_share) unsigned free = (1u << snapshots) - 1;  ///< announcements not in use, as bits
  unsigned memberships = 0;
  bool scanning = false;
  std::size_t retirements = 0;  ///< since the last scan
  std::size_t high_water = 0;
  std::vector<cdrc_retired> retired;

  cdrc_record* next = nullptr;  // written before the record is linked, never again
  atomic<bool> taken{true};
};

/// One for the process. A retired reference of an object is counted down when more of them wait
/// than there are announcements of the object: one announcement is for one reference, that of the
/// slot in which the object was found. Running out of memory while retiring terminates.
class cdrc_domain {
 public:
  /// Makes the calling thread a member, or counts one membership more. Throws std::bad_alloc.
  static void enter() {
    if (_mine == nullptr) _mine = take_record();
    ++_mine->memberships;
  }

  /// Ends one membership. With the last one the thread counts down what it can, and leaves the
  /// rest to whoever comes next.
  static void leave() noexcept {
    if (_mine->memberships > 1) {
      --_mine->memberships;
      return;
    }
    adopt();
    // Still a member: a destructor that runs here may retire, enter and leave. Only what others
    // announce is left when nothing new was retired.
    do scan();
    while (_mine->retirements != 0);
    if (!_mine->retired.empty()) {
      const std::lock_guard lock(_orphans_mutex);
      _orphans.insert(_orphans.end(), _mine->retired.begin(), _mine->retired.end());
      _mine->retired.clear();
      // Relaxed: a hint; the mutex orders what it announces.
      _has_orphans.store(true, memory_order_relaxed);
    }
    cdrc_record* const mine = std::exchange(_mine, nullptr);
    mine->memberships = 0;
    mine->high_water = 0;
    // (1) release, partner (2): the next owner finds the record as I left it.
    mine->taken.store(false, memory_order_release);
  }

  /// Takes charge of what leaving members left behind, if anything.
  static void safepoint() noexcept {
    // Relaxed: see leave().
    if (_has_orphans.load(memory_order_relaxed) && !_mine->scanning) {
      adopt();
      scan();
    }
  }

  [[nodiscard]] static bool is_member() noexcept { return _mine != nullptr; }
  /// The calling member's.
  [[nodiscard]] static cdrc_record& mine() noexcept { return *_mine; }

  /// What `source` holds, protected by `announcement` unless it is null: whatever counts down a
  /// reference that was retired after this has to leave one until the announcement is withdrawn.
  template <class Node>
  [[nodiscard]] static Node* protect(const atomic<Node*>& source,
                                     atomic<const void*>& announcement) noexcept {
    // (3) acquire, partner cdrc_slot.hpp(1): of a null, too, one may conclude that its store is
    // over.
    Node* seen = source.load(memory_order_acquire);
    if (seen == nullptr) return nullptr;
    for (;;) {
      // (4) seq_cst, partner (7): the announcement comes before the second look (5), as who
      // replaces the pointer does so before the scan (7), in one order of all four. So either the
      // second look finds the pointer replaced, or the scan finds the announcement. After a
      // release store the look could come first: the store may wait in the processor's buffer.
      announcement.store(seen, memory_order_seq_cst);
      // (5) seq_cst, partner cdrc_slot.hpp(1): see (4); and acquires the object's contents.
      Node* const again = source.load(memory_order_seq_cst);
      if (again == seen) return seen;
      if (again == nullptr) break;
      seen = again;
    }
    withdraw(announcement);
    return nullptr;
  }

  static void withdraw(atomic<const void*>& announcement) noexcept {
    // (6) release, partner (7): my uses come before the destruction by whoever finds the
    // announcement gone.
    announcement.store(nullptr, memory_order_release);
  }

  /// The calling member took this reference out of a slot, and gives it up.
  static void retire(cdrc_retired r) noexcept {
    cdrc_record& m = *_mine;
    m.retired.push_back(r);
    m.high_water = std::max(m.high_water, m.retired.size());
    ++m.retirements;
    // Relaxed: a guess at how many threads there are is good enough.
    const std::size_t enough = std::max<std::size_t>(30, 2 * _records.load(memory_order_relaxed));
    // Again and again, because destructors retire what their objects' slots held: a chain goes
    // down without recursion.
    while (m.retirements >= enough && !m.scanning) scan();
  }

  /// No member is left: counts down everything.
  static void collect() noexcept {
    std::vector<cdrc_retired> now;
    for (;;) {
      {
        const std::lock_guard lock(_orphans_mutex);
        now.clear();
        now.swap(_orphans);
        // Relaxed: see leave().
        _has_orphans.store(false, memory_order_relaxed);
      }
      if (now.empty()) return;
      for (const cdrc_retired& r : now) r.apply(r.object);
    }
  }

 private:
  static cdrc_record* take_record() {
    // (8) acquire, partner (9): the records' links are in place.
    for (cdrc_record* r = _first.load(memory_order_acquire); r != nullptr; r = r->next) {
      // (2) acquire, partner (1): what the last owner left is seen by this one. Relaxed on
      // failure: somebody else's then.
      bool expected = false;
      if (r->taken.compare_exchange_strong(expected, true, memory_order_acquire,
                                           memory_order_relaxed)) {
        return r;
      }
    }
    auto* const fresh = new cdrc_record;
    // Relaxed: see retire().
    _records.fetch_add(1, memory_order_relaxed);
    // Relaxed: only what (9) expects.
    fresh->next = _first.load(memory_order_relaxed);
    // (9) seq_cst, partners (8), (10): release, so that the link and the record are seen by those
    // who walk the list. Relaxed on failure: the value is only tried again.
    while (!_first.compare_exchange_weak(fresh->next, fresh, memory_order_seq_cst,
                                         memory_order_relaxed)) {
    }
    return fresh;
  }

  static void adopt() noexcept {
    const std::lock_guard lock(_orphans_mutex);
    _mine->retired.insert(_mine->retired.end(), _orphans.begin(), _orphans.end());
    _orphans.clear();
    // Relaxed: see leave().
    _has_orphans.store(false, memory_order_relaxed);
  }

  /// Counts down what nobody announces. Destructors run here, and may retire.
  static void scan() noexcept {
    cdrc_record& m = *_mine;
    m.retirements = 0;
    if (m.retired.empty()) return;
    m.scanning = true;

    std::vector<cdrc_retired> waiting;
    waiting.swap(m.retired);
    std::vector<const void*> announced;
    // (10) seq_cst, partner (9): the list is read after the pointers were replaced, in the order of
    // (4): a record that is linked later announces later.
    for (cdrc_record* r = _first.load(memory_order_seq_cst); r != nullptr; r = r->next) {
      for (const auto& a : r->announced) {
        // (7) seq_cst, partners (4), (6): see (4). Acquires the uses before (6), or before a
        // later announcement in the same place.
        if (const void* p = a.load(memory_order_seq_cst)) announced.push_back(p);
      }
    }
    std::sort(announced.begin(), announced.end());

    std::vector<cdrc_retired> kept;
    for (const cdrc_retired& r : waiting) {
      const auto found = std::lower_bound(announced.begin(), announced.end(), r.object);
      if (found != announced.end() && *found == r.object) {
        announced.erase(found);  // one announcement, one reference
        kept.push_back(r);
      } else {
        r.apply(r.object);
      }
    }
    m.retired.insert(m.retired.end(), kept.begin(), kept.end());
    m.scanning = false;
  }

  static inline constinit atomic<cdrc_record*> _first{nullptr};
  static inline constinit atomic<std::size_t> _records{0};
  static inline std::mutex _orphans_mutex;
  static inline std::vector<cdrc_retired> _orphans;
  static inline constinit atomic<bool> _has_orphans{false};
  static inline constinit thread_local cdrc_record* _mine = nullptr;
};

}  // namespace contend::model
