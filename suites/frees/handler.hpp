// One thread's hand on an allocator: it allocates, marks, checks and frees blocks, and keeps count.
#pragma once

#include "batch_link.hpp"
#include "cookie.hpp"
#include "heap_account.hpp"
#include "recipe.hpp"
#include "size_mix.hpp"
#include "waits.hpp"

#include <contend/core/clock.hpp>
#include <contend/core/escape.hpp>
#include <contend/core/rng.hpp>
#include <contend/subject/allocator.hpp>

#include <cstring>
#include <new>

namespace contend::suites {

/// Not thread-safe: one a worker, or the worker's threads one after the other.
template <allocator A>
class handler {
 public:
  handler(const size_mix& sizes, touching touch, unsigned writes, unsigned maker,
          std::uint64_t seed)
      : _sizes(sizes), _touch(touch), _writes(writes), _maker(maker % makers), _random(seed) {}

  /// A new block, marked. Throws std::bad_alloc.
  [[nodiscard]] block make() {
    const std::uint32_t bytes = _sizes(_random);
    void* at;
    if (_until_allocate-- == 0) {
      _until_allocate = sampled_one_in - 1;
      const std::int64_t begun = now_ns();
      at = A::allocate(bytes);
      _times.allocate.record(now_ns() - begun);
    } else {
      at = A::allocate(bytes);
    }
    return marked(at, bytes);
  }

  /// The first block of a thread that has allocated none before.
  [[nodiscard]] block make_first() {
    const std::uint32_t bytes = _sizes(_random);
    const std::int64_t begun = now_ns();
    void* at = A::allocate(bytes);
    _times.first_allocate.record(now_ns() - begun);
    return marked(at, bytes);
  }

  /// Frees a block, wherever it comes from, if it still is what was handed out.
  void drop(const block& b) {
    if (_touch != touching::none) check(b);
    if (b.tag >> serial_bits != _maker) ++_book.foreign;
    ++_book.frees;
    _book.freed_bytes += b.bytes;
    if (_until_free-- == 0) {
      _until_free = sampled_one_in - 1;
      const std::int64_t begun = now_ns();
      A::deallocate(b.at, b.bytes);
      _times.free.record(now_ns() - begun);
    } else {
      A::deallocate(b.at, b.bytes);
    }
  }

  /// The same of a block of which only the address is known: its own mark says the rest.
  void drop(std::byte* at) {
    if constexpr (A::info.ceiling) {  // there is no mark
      ++_book.frees;
      return A::deallocate(at, 0);
    }
    const std::uint64_t mark = stamp_of(at);
    const block b{at, static_cast<std::uint32_t>(mark), static_cast<std::uint32_t>(mark >> 32)};
    if (b.bytes < least_block || b.bytes > _sizes.largest()) {
      // Whatever it is, it is no block of ours: better leaked than freed.
      ++_book.corrupt;
      ++_book.frees;
      return;
    }
    drop(b);
  }

  [[nodiscard]] rng& random() noexcept { return _random; }
  [[nodiscard]] const heap_account& book() const noexcept { return _book; }
  [[nodiscard]] waits& times() noexcept { return _times; }

 private:
  static constexpr std::uint32_t sampled_one_in = 256;
  static constexpr unsigned serial_bits = 20;
  static constexpr std::uint32_t makers = 1u << (32 - serial_bits);

  /// With its size and tag; the tag is another one each time.
  block marked(void* at, std::uint32_t bytes) {
    if (at == nullptr) throw std::bad_alloc();
    escape(at);
    const auto serial = static_cast<std::uint32_t>(_book.allocations & ((1u << serial_bits) - 1));
    const block b{static_cast<std::byte*>(at), bytes, _maker << serial_bits | serial};
    ++_book.allocations;
    _book.allocated_bytes += bytes;
    if (_touch == touching::none) return b;
    if (_touch == touching::all) {
      for (unsigned i = 0; i < _writes; ++i) {
        std::memset(b.at, static_cast<int>(serial + i), bytes);
        escape(b.at);
      }
    }
    stamp(b.at, bytes, mark_of(b));
    return b;
  }

  void check(const block& b) {
    if (!stamped(b.at, b.bytes, mark_of(b))) ++_book.corrupt;
    if (_touch == touching::by_consumer) {
      std::memset(b.at, 0, b.bytes);
      escape(b.at);
    } else {
      // Nobody who gets this block a second time will take it for his.
      std::memset(b.at, 0, sizeof(std::uint64_t));
    }
  }

  static std::uint64_t mark_of(const block& b) noexcept {
    return std::uint64_t{b.tag} << 32 | b.bytes;
  }

  const size_mix& _sizes;
  touching _touch;
  unsigned _writes;
  std::uint32_t _maker;
  rng _random;
  std::uint32_t _until_allocate = 0, _until_free = 0;
  heap_account _book;
  waits _times;
};

}  // namespace contend::suites
