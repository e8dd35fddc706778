// A slot that is read without counting, and what was read from it.
#pragma once

#include <contend/model/refcount/cdrc_domain.hpp>
#include <contend/model/refcount/handle.hpp>

#include <bit>
#include <utility>

namespace contend::model {

/// A view of an object: an announcement, or a count where the thread has none left. On the
/// thread that made it, and only there.
template <class Node>
class cdrc_snapshot {
 public:
  cdrc_snapshot(cdrc_snapshot&& other) noexcept
      : _node(std::exchange(other._node, nullptr)), _place(other._place) {}
  cdrc_snapshot& operator=(cdrc_snapshot&&) = delete;
  ~cdrc_snapshot() {
    if (_node == nullptr) return;
    if (_place == counted) {
      Node::down(_node);
    } else {
      cdrc_record& m = cdrc_domain::mine();
      cdrc_domain::withdraw(m.announced[_place]);
      m.free |= 1u << _place;
    }
  }

  explicit operator bool() const noexcept { return _node != nullptr; }
  [[nodiscard]] Node* node() const noexcept { return _node; }

 private:
  template <class>
  friend class cdrc_slot;
  static constexpr unsigned counted = cdrc_record::snapshots;

  cdrc_snapshot(Node* node, unsigned place) noexcept : _node(node), _place(place) {}

  Node* _node;
  unsigned _place;
};

/// See slotted. What is in a slot is counted once for being there, and that count is only ever
/// given up through cdrc_domain::retire(): an announcement of the object protects it.
template <class Node>
class cdrc_slot {
 public:
  using ref = handle<Node>;
  using view = cdrc_snapshot<Node>;

  /// Takes the reference over.
  explicit cdrc_slot(ref initial) noexcept : _pointer(initial.release()) {}
  /// Nobody else uses the slot any more; but views loaded from it may still be there.
  ~cdrc_slot() {
    // Relaxed: whatever made sure that nobody else uses the slot ordered their operations.
    retire(_pointer.load(memory_order_relaxed));
  }
  cdrc_slot(const cdrc_slot&) = delete;
  cdrc_slot& operator=(const cdrc_slot&) = delete;

  [[nodiscard]] view load() const noexcept {
    cdrc_record& m = cdrc_domain::mine();
    if (m.free == 0) return {share().release(), view::counted};
    const auto place = static_cast<unsigned>(std::countr_zero(m.free));
    Node* const n = cdrc_domain::protect(_pointer, m.announced[place]);
    if (n != nullptr) m.free &= ~(1u << place);
    return {n, place};
  }

  [[nodiscard]] ref share() const noexcept {
    auto& announcement = cdrc_domain::mine().announced[cdrc_record::snapshots];
    Node* const n = cdrc_domain::protect(_pointer, announcement);
    if (n == nullptr) return {};
    Node::up(n);
    cdrc_domain::withdraw(announcement);
    return ref::adopt(n);
  }

  /// The reference that it returns is a new one: the slot's own is retired. The authors' program
  /// returns the slot's own, which its holder then drops without a look at the announcements.
  [[nodiscard]] ref exchange(ref next) noexcept {
    Node* const old = swap(std::move(next));
    if (old == nullptr) return {};
    Node::up(old);
    retire(old);
    return ref::adopt(old);
  }
  void store(ref next) noexcept { retire(swap(std::move(next))); }

 private:
  Node* swap(ref next) noexcept {
    // (1) seq_cst, partners (1), cdrc_domain.hpp(3), cdrc_domain.hpp(5): before the scan that
    // looks for announcements of the old object, see cdrc_domain.hpp(4); release, so that who
    // loads the new one sees its contents; acquire, to count on the old one.
    return _pointer.exchange(next.release(), memory_order_seq_cst);
  }

  static void retire(Node* n) noexcept {
    if (n == nullptr) return;
    if (cdrc_domain::is_member()) {
      cdrc_domain::retire({n, [](void* p) noexcept { Node::down(static_cast<Node*>(p)); }});
    } else {
      // Only when no member is left may a stranger come here, so nobody is looking.
      Node::down(n);
    }
  }

  atomic<Node*> _pointer;
};

}  // namespace contend::model
