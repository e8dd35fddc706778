#include <contend/model/alloc/slab_source.hpp>

#include <cstdint>
#include <utility>

#include <sys/mman.h>

namespace contend::model {
namespace {

void* map(std::size_t bytes) noexcept {
  void* const p =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? nullptr : p;
}

void* map_aligned_chunk() noexcept {
  // Twice as much, and what sticks out goes back.
  void* const p = map(2 * chunk_bytes);
  if (p == nullptr) return nullptr;
  const auto start = reinterpret_cast<std::uintptr_t>(p);
  const std::uintptr_t chunk = (start + chunk_bytes - 1) & ~(chunk_bytes - 1);
  if (chunk != start) ::munmap(p, chunk - start);
  const std::uintptr_t end = chunk + chunk_bytes;
  if (end != start + 2 * chunk_bytes) {
    ::munmap(reinterpret_cast<void*>(end), start + 2 * chunk_bytes - end);
  }
  return reinterpret_cast<void*>(chunk);
}

slab* pop(slab*& list) noexcept { return std::exchange(list, list->next); }
void push(slab*& list, slab& s) noexcept {
  s.next = list;
  list = &s;
}

}  // namespace

slab* slab_source::take() noexcept {
  const std::lock_guard hold(_mutex);
  slab* s = nullptr;
  if (_ready != nullptr) {
    s = pop(_ready);
    --_ready_count;
  } else if (_bare != nullptr || map_chunk()) {
    s = pop(_bare);
  } else {
    return nullptr;
  }
  ++_taken;
  return s;
}

void slab_source::give(slab& s) noexcept {
  s.owner = nullptr;
  s.used = 0;
  {
    const std::lock_guard hold(_mutex);
    --_taken;
    if (_ready_count < kept_ready) {
      ++_ready_count;
      push(_ready, s);
      return;
    }
  }
  // Without the lock: it takes as long as many frees. If it fails, the pages just stay.
  ::madvise(s.blocks, slab_bytes, MADV_DONTNEED);
  const std::lock_guard hold(_mutex);
  push(_bare, s);
}

bool slab_source::map_chunk() noexcept {
  if (_chunk_count == _most_chunks) return false;
  auto* const memory = static_cast<std::byte*>(map_aligned_chunk());
  if (memory == nullptr) return false;
  ++_chunk_count;
  auto* const headers = reinterpret_cast<slab*>(memory);
  for (std::size_t i = slabs_a_chunk; i-- != 0;) {
    slab& s = *new (headers + i) slab;
    s.blocks = memory + i * slab_bytes;
    push(i == 0 ? _chunks : _bare, s);
  }
  return true;
}

void* large_allocate(std::size_t n) noexcept { return map(n); }
void large_free(void* p, std::size_t n) noexcept { ::munmap(p, n); }

}  // namespace contend::model
