// Where a pool's memory comes from, and where it goes back to.
#pragma once

#include <contend/model/alloc/slab.hpp>

#include <cstddef>
#include <limits>
#include <mutex>

namespace contend::model {

/// Slabs from mmap, under one lock. A slab that comes back waits with its pages for the next taker,
/// of whatever size class; beyond `kept_ready` of them the pages are returned at once
/// (MADV_DONTNEED). Address space is never returned: 4 MiB chunks stay mapped to the end.
/// Thread-safe.
class slab_source {
 public:
  static constexpr std::size_t kept_ready = 64;

  /// `most_chunks`: memory is out beyond them; for tests.
  constexpr explicit slab_source(
      std::size_t most_chunks = std::numeric_limits<std::size_t>::max()) noexcept
      : _most_chunks(most_chunks) {}
  slab_source(const slab_source&) = delete;
  slab_source& operator=(const slab_source&) = delete;

  /// A slab without blocks, to be opened; nullptr when memory is out.
  [[nodiscard]] slab* take() noexcept;
  /// Takes back a slab of which no block is out.
  void give(slab& s) noexcept;

  /// Slabs that were taken and not given back.
  [[nodiscard]] std::size_t taken() noexcept {
    const std::lock_guard hold(_mutex);
    return _taken;
  }

  /// Calls f(slab&) for every slab there is, taken or not. While nothing else runs.
  template <class F>
  void each(F f) {
    for (slab* chunk = _chunks; chunk != nullptr; chunk = chunk->next) {
      for (std::size_t i = 1; i < slabs_a_chunk; ++i) f(chunk[i]);
    }
  }

 private:
  bool map_chunk() noexcept;

  std::mutex _mutex;
  slab* _ready = nullptr;   // with their pages
  slab* _bare = nullptr;    // without
  slab* _chunks = nullptr;  // each by its unused first header
  std::size_t _ready_count = 0, _chunk_count = 0, _taken = 0;
  std::size_t _most_chunks;
};

/// Blocks above the largest size class: a mapping each. `large_free` is given the size that
/// `large_allocate` was. nullptr when memory is out.
[[nodiscard]] void* large_allocate(std::size_t n) noexcept;
void large_free(void* p, std::size_t n) noexcept;

}  // namespace contend::model
