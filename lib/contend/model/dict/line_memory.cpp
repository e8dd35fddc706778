#include <contend/core/cache_line.hpp>
#include <contend/model/dict/line_memory.hpp>

#include <new>

#include <sys/mman.h>

namespace contend::model {
namespace {

constexpr std::size_t huge_page = std::size_t{1} << 21;

constexpr std::align_val_t alignment(std::size_t bytes) noexcept {
  return std::align_val_t{bytes >= huge_page ? huge_page : cache_line};
}

}  // namespace

void* take_line_memory(std::size_t bytes) {
  void* const memory = ::operator new(bytes, alignment(bytes));
  // Its failure means small pages. What sticks out behind the last whole page shares a page with
  // others' memory, and is left alone.
  if (bytes >= huge_page) ::madvise(memory, bytes & ~(huge_page - 1), MADV_HUGEPAGE);
  return memory;
}

void give_line_memory(void* memory, std::size_t bytes) noexcept {
  ::operator delete(memory, alignment(bytes));
}

}  // namespace contend::model
