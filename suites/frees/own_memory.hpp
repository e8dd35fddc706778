// Memory for a load's own tables, apart from the allocator that it looks at.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <memory_resource>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace contend::suites {

/// Pages straight from the kernel, resident at once, and given back only when this goes: so a table
/// counts as the load's own from before the first step until after the last look at the process,
/// and neither its growth nor its end looks like the allocator's doing. For few and large requests:
/// each is rounded up to pages. What is freed is not used again. Thread-safe.
class own_memory final : public std::pmr::memory_resource {
 public:
  own_memory() = default;
  ~own_memory() override {
    for (const auto& [at, bytes] : _mapped) ::munmap(at, bytes);
  }
  own_memory(const own_memory&) = delete;
  own_memory& operator=(const own_memory&) = delete;

 private:
  void* do_allocate(std::size_t bytes, std::size_t /*alignment: a page's*/) override {
    const std::lock_guard hold(_lock);
    _mapped.reserve(_mapped.size() + 1);
    void* at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    _mapped.emplace_back(at, bytes);
    return at;
  }
  void do_deallocate(void* /*p*/, std::size_t /*bytes*/, std::size_t /*alignment*/) override {}
  [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
    return this == &other;
  }

  std::mutex _lock;
  std::vector<std::pair<void*, std::size_t>> _mapped;
};

}  // namespace contend::suites
