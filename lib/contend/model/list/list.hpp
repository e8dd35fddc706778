// The growable array of references under every runtime: contiguous, and grown by CPython's rule.
#pragma once

#include <contend/model/list/relocate.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

namespace contend::model {

/// Places to allocate when a list of `size` elements with room for `allocated` shall have
/// `wanted`: CPython's list_resize (Objects/listobject.c), which gives an eighth in advance and
/// keeps what it has while at least half of it is used. Pure.
constexpr std::size_t list_capacity(std::size_t allocated, std::size_t size,
                                    std::size_t wanted) noexcept {
  if (allocated >= wanted && wanted >= allocated / 2) return allocated;
  if (wanted == 0) return 0;
  const std::size_t roomy = (wanted + wanted / 8 + 6) & ~std::size_t{3};
  // A jump farther than the advance (extend) gets no advance.
  if (wanted > size && wanted - size > roomy - wanted) return (wanted + 3) & ~std::size_t{3};
  return roomy;
}

/// How a list changes its capacity.
enum class resizing {
  in_place,  ///< realloc, which may grow without a copy
  fresh,     ///< a new array and a copy, as where others may still read the old one
};

/// The list for one thread at a time: a reference_list (subject/runtime.hpp). Growth throws
/// std::bad_alloc and changes nothing then.
template <class E, resizing How = resizing::in_place>
class list {
 public:
  list() noexcept = default;
  ~list() { clear(); }
  list(const list&) = delete;
  list& operator=(const list&) = delete;

  void append(E e) {
    if (_size == _allocated) reserve(list_capacity(_allocated, _size, _size + 1));
    ::new (static_cast<void*>(_items + _size)) E(std::move(e));
    ++_size;
  }
  void append_private(E e) { append(std::move(e)); }

  E pop_front() {
    if (_size == 0) return E();
    E first = std::move(_items[0]);
    if constexpr (trivially_relocatable<E>) {
      std::destroy_at(_items);
      std::memmove(static_cast<void*>(_items), _items + 1, (_size - 1) * sizeof(E));
    } else {
      std::move(_items + 1, _items + _size, _items);
      std::destroy_at(_items + _size - 1);
    }
    shrink();
    return first;
  }

  E pop_back() {
    if (_size == 0) return E();
    E last = std::move(_items[_size - 1]);
    std::destroy_at(_items + _size - 1);
    shrink();
    return last;
  }

  [[nodiscard]] std::size_t size() const noexcept { return _size; }
  [[nodiscard]] std::size_t capacity() const noexcept { return _allocated; }
  [[nodiscard]] const E& at(std::size_t i) const noexcept { return _items[i]; }

  /// Drops the elements, the last one first, as CPython does.
  void clear() noexcept {
    while (_size != 0) std::destroy_at(_items + --_size);
    std::free(static_cast<void*>(_items));
    _items = nullptr;
    _allocated = 0;
  }

 private:
  static_assert(alignof(E) <= alignof(std::max_align_t), "malloc must suffice");

  /// One element is already gone.
  void shrink() {
    --_size;
    if (_size == 0) {
      clear();
    } else if (const auto less = list_capacity(_allocated, _size + 1, _size); less != _allocated) {
      try {
        reserve(less);
      } catch (const std::bad_alloc&) {
        // It keeps the larger array.
      }
    }
  }

  void reserve(std::size_t count) {
    void* room = nullptr;
    if constexpr (trivially_relocatable<E> && How == resizing::in_place) {
      room = std::realloc(static_cast<void*>(_items), count * sizeof(E));
      if (room == nullptr) throw std::bad_alloc();
    } else {
      room = std::malloc(count * sizeof(E));
      if (room == nullptr) throw std::bad_alloc();
      if constexpr (trivially_relocatable<E>) {
        if (_size != 0) std::memcpy(room, _items, _size * sizeof(E));
      } else {
        std::uninitialized_move_n(_items, _size, static_cast<E*>(room));
        std::destroy_n(_items, _size);
      }
      std::free(static_cast<void*>(_items));
    }
    _items = static_cast<E*>(room);
    _allocated = count;
  }

  E* _items = nullptr;
  std::size_t _size = 0;
  std::size_t _allocated = 0;
};

}  // namespace contend::model
