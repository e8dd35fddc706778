// The biased count for objects that a dict or a list shares with readers who take no lock.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/refcount/biased.hpp>
#include <contend/model/refcount/typed_memory.hpp>

#include <memory>
#include <new>
#include <utility>

namespace contend::model {

/// biased_count, with memory in which a stale address always finds a header, though maybe that of
/// another object: the other half of CPython's reads without a lock. What it costs beside
/// biased_count: an object is made and freed by a list of its type, not by operator new.
template <class Rules>
struct basic_biased_pooled {
  static constexpr subject_info info{
      .name = "biased_pooled",
      .title = "biased count, memory that keeps its type",
      .source = "CPython 3.13 free threading (object.h, pycore_object.h, mimalloc's page use)",
      .progress = progress::blocking,
  };

  using ops = biased_ops<Rules>;
  using thread = biased_membership<Rules>;

  template <class T>
  struct node : biased_header {
    node() noexcept : biased_header(&type_record, outsider), _next_free(nullptr) {}
    ~node() {}  // the value is gone by then
    node(const node&) = delete;
    node& operator=(const node&) = delete;

    static void up(node* n) noexcept { ops::increment(*n); }
    static void down(node* n) noexcept { ops::decrement(*n); }
    /// See node_reading in model/dict/value_slot.hpp.
    [[nodiscard]] static bool try_up(node* n) noexcept { return ops::try_increment(*n); }
    static void up_for_readers(node* n) noexcept {
      ops::expect_try_increment(*n);
      ops::increment(*n);
    }

    /// One reference, held by the calling thread, who also owns the object if it is a member.
    void begin() noexcept {
      const owner_id creator = biased_queue<Rules>::self();
      const bool owned = creator != outsider;
      // Relaxed, both: a stale reader who sees either of them old finds a dead object, or one whose
      // owner it is not.
      tid.store(owned ? creator : nobody, memory_order_relaxed);
      local.store(owned ? 1 : 0, memory_order_relaxed);
      // (1) release, partner biased_ops.hpp(3): whoever counts the new object knows that the old
      // one had been taken out of every slot.
      shared.store(owned ? biased_word::fresh : biased_word::make(1, biased_word::merged),
                   memory_order_release);
    }

    [[nodiscard]] node* next_free() const noexcept { return _next_free; }
    void next_free(node* n) noexcept { _next_free = n; }

    static constexpr biased_type type_record{[](biased_header* h) noexcept {
      auto* const n = static_cast<node*>(h);
      n->value.~T();
      typed_memory<node>::give(n);
    }};

    union {
      T value;
      node* _next_free;  // while it is dead
    };
  };
  static constexpr counted_traits traits{
      .destroyed_by = destroyer::owner,
      .object_bytes = 0,
      .cannot = "free what others dropped while its owner blocks, nor give memory back"};

  template <class T>
  using ref = handle<node<T>>;

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    const auto give = [](node<T>* dead) { typed_memory<node<T>>::give(dead); };
    std::unique_ptr<node<T>, decltype(give)> unbuilt(typed_memory<node<T>>::take(), give);
    new (&unbuilt->value) T(std::forward<A>(args)...);
    node<T>* const n = unbuilt.release();
    n->begin();
    return ref<T>::adopt(n);
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
};

using biased_pooled = basic_biased_pooled<biased_rules>;

static_assert(counted<biased_pooled>);

}  // namespace contend::model
