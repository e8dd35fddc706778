// What the bytes of an exporter say in all loads of views, so that any thread can tell whether it
// reads what it should.
#pragma once

#include <contend/core/rng.hpp>
#include <contend/load/ledger.hpp>
#include <contend/subject/exporter.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace contend::suites {

/// Words of 8 bytes; the first is the load's own, a tag. The others depend on their place alone, so
/// that bytes that grow keep what they had.
namespace view_bytes {

inline constexpr std::size_t word = sizeof(std::uint64_t);

constexpr std::uint64_t expected(std::size_t place) noexcept {
  return 0x9e3779b97f4a7c15u * place + 1;
}

inline std::uint64_t at(std::span<const std::byte> bytes, std::size_t place) noexcept {
  std::uint64_t value;
  std::memcpy(&value, bytes.data() + place * word, word);
  return value;
}
inline std::uint64_t tag(std::span<const std::byte> bytes) noexcept { return at(bytes, 0); }

inline void put(std::span<std::byte> bytes, std::size_t place, std::uint64_t value) noexcept {
  std::memcpy(bytes.data() + place * word, &value, word);
}
/// The tag, and the words from `first` (1 or more) on.
inline void write(std::span<std::byte> bytes, std::uint64_t tag, std::size_t first = 1) noexcept {
  put(bytes, 0, tag);
  for (std::size_t i = first; i < bytes.size() / word; ++i) put(bytes, i, expected(i));
}

/// How many of the `n` words from place `first` on are wrong; around the end to place 1. `origin`
/// is the place of the bytes' own first word.
inline std::uint64_t wrong(std::span<const std::byte> bytes, std::size_t first, std::size_t n,
                           std::size_t origin = 0) noexcept {
  std::uint64_t count = 0;
  const std::size_t all = bytes.size() / word;
  for (std::size_t i = first; n != 0; --n) {
    if (i >= all) i = origin == 0 ? 1 : 0;
    count += at(bytes, i) != expected(origin + i);
    ++i;
  }
  return count;
}

}  // namespace view_bytes

/// The ledger's man at an exporter's end. What is freed is first made unreadable: whoever reads it
/// later is seen, until the memory is used again.
class view_end : public exporter_end {
 public:
  void ended(std::span<std::byte> bytes) noexcept override {
    // Over once already: the bytes are gone, or say so.
    if (bytes.data() == nullptr || bytes.size() < view_bytes::word ||
        view_bytes::tag(bytes) == poison) {
      book.corrupt();
      return;
    }
    book.died();
    for (std::size_t i = 0; i < bytes.size() / view_bytes::word; ++i) {
      view_bytes::put(bytes, i, poison);
    }
  }

  ledger book;

 private:
  static constexpr std::uint64_t poison = 0xdddddddddddddddd;
};

}  // namespace contend::suites
