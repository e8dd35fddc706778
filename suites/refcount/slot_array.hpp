// Slots side by side, each on lines of its own.
#pragma once

#include <contend/core/cache_line.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace contend::suites {

/// Up to a given number of slots of one design, which can be neither copied nor moved. A slot of
/// up to 128 bytes takes 128. Filled and cleared by one thread at a time.
template <class Slot>
class slot_array {
 public:
  /// Throws std::bad_alloc.
  explicit slot_array(std::size_t most)
      : _room(std::allocator<place>().allocate(most), release{most}) {}
  ~slot_array() { clear(); }
  slot_array(const slot_array&) = delete;
  slot_array& operator=(const slot_array&) = delete;

  /// One slot more, that takes the reference over.
  template <class Ref>
  void add(Ref initial) {
    std::construct_at(_room.get() + _size, std::move(initial));
    ++_size;
  }
  /// Destroys the slots, and so drops what they hold.
  void clear() noexcept {
    while (_size != 0) std::destroy_at(_room.get() + --_size);
  }

  [[nodiscard]] std::size_t size() const noexcept { return _size; }
  [[nodiscard]] Slot& operator[](std::size_t i) noexcept { return _room.get()[i].slot; }

 private:
  struct alignas(no_share) place {
    template <class Ref>
    explicit place(Ref initial) : slot(std::move(initial)) {}
    Slot slot;
  };
  struct release {
    std::size_t most;
    void operator()(place* p) const noexcept { std::allocator<place>().deallocate(p, most); }
  };

  std::unique_ptr<place, release> _room;
  std::size_t _size = 0;
};

}  // namespace contend::suites
