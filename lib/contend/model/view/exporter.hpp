// The owner and the view of our own exporters: they differ in how they count, not in this.
#pragma once

#include <contend/model/view/byte_store.hpp>
#include <contend/subject/exporter.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

namespace contend::model {

/// A `Count` knows how many views there are, and that the owner is there. Made by the owner; its
/// functions may be called from any thread, several at once, unless said otherwise:
///  - `pin()`: one more view, made from the owner or from another view. Returns when no resize is
///    in progress: what resizes wrote is visible, and none begins before unpin().
///  - `unpin()`: one less. True if that was the last of owner and views: the caller then destroys
///    the exporter, and sees all that was done to it.
///  - `begin_resize()`: the owner alone. True if there is no view; then none is given out before
///    `end_resize()`.
///  - `drop()`: the owner's end, once. True as in unpin().
/// All are noexcept.
template <class Count>
struct exporter_node {
  exporter_node(std::size_t n, exporter_end* witness) : bytes(n), end(witness) {}
  ~exporter_node() {
    if (end != nullptr) end->ended(bytes.bytes());
  }
  exporter_node(const exporter_node&) = delete;
  exporter_node& operator=(const exporter_node&) = delete;

  Count count;
  byte_store bytes;
  exporter_end* end;
};

/// A Py_buffer: where the bytes are, and what keeps them there. `Pinned` has `pin()`, and a static
/// `unpin(Pinned*)` that frees what there is to free.
template <class Pinned>
class basic_view {
 public:
  basic_view() noexcept = default;
  basic_view(const basic_view& other) noexcept : _pinned(other._pinned), _bytes(other._bytes) {
    if (_pinned) _pinned->pin();
  }
  basic_view(basic_view&& other) noexcept
      : _pinned(std::exchange(other._pinned, nullptr)), _bytes(std::exchange(other._bytes, {})) {}
  basic_view& operator=(basic_view other) noexcept {
    std::swap(_pinned, other._pinned);
    std::swap(_bytes, other._bytes);
    return *this;
  }
  ~basic_view() {
    if (_pinned) Pinned::unpin(_pinned);
  }

  /// Takes over one pin of `pinned`.
  [[nodiscard]] static basic_view adopt(Pinned* pinned, std::span<const std::byte> bytes) noexcept {
    basic_view v;
    v._pinned = pinned;
    v._bytes = bytes;
    return v;
  }

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return _bytes; }
  [[nodiscard]] basic_view slice(std::size_t from, std::size_t n) const noexcept {
    if (_pinned) _pinned->pin();
    const std::size_t first = std::min(from, _bytes.size());
    return adopt(_pinned, _bytes.subspan(first, std::min(n, _bytes.size() - first)));
  }
  void reset() noexcept { *this = basic_view(); }
  explicit operator bool() const noexcept { return _pinned != nullptr; }

 private:
  Pinned* _pinned = nullptr;
  std::span<const std::byte> _bytes;
};

/// Owner and views over a count.
template <class Count>
struct counted_exporter {
  struct node : exporter_node<Count> {
    using exporter_node<Count>::exporter_node;

    void pin() noexcept { this->count.pin(); }
    static void unpin(node* n) noexcept {
      if (n->count.unpin()) delete n;
    }
  };
  using view = basic_view<node>;

  class owner {
   public:
    owner() noexcept = default;
    owner(owner&& other) noexcept : _node(std::exchange(other._node, nullptr)) {}
    owner& operator=(owner&& other) noexcept {
      owner moved(std::move(other));
      std::swap(_node, moved._node);
      return *this;
    }
    ~owner() { reset(); }

    [[nodiscard]] counted_exporter::view view() const noexcept {
      _node->pin();
      return counted_exporter::view::adopt(_node, _node->bytes.bytes());
    }
    template <class Write>
    [[nodiscard]] bool resize(std::size_t n, Write&& write) {
      if (!_node->count.begin_resize()) return false;
      const resizing until_done{_node->count};
      _node->bytes.resize(n);
      write(_node->bytes.bytes());
      return true;
    }
    void reset() noexcept {
      node* n = std::exchange(_node, nullptr);
      if (n != nullptr && n->count.drop()) delete n;
    }
    explicit operator bool() const noexcept { return _node != nullptr; }

   private:
    friend counted_exporter;
    struct resizing {
      Count& count;
      ~resizing() { count.end_resize(); }
    };
    explicit owner(node* n) noexcept : _node(n) {}

    node* _node = nullptr;
  };

  template <class Write>
  [[nodiscard]] static owner make(std::size_t n, Write&& write, exporter_end* end = nullptr) {
    owner made(new node(n, end));
    write(made._node->bytes.bytes());
    return made;
  }
};

}  // namespace contend::model
