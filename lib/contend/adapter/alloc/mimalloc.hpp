// mimalloc by its prefixed functions, beside the process's malloc. Include only where
// CONTEND_MIMALLOC_LIBRARY names the shared library.
#pragma once

#include <contend/subject/allocator.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include <dlfcn.h>

namespace contend::adapter {

/// mi_malloc, mi_free, mi_realloc. Thread-safe. A block freed by a thread that did not allocate it
/// goes on its page's list by compare-and-swap; the first one of a full page also goes on a list of
/// the owner's heap.
///
/// Distributions ship mimalloc as a shared library that exports malloc and operator new as well:
/// linked, it would become the process's malloc, and there would be nothing left to compare it
/// with. It is therefore opened at the first call, its names kept out of the global scope; after
/// that a call is one through a pointer, as into any shared library. A process that never calls it
/// never loads it.
struct mimalloc {
  static constexpr subject_info info{
      .name = "mi_malloc",
      .title = "mimalloc",
      .source = "mimalloc's prefixed functions; Leijen, Zorn, de Moura, APLAS 2019",
      .progress = progress::blocking,
      .tsan_opaque =
          "the distribution's libmimalloc is not instrumented: a block that is reused "
          "by another thread looks like a race",
  };

  static void* allocate(std::size_t n) noexcept {
    // (1) acquire, partner (4): the library's data, which its loader wrote.
    return _allocate.load(std::memory_order_acquire)(n);
  }
  static void* reallocate(void* p, std::size_t, std::size_t n) noexcept {
    // (2) acquire, partner (5): as (1).
    return _reallocate.load(std::memory_order_acquire)(p, n);
  }
  static void deallocate(void* p, std::size_t) noexcept {
    // (3) acquire, partner (6): as (1).
    _deallocate.load(std::memory_order_acquire)(p);
  }

 private:
  using allocate_function = void* (*)(std::size_t);
  using reallocate_function = void* (*)(void*, std::size_t);
  using deallocate_function = void (*)(void*);

  template <class F>
  static F found(void* library, const char* name) noexcept {
    void* at = library == nullptr ? nullptr : ::dlsym(library, name);
    if (at == nullptr) {
      // It was there when this was built. A subject has no other way to fail than out of memory,
      // and that is not what happened.
      std::fprintf(stderr, "contend: mimalloc: %s\n", ::dlerror());
      std::abort();
    }
    return reinterpret_cast<F>(at);
  }

  static void open() noexcept {
    [[maybe_unused]] static const bool once = [] {
      // Never closed: threads give their heaps up in it when they end.
      void* library = ::dlopen(CONTEND_MIMALLOC_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
      // (4) release, partner (1): what the loader wrote.
      _allocate.store(found<allocate_function>(library, "mi_malloc"), std::memory_order_release);
      // (5) release, partner (2): as (4).
      _reallocate.store(found<reallocate_function>(library, "mi_realloc"),
                        std::memory_order_release);
      // (6) release, partner (3): as (4).
      _deallocate.store(found<deallocate_function>(library, "mi_free"), std::memory_order_release);
      return true;
    }();
  }

  static void* first_allocate(std::size_t n) noexcept {
    open();
    return allocate(n);
  }
  static void* first_reallocate(void* p, std::size_t n) noexcept {
    open();
    return reallocate(p, n, n);
  }
  static void first_deallocate(void* p) noexcept {
    open();
    deallocate(p, 0);
  }

  static inline constinit std::atomic<allocate_function> _allocate{first_allocate};
  static inline constinit std::atomic<reallocate_function> _reallocate{first_reallocate};
  static inline constinit std::atomic<deallocate_function> _deallocate{first_deallocate};
};

static_assert(reallocating<mimalloc>);

}  // namespace contend::adapter
