// See counting.hpp. Its cost is two function calls and an addition on a line of the thread's own:
// for proofs, not for timing.
#include "counting.hpp"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <new>

namespace {

using counter = std::atomic<std::uint64_t>;

struct alignas(128) ledger {
  counter allocations[2], frees[2], reallocations[2];  // [1]: the program's own
};

// Threads take turns when there are more than this: then two share a line, and still no count.
constexpr unsigned ledgers = 1024;
constinit ledger table[ledgers];
constinit std::atomic<unsigned> threads{0};
// The initial-exec model: the other one allocates at a thread's first access.
[[gnu::tls_model("initial-exec")]] constinit thread_local ledger* own = nullptr;

ledger& mine() noexcept {
  // Relaxed: only the number has to be fresh.
  if (own == nullptr) own = &table[threads.fetch_add(1, std::memory_order_relaxed) % ledgers];
  return *own;
}

// Relaxed, here and where they are summed: whoever wants an exact number reads it after a join.
void count(counter& c) noexcept { c.fetch_add(1, std::memory_order_relaxed); }

// Where the program's code lies. Written before main, by the constructor; calls before that are the
// libraries' initialisers.
constinit std::uintptr_t code_begin = 0, code_end = 0;

int find_code(dl_phdr_info* object, std::size_t, void*) noexcept {
  for (unsigned i = 0; i < object->dlpi_phnum; ++i) {
    const auto& segment = object->dlpi_phdr[i];
    if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0) {
      code_begin = object->dlpi_addr + segment.p_vaddr;
      code_end = code_begin + segment.p_memsz;
    }
  }
  return 1;  // the first object is the program; no more
}
[[gnu::constructor]] void locate_program() noexcept { dl_iterate_phdr(&find_code, nullptr); }

std::size_t is_program(const void* caller) noexcept {
  const auto at = reinterpret_cast<std::uintptr_t>(caller);
  return at - code_begin < code_end - code_begin ? 1 : 0;
}

// dlsym may itself allocate; it gets this, which is never freed.
alignas(16) constinit std::byte arena[16 * 1024];
constinit std::atomic<std::size_t> arena_used{0};
[[gnu::tls_model("initial-exec")]] constinit thread_local bool looking_up = false;

void* from_arena(std::size_t n, std::size_t alignment = 16) noexcept {
  const std::size_t room = n + alignment;
  // Relaxed: each caller gets bytes of its own, whatever the order.
  const std::size_t at = arena_used.fetch_add(room, std::memory_order_relaxed);
  if (at + room > sizeof arena) return nullptr;
  const auto address = reinterpret_cast<std::uintptr_t>(arena) + at;
  return reinterpret_cast<void*>((address + alignment - 1) / alignment * alignment);
}
bool in_arena(const void* p) noexcept {
  const auto offset = reinterpret_cast<std::uintptr_t>(p) - reinterpret_cast<std::uintptr_t>(arena);
  return offset < sizeof arena;
}

/// The next definition of a function, or null while it is being looked up.
template <class Function>
class next {
 public:
  explicit constexpr next(const char* name) : _name(name) {}
  Function* get() noexcept {
    // Relaxed: code that was there before the process' first thread; every value is the same.
    void* known = _found.load(std::memory_order_relaxed);
    if (known == nullptr && !looking_up) {
      looking_up = true;
      known = dlsym(RTLD_NEXT, _name);
      looking_up = false;
      _found.store(known, std::memory_order_relaxed);  // Relaxed: as above.
    }
    return reinterpret_cast<Function*>(known);
  }

 private:
  const char* _name;
  std::atomic<void*> _found{nullptr};
};

constinit next<void*(std::size_t)> next_malloc("malloc");
constinit next<void*(std::size_t, std::size_t)> next_calloc("calloc");
constinit next<void*(void*, std::size_t)> next_realloc("realloc");
constinit next<void(void*)> next_free("free");
constinit next<void*(std::size_t, std::size_t)> next_aligned_alloc("aligned_alloc");
constinit next<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)> next_pthread_create(
    "pthread_create");
constinit counter threads_created{0};
constinit next<int(void**, std::size_t, std::size_t)> next_posix_memalign("posix_memalign");
constinit next<void*(std::size_t, std::size_t)> next_memalign("memalign");

void* allocated(void* p, const void* caller) noexcept {
  if (p != nullptr) count(mine().allocations[is_program(caller)]);
  return p;
}

// libstdc++ ends operator delete with a jump to free, which then seems to be called by whoever
// called operator delete. So a call of ours, which must not become a jump as well, goes between.
template <class... Arguments>
void pass_on(next<void(void*, Arguments...)>& function, void* p, Arguments... more) noexcept {
  auto* const f = function.get();
  if (f != nullptr) f(p, more...);
  asm volatile("");
}
constinit next<void(void*)> next_delete("_ZdlPv"), next_delete_array("_ZdaPv");
constinit next<void(void*, std::size_t)> next_sized_delete("_ZdlPvm"),
    next_sized_delete_array("_ZdaPvm");
constinit next<void(void*, std::align_val_t)> next_aligned_delete("_ZdlPvSt11align_val_t"),
    next_aligned_delete_array("_ZdaPvSt11align_val_t");
constinit next<void(void*, std::size_t, std::align_val_t)> next_sized_aligned_delete(
    "_ZdlPvmSt11align_val_t"),
    next_sized_aligned_delete_array("_ZdaPvmSt11align_val_t");

contend_counting_calls sum(bool program_only) noexcept {
  contend_counting_calls total{};
  for (const ledger& l : table) {
    for (std::size_t who = program_only ? 1 : 0; who < 2; ++who) {
      total.allocations += l.allocations[who].load(std::memory_order_relaxed);
      total.frees += l.frees[who].load(std::memory_order_relaxed);
      total.reallocations += l.reallocations[who].load(std::memory_order_relaxed);
    }
  }
  return total;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] void contend_counting_read(contend_counting* out) noexcept {
  *out = {.all = sum(false),
          .program = sum(true),
          .threads = threads_created.load(std::memory_order_relaxed)};
}

[[gnu::visibility("default")]] void* malloc(std::size_t n) noexcept {
  auto* const f = next_malloc.get();
  if (f == nullptr) return from_arena(n);
  return allocated(f(n), __builtin_return_address(0));
}

[[gnu::visibility("default")]] void* calloc(std::size_t number, std::size_t n) noexcept {
  auto* const f = next_calloc.get();
  if (f == nullptr) return from_arena(number * n);  // zero, as nothing in it is ever reused
  return allocated(f(number, n), __builtin_return_address(0));
}

[[gnu::visibility("default")]] void* realloc(void* p, std::size_t n) noexcept {
  const std::size_t who = is_program(__builtin_return_address(0));
  auto* const f = next_realloc.get();
  if (f == nullptr || in_arena(p)) {
    void* const moved = f == nullptr ? from_arena(n) : malloc(n);
    if (moved != nullptr && p != nullptr) {
      const auto left = static_cast<std::size_t>(arena + sizeof arena - static_cast<std::byte*>(p));
      std::memcpy(moved, p, n < left ? n : left);
    }
    return moved;
  }
  void* const moved = f(p, n);
  ledger& book = mine();
  if (p == nullptr) {
    if (moved != nullptr) count(book.allocations[who]);
  } else if (moved != nullptr) {
    count(book.reallocations[who]);
  } else if (n == 0) {
    count(book.frees[who]);
  }
  return moved;
}

[[gnu::visibility("default")]] void free(void* p) noexcept {
  if (p == nullptr || in_arena(p)) return;
  auto* const f = next_free.get();
  if (f == nullptr) return;
  count(mine().frees[is_program(__builtin_return_address(0))]);
  f(p);
}

[[gnu::visibility("default")]] void* aligned_alloc(std::size_t alignment, std::size_t n) noexcept {
  auto* const f = next_aligned_alloc.get();
  if (f == nullptr) return from_arena(n, alignment);
  return allocated(f(alignment, n), __builtin_return_address(0));
}

[[gnu::visibility("default")]] int posix_memalign(void** out, std::size_t alignment,
                                                  std::size_t n) noexcept {
  auto* const f = next_posix_memalign.get();
  if (f == nullptr) {
    *out = from_arena(n, alignment);
    return *out == nullptr ? ENOMEM : 0;
  }
  const int failed = f(out, alignment, n);
  if (failed == 0) allocated(*out, __builtin_return_address(0));
  return failed;
}

[[gnu::visibility("default")]] void* memalign(std::size_t alignment, std::size_t n) noexcept {
  auto* const f = next_memalign.get();
  if (f == nullptr) return from_arena(n, alignment);
  return allocated(f(alignment, n), __builtin_return_address(0));
}

[[gnu::visibility("default")]] int pthread_create(pthread_t* id, const pthread_attr_t* how,
                                                  void* (*what)(void*), void* with) noexcept {
  count(threads_created);
  auto* const f = next_pthread_create.get();
  return f == nullptr ? EAGAIN : f(id, how, what, with);
}
}

// clang-format off
using std::align_val_t, std::size_t;
[[gnu::visibility("default")]] void operator delete(void* p) noexcept { pass_on(next_delete, p); }
[[gnu::visibility("default")]] void operator delete[](void* p) noexcept { pass_on(next_delete_array, p); }
[[gnu::visibility("default")]] void operator delete(void* p, size_t n) noexcept { pass_on(next_sized_delete, p, n); }
[[gnu::visibility("default")]] void operator delete[](void* p, size_t n) noexcept { pass_on(next_sized_delete_array, p, n); }
[[gnu::visibility("default")]] void operator delete(void* p, align_val_t a) noexcept { pass_on(next_aligned_delete, p, a); }
[[gnu::visibility("default")]] void operator delete[](void* p, align_val_t a) noexcept { pass_on(next_aligned_delete_array, p, a); }
[[gnu::visibility("default")]] void operator delete(void* p, size_t n, align_val_t a) noexcept { pass_on(next_sized_aligned_delete, p, n, a); }
[[gnu::visibility("default")]] void operator delete[](void* p, size_t n, align_val_t a) noexcept { pass_on(next_sized_aligned_delete_array, p, n, a); }
// clang-format on
