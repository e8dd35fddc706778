// Counts in shards, until the object is killed: Linux's percpu_ref.
#pragma once

#include <contend/model/refcount/epoch_membership.hpp>
#include <contend/model/refcount/per_cpu_shards.hpp>
#include <contend/subject/counted.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace contend::model {

/// After Linux's percpu_ref: while an object is in service, references are counted in shards that
/// nobody adds up; when it is taken out of service it is *killed*: from then on all count in one
/// word, and after a grace period, when nobody can be counting in a shard any more, the shards are
/// added to it. Only then can the object die.
///
/// Three differences. Linux has a shard for each CPU and disables preemption; a thread can't, so
/// there are eight shards, shared by members in turn, and an add is atomic. Linux waits for an RCU
/// grace period, this for an epoch. And in Linux the user says when: percpu_ref_kill(). Here the
/// first handle, the one that make() returned and what it was moved to, is the service itself, as
/// Linux's initial reference is: its end is the kill.
template <class Rules>
struct basic_per_cpu_count {
  using shards = per_cpu_shards<Rules>;
  using thread = epoch_membership<shards>;

  template <class T>
  struct node : shards::header {
    template <class... A>
    explicit node(A&&... args) : shards::header(&end), value(std::forward<A>(args)...) {}
    static void end(epoch_header* h) noexcept { delete static_cast<node*>(h); }
    T value;
  };

  static constexpr subject_info info{
      .name = "per_cpu_ref",
      .title = "sharded count with an explicit end",
      .source = "Linux, include/linux/percpu-refcount.h, lib/percpu-refcount.c",
      .progress = progress::blocking,
  };
  static constexpr counted_traits traits{
      .destroyed_by = destroyer::collector,
      .object_bytes = sizeof(node<std::uint64_t>) - sizeof(std::uint64_t),
      .cannot = "be small (a cache line for each of 8 shards), nor die before its first handle"};

  /// A pointer whose lowest bit says that this is the initial reference.
  template <class T>
  class ref {
   public:
    ref() noexcept = default;
    ref(const ref& other) noexcept : _word(other._word & ~initial) {
      if (_word != 0) shards::up(*object());
    }
    ref(ref&& other) noexcept : _word(std::exchange(other._word, 0)) {}
    ref& operator=(const ref& other) noexcept {
      ref copy(other);
      std::swap(_word, copy._word);
      return *this;
    }
    ref& operator=(ref&& other) noexcept {
      ref moved(std::move(other));
      std::swap(_word, moved._word);
      return *this;
    }
    ~ref() { drop(_word); }

    void reset() noexcept { drop(std::exchange(_word, 0)); }
    explicit operator bool() const noexcept { return _word != 0; }

   private:
    friend basic_per_cpu_count;
    static constexpr std::uintptr_t initial = 1;

    explicit ref(node<T>* n) noexcept : _word(reinterpret_cast<std::uintptr_t>(n) | initial) {}
    static node<T>* object_of(std::uintptr_t word) noexcept {
      return reinterpret_cast<node<T>*>(word & ~initial);
    }
    [[nodiscard]] node<T>* object() const noexcept { return object_of(_word); }
    static void drop(std::uintptr_t word) noexcept {
      if (word == 0) return;
      if ((word & initial) != 0) {
        shards::kill(*object_of(word));
      } else {
        shards::down(*object_of(word));
      }
    }

    std::uintptr_t _word = 0;
  };

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  static T& get(const ref<T>& r) noexcept {
    return r.object()->value;
  }
  static void collect() noexcept { epochs<shards>::destroy_orphans(); }
};

using per_cpu_count = basic_per_cpu_count<epoch_rules>;

static_assert(counted<per_cpu_count>);

}  // namespace contend::model
