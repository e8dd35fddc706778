// Bytes that grow as CPython's bytearray does.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

namespace contend::model {

/// One user at a time. PyByteArray_Resize: no new block while the size stays between half of what
/// is allocated and all of it; an eighth in reserve when it grows by little; exact else. So n
/// appends of a few bytes copy O(n) bytes.
class byte_store {
 public:
  /// All zero. Throws std::bad_alloc.
  explicit byte_store(std::size_t n) : _bytes(new std::byte[n]()), _size(n), _room(n) {}

  /// Throws std::bad_alloc; nothing has happened then.
  void resize(std::size_t n) {
    if (n > _room || n < _room / 2) {
      const std::size_t room = n <= _room + _room / 8 && n > _room ? n + n / 8 + 8 : n;
      std::unique_ptr<std::byte[]> fresh(new std::byte[room]);
      std::copy_n(_bytes.get(), std::min(_size, n), fresh.get());
      _bytes = std::move(fresh);
      _room = room;
    }
    if (n > _size) std::fill_n(_bytes.get() + _size, n - _size, std::byte{0});
    _size = n;
  }

  [[nodiscard]] std::span<std::byte> bytes() const noexcept { return {_bytes.get(), _size}; }
  [[nodiscard]] std::size_t room() const noexcept { return _room; }

 private:
  std::unique_ptr<std::byte[]> _bytes;
  std::size_t _size, _room;
};

}  // namespace contend::model
