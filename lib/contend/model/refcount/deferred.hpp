// Deferred counting: references on the heap are counted, those on a thread's stack are not.
#pragma once

#include <contend/model/refcount/deferred_stack.hpp>
#include <contend/model/refcount/epoch_membership.hpp>
#include <contend/model/refcount/handle.hpp>
#include <contend/subject/counted.hpp>

#include <cstddef>
#include <utility>

namespace contend::model {

/// Deferred counting as CPython 3.14t does it for functions, modules and the like: what an
/// interpreter's stack holds is not counted, so that loading a global writes to nobody's line but
/// the thread's own. A `ref` is a reference as the heap holds it: an atomic count. A `local` is
/// one on the stack: an entry in the thread's shadow stack, at which the handle points. When the
/// count goes to zero the object is not freed but put up for review, because a stack may have it.
///
/// The difference is who finds the dead. CPython marks such objects with a count that never
/// reaches zero, and its collector looks through all stacks while the world stands still. Here
/// each thread looks through its own, once an epoch, at a safepoint (deferred_epochs says why that
/// is right). A death takes two epochs, and one more for each link of a chain.
template <class Rules>
struct basic_deferred_count {
  static constexpr subject_info info{
      .name = "deferred",
      .title = "deferred count: the stacks' references are found by an epoch scan",
      .source =
          "CPython 3.14 free threading (deferred reference counting); Deutsch, Bobrow, "
          "CACM 1976; Refcache, EuroSys 2013",
      .progress = progress::blocking,
  };
  static constexpr counted_traits traits{
      .destroyed_by = destroyer::collector,
      .object_bytes = sizeof(epoch_header),
      .cannot = "free anything at once, nor while an attached thread reaches no safepoint"};

  using stacks = deferred_epochs<Rules>;
  using thread = epoch_membership<stacks>;

  template <class T>
  struct node : epoch_header {
    template <class... A>
    explicit node(A&&... args) : epoch_header(&end), value(std::forward<A>(args)...) {}

    static void up(node* n) noexcept { stacks::up(*n); }
    static void down(node* n) noexcept { stacks::down(*n); }
    static void end(epoch_header* h) noexcept { delete static_cast<node*>(h); }

    T value;
  };
  template <class T>
  using ref = handle<node<T>>;

  /// Of a member. Copying may throw std::bad_alloc, moving does not.
  template <class T>
  class local {
   public:
    local() noexcept = default;
    explicit local(node<T>* n) : _node(n) { enter(); }
    local(const local& other) : _node(other._node) { enter(); }
    local(local&& other) noexcept
        : _node(std::exchange(other._node, nullptr)), _slot(other._slot) {}
    local& operator=(const local& other) {
      local copy(other);
      swap(copy);
      return *this;
    }
    local& operator=(local&& other) noexcept {
      local moved(std::move(other));
      swap(moved);
      return *this;
    }
    ~local() {
      if (_node != nullptr) stacks::stack().drop(_slot);
    }

    void reset() noexcept {
      if (std::exchange(_node, nullptr) != nullptr) stacks::stack().drop(_slot);
    }
    explicit operator bool() const noexcept { return _node != nullptr; }
    [[nodiscard]] node<T>* node_of() const noexcept { return _node; }

   private:
    void enter() {
      if (_node != nullptr) _slot = stacks::stack().push(_node);
    }
    void swap(local& other) noexcept {
      std::swap(_node, other._node);
      std::swap(_slot, other._slot);
    }

    node<T>* _node = nullptr;
    std::size_t _slot = 0;  // the stack's entry for this handle, if it is not null
  };

  template <class T, class... A>
  static ref<T> make(A&&... args) {
    return ref<T>::adopt(new node<T>(std::forward<A>(args)...));
  }
  template <class T>
  [[nodiscard]] static local<T> localise(const handle<node<T>>& r) {
    return local<T>(r.node());
  }
  /// A counted reference to what a local one refers to: a store to the heap.
  template <class T>
  [[nodiscard]] static ref<T> globalise(const local<T>& l) noexcept {
    if (l) node<T>::up(l.node_of());
    return ref<T>::adopt(l.node_of());
  }
  template <class T>
  static T& get(const handle<node<T>>& r) noexcept {
    return r.node()->value;
  }
  template <class T>
  static T& get(const local<T>& l) noexcept {
    return l.node_of()->value;
  }
  static void collect() noexcept { epochs<stacks>::destroy_orphans(); }
};

/// The faithful one.
using deferred_count = basic_deferred_count<epoch_rules>;

static_assert(counted<deferred_count>);

}  // namespace contend::model
