// The handle of our own intrusive designs: they differ in how a node counts, not in this.
#pragma once

#include <utility>

namespace contend::model {

/// A nullable reference to a `Node`. `Counting`, the node itself for a strong one, has two static
/// functions: `up(Node*)` counts up; `down(Node*)` counts down and frees when it was the last one.
/// As thread-safe as the subject's `ref`: distinct handles by distinct threads.
template <class Node, class Counting = Node>
class handle {
 public:
  handle() noexcept = default;
  handle(const handle& other) noexcept : _node(other._node) {
    if (_node) Counting::up(_node);
  }
  handle(handle&& other) noexcept : _node(std::exchange(other._node, nullptr)) {}
  handle& operator=(const handle& other) noexcept {
    handle copy(other);
    std::swap(_node, copy._node);
    return *this;
  }
  handle& operator=(handle&& other) noexcept {
    handle moved(std::move(other));
    std::swap(_node, moved._node);
    return *this;
  }
  /// Leaves its word as it is, unlike reset(): a null written just before the count down would have
  /// to reach the cache before a locked instruction may begin (20 ns a copy and drop, not 15).
  ~handle() {
    if (_node) Counting::down(_node);
  }

  /// Takes over one count of `node`, which may be null.
  [[nodiscard]] static handle adopt(Node* node) noexcept {
    handle h;
    h._node = node;
    return h;
  }

  /// Gives the count away to the caller, who has to see to it from here on.
  [[nodiscard]] Node* release() noexcept { return std::exchange(_node, nullptr); }

  /// Empties the handle first and counts down afterwards: a destructor that comes back to this
  /// handle finds it null.
  void reset() noexcept {
    if (Node* node = std::exchange(_node, nullptr)) Counting::down(node);
  }

  explicit operator bool() const noexcept { return _node != nullptr; }
  [[nodiscard]] Node* node() const noexcept { return _node; }

 private:
  Node* _node = nullptr;
};

}  // namespace contend::model
