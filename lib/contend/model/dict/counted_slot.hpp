// A counted value, in an entry that is read without a lock.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/reclaim/qsbr.hpp>
#include <contend/model/refcount/guarded_slot.hpp>
#include <contend/model/refcount/handle.hpp>

#include <optional>
#include <utility>

namespace contend::model {

/// How a Node is counted by who knows it only from a slot. A Node has these functions itself, or a
/// specialisation here.
///  - `try_up(n)`: _Py_TryIncref. Any thread, also when the node is dead, or another object by now.
///  - `up_for_readers(n)`: _Py_NewRefWithLock. While the slot's reference keeps it alive; try_up()
///    may succeed from then on.
///  - `put(n)`: before a slot has it.
template <class Node>
struct node_reading {};
template <class Node>
requires requires(Node* n) { Node::try_up(n); }
struct node_reading<Node> {
  static bool try_up(Node* n) noexcept { return Node::try_up(n); }
  static void up_for_readers(Node* n) noexcept { Node::up_for_readers(n); }
  static void put(Node*) noexcept {}
};
template <class T>
struct node_reading<guarded_node<qsbr, T>> {
  using node = guarded_node<qsbr, T>;
  static bool try_up(node* n) noexcept { return node::up_unless_dead(n); }
  static void up_for_readers(node* n) noexcept { node::up(n); }
  static void put(node* n) noexcept { node::expose(n); }
};

template <class Node>
concept read_from_slots = requires(Node* n) {
  node_reading<Node>::try_up(n);
};

/// A counted value: _Py_TryXGetRef, and the other side of it. A reader has the address before it
/// has a count, so the object may be gone, and another one in its place: it counts if it can, and
/// then looks whether the slot still has that address. If so, that is the object, and counted.
///
/// Copied as it lies, when a table is: then both hold one reference, and the old slot is not used
/// any more but by readers, who do not trust it (free_threaded_body::find).
template <read_from_slots Node, class Rules>
class counted_slot {
 public:
  using value = handle<Node>;
  using reading = node_reading<Node>;

  counted_slot() noexcept = default;
  explicit counted_slot(value v) noexcept : _node(v.release()) { reading::put(node()); }
  counted_slot(const counted_slot& other) noexcept : _node(other.node()) {}
  counted_slot& operator=(const counted_slot&) = delete;

  /// Any thread. Nothing: the value is gone, or cannot be counted without the lock.
  [[nodiscard]] std::optional<value> try_load() const noexcept {
    // (1) acquire, partner (2): the node is built.
    Node* const seen = _node.load(memory_order_acquire);
    Rules::before_counting();
    if (seen == nullptr || !reading::try_up(seen)) return std::nullopt;
    value counted = value::adopt(seen);
    if constexpr (Rules::rechecks_slot) {
      // (3) acquire, partner (2): as (1), if it is another object by now than it was then.
      if (_node.load(memory_order_acquire) != seen) return std::nullopt;
    }
    return counted;
  }

  // The rest is for the one who may change it.
  [[nodiscard]] value load() const noexcept {
    Node* const n = node();
    reading::up_for_readers(n);
    return value::adopt(n);
  }
  void put(const counted_slot& other) noexcept {
    // (2) release, partners (1), (3): the object is built.
    _node.store(other.node(), memory_order_release);
  }
  [[nodiscard]] value exchange(value next) noexcept {
    value old = value::adopt(node());
    put(counted_slot(std::move(next)));
    return old;
  }
  [[nodiscard]] value take() noexcept {
    value old = value::adopt(node());
    put(counted_slot());
    return old;
  }

 private:
  [[nodiscard]] Node* node() const noexcept {
    // Relaxed: written only by those who may call this.
    return _node.load(memory_order_relaxed);
  }
  atomic<Node*> _node{nullptr};
};

}  // namespace contend::model
