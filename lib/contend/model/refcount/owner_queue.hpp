// The table of a biased design's members, and where a foreigner leaves what only an owner can
// merge.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace contend::model {

/// A thread's identity, from 1 up. What it is called here, and whether a name is used again, is
/// the scheme's business.
using owner_id = std::uint64_t;

/// The owner of an object that nobody owns.
inline constexpr owner_id nobody = 0;

/// One thread's queue. Lives from the thread's first membership to its last.
template <class Header>
struct alignas(no_share) queue_member {
  explicit queue_member(owner_id self) noexcept : id(self) {}

  const owner_id id;
  /// CPython's eval-breaker bit: a foreigner says that there is something to merge.
  atomic<bool> pending{false};

  // Guarded by the bucket's lock.
  queue_member* next = nullptr;
  std::vector<Header*> queued;
  std::size_t high_water = 0;

  // The owner's alone. A member and not a local variable, because a destructor that runs while
  // draining may reach another safepoint: that one then goes on with the same list.
  std::vector<Header*> draining;
  unsigned memberships = 0;
};

/// 257 buckets of members, found by id, as in CPython's brc.c; the PACT paper's QueuedObjects,
/// which it leaves open. Each scheme has a table of its own. Running out of memory while queueing
/// terminates (CPython stops the world and merges there; we have no world to stop).
///
/// A Scheme says what is queued and what an entry means:
///  - `header`: an object's count. `owner(header)`: its owner's id, or nobody.
///  - `merge(header)`: ends an entry: folds the owner's half into the shared one. Called by the
///    owner, or by anyone with the bucket locked once the owner is gone. True if no reference is
///    left; then `destroy(header)` follows, with no lock held.
///  - `outsider`: who a thread is that is no member; no object has this owner.
///  - `join()`: an id for a new member, which no living member has. `part(id)`: the member has
///    left.
///  - `drain_before_leaving`: false is a planted bug.
template <class Scheme>
class owner_queue {
 public:
  using header = typename Scheme::header;

  /// Who the calling thread is.
  [[nodiscard]] static owner_id self() noexcept { return _self; }

  /// Makes the calling thread a member, or counts one membership more. Throws std::bad_alloc, and
  /// what the scheme's join() throws.
  static void enter() {
    if (_member == nullptr) {
      _member = new member(Scheme::join());
      bucket& b = bucket_of(_member->id);
      const std::lock_guard lock(b.mutex);
      _member->next = b.first;
      b.first = _member;
      _self = _member->id;
    }
    ++_member->memberships;
  }

  /// Ends one membership. With the last one the thread merges what was queued to it and leaves
  /// its bucket; what it still owns is then an orphan that any thread may merge.
  static void leave() noexcept {
    if (_member->memberships > 1) {
      --_member->memberships;
      return;
    }
    // Still counted as a member: a destructor that runs below may enter and leave.
    bucket& b = bucket_of(_member->id);
    if constexpr (Scheme::drain_before_leaving) {
      // A destructor may drop objects of other threads, and they drop ours meanwhile: repeat
      // until the queue is seen empty under the same lock under which we leave.
      while (!unlink_if_empty(b)) merge_drained();
    } else {
      unlink(b);
    }
    Scheme::part(_self);
    _self = Scheme::outsider;
    delete std::exchange(_member, nullptr);
  }

  /// Merges what foreigners queued to the calling thread, if anything. A load when there is none.
  static void safepoint() noexcept {
    // Relaxed: a hint; the bucket's lock orders what it announces.
    if (_member == nullptr || !_member->pending.load(memory_order_relaxed)) return;
    {
      const std::lock_guard lock(bucket_of(_member->id).mutex);
      splice();
    }
    merge_drained();
  }

  /// Makes an entry for the object's owner, and ends it here if that one is gone. The object must
  /// not die meanwhile: it is up to the scheme what keeps it, the caller's reference or a flag.
  /// False, and no entry, if the object turned out to have no owner any more.
  [[nodiscard]] static bool queue(header& h) noexcept {
    // An owner only ever changes to nobody. If we miss that change, the owner, or we below, merge
    // once more: harmless.
    const owner_id owner = Scheme::owner(h);
    if (owner == nobody) return false;

    bucket& b = bucket_of(owner);
    std::unique_lock lock(b.mutex);
    if (member* m = find(b, owner)) {
      m->queued.push_back(&h);
      m->high_water = std::max(m->high_water, m->queued.size());
      // Relaxed: see safepoint().
      m->pending.store(true, memory_order_relaxed);
      return true;
    }
    // The owner is gone; that it left under this lock orders its counting before ours. Under the
    // lock, because two foreigners may find out at once.
    const bool last = Scheme::merge(h);
    lock.unlock();
    if (last) Scheme::destroy(h);
    return true;
  }

  /// The most objects that ever waited at once for the calling thread in its membership.
  [[nodiscard]] static std::size_t high_water() noexcept {
    if (_member == nullptr) return 0;
    const std::lock_guard lock(bucket_of(_member->id).mutex);
    return _member->high_water;
  }

 private:
  using member = queue_member<header>;

  // CPython does not pad them; its tids are far apart where ours are neighbours.
  struct alignas(no_share) bucket {
    std::mutex mutex;
    member* first = nullptr;
  };

  static bucket& bucket_of(owner_id id) noexcept { return _buckets[id % _buckets.size()]; }

  static member* find(bucket& b, owner_id id) noexcept {
    member* m = b.first;
    while (m != nullptr && m->id != id) m = m->next;
    return m;
  }

  /// With the bucket's lock held.
  static void splice() noexcept {
    // Relaxed: written under the lock only.
    _member->pending.store(false, memory_order_relaxed);
    auto& from = _member->queued;
    auto& to = _member->draining;
    if (to.empty()) {
      to.swap(from);
    } else {
      to.insert(to.end(), from.begin(), from.end());
      from.clear();
    }
  }

  /// With no lock held: destructors run here.
  static void merge_drained() noexcept {
    auto& objects = _member->draining;
    while (!objects.empty()) {
      header& h = *objects.back();
      objects.pop_back();
      if (Scheme::merge(h)) Scheme::destroy(h);
    }
  }

  static bool unlink_if_empty(bucket& b) noexcept {
    const std::lock_guard lock(b.mutex);
    if (_member->queued.empty() && _member->draining.empty()) {
      remove(b);
      return true;
    }
    splice();
    return false;
  }
  static void unlink(bucket& b) noexcept {
    const std::lock_guard lock(b.mutex);
    remove(b);
  }
  static void remove(bucket& b) noexcept {
    member** link = &b.first;
    while (*link != _member) link = &(*link)->next;
    *link = _member->next;
  }

  static inline std::array<bucket, 257> _buckets{};
  // constinit: without it every access from another file goes through an initialisation wrapper.
  static inline constinit thread_local owner_id _self = Scheme::outsider;
  static inline constinit thread_local member* _member = nullptr;
};

/// A thread's membership of a design with such a queue: it may own objects, and merges what others
/// drop of them at each safepoint() and when it leaves. Several on one thread nest. Constructed
/// and destroyed on the same thread. Throws what Queue::enter() throws.
template <class Queue>
class owner_membership {
 public:
  owner_membership() { Queue::enter(); }
  ~owner_membership() { Queue::leave(); }
  owner_membership(const owner_membership&) = delete;
  owner_membership& operator=(const owner_membership&) = delete;

  void attach() noexcept {}
  void detach() noexcept {}
  /// Runs the destructors of own objects that other threads dropped.
  void safepoint() noexcept { Queue::safepoint(); }

  /// The most objects that ever waited for this thread at once.
  [[nodiscard]] std::size_t queue_high_water() const noexcept { return Queue::high_water(); }
};

}  // namespace contend::model
