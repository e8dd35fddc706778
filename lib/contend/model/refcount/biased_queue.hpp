// Where a foreigner leaves a reference that only the owner can count down.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/model/refcount/biased_merge.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace contend::model {

/// One thread's queue. Lives from the thread's first membership to its last.
struct alignas(no_share) biased_member {
  explicit biased_member(owner_id self) noexcept : id(self) {}

  const owner_id id;
  /// CPython's eval-breaker bit: a foreigner says that there is something to merge.
  atomic<bool> pending{false};

  // Guarded by the bucket's lock.
  biased_member* next = nullptr;
  std::vector<biased_header*> queued;
  std::size_t high_water = 0;

  // The owner's alone. A member and not a local variable, because a destructor that runs while
  // draining may reach another safepoint: that one then goes on with the same list.
  std::vector<biased_header*> draining;
  unsigned memberships = 0;
};

/// The table of members of one design: 257 buckets, found by tid, as in CPython's brc.c. Each set
/// of rules has its own. Running out of memory while queueing terminates (CPython stops the world
/// and merges there; we have no world to stop).
template <class Rules>
class biased_queue {
 public:
  /// Who the calling thread is.
  [[nodiscard]] static owner_id self() noexcept { return _self; }

  /// Makes the calling thread a member, or counts one membership more.
  static void enter() {
    if (_member == nullptr) {
      static constinit atomic<owner_id> last{nobody};
      // Relaxed: only distinctness matters.
      _member = new biased_member(last.fetch_add(1, memory_order_relaxed) + 1);
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
    if constexpr (Rules::drain_before_leaving) {
      // A destructor may drop objects of other threads, and they drop ours meanwhile: repeat
      // until the queue is seen empty under the same lock under which we leave.
      while (!unlink_if_empty(b)) merge_drained();
    } else {
      unlink(b);
    }
    _self = outsider;
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

  /// Takes over the caller's reference, which the shared word no longer tells from the owner's.
  /// False if the object turned out to have no owner any more: the caller counts down again.
  [[nodiscard]] static bool queue(biased_header& h) noexcept {
    // Relaxed: the caller's reference keeps the object alive, and a tid only ever changes to
    // nobody. If we miss that change, the owner, or we below, merge once more: harmless.
    const owner_id owner = h.tid.load(memory_order_relaxed);
    if (owner == nobody) return false;

    bucket& b = bucket_of(owner);
    std::unique_lock lock(b.mutex);
    if (biased_member* m = find(b, owner)) {
      m->queued.push_back(&h);
      m->high_water = std::max(m->high_water, m->queued.size());
      // Relaxed: see safepoint().
      m->pending.store(true, memory_order_relaxed);
      return true;
    }
    // The owner is gone; that it left under this lock orders its counting before ours. Under the
    // lock, because two foreigners may find out at once.
    const std::int64_t left = biased_merge<Rules>::all(h, -1);
    lock.unlock();
    if (left == 0) h.type->destroy(&h);
    return true;
  }

  /// The most objects that ever waited at once for the calling thread in its membership.
  [[nodiscard]] static std::size_t high_water() noexcept {
    if (_member == nullptr) return 0;
    const std::lock_guard lock(bucket_of(_member->id).mutex);
    return _member->high_water;
  }

 private:
  // CPython does not pad them; its tids are far apart where ours are neighbours.
  struct alignas(no_share) bucket {
    std::mutex mutex;
    biased_member* first = nullptr;
  };

  static bucket& bucket_of(owner_id id) noexcept { return _buckets[id % _buckets.size()]; }

  static biased_member* find(bucket& b, owner_id id) noexcept {
    biased_member* m = b.first;
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
      biased_header& h = *objects.back();
      objects.pop_back();
      if (biased_merge<Rules>::all(h, -1) == 0) h.type->destroy(&h);
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
    biased_member** link = &b.first;
    while (*link != _member) link = &(*link)->next;
    *link = _member->next;
  }

  static inline std::array<bucket, 257> _buckets{};
  // constinit: without it every access from another file goes through an initialisation wrapper.
  static inline constinit thread_local owner_id _self = outsider;
  static inline constinit thread_local biased_member* _member = nullptr;
};

}  // namespace contend::model
