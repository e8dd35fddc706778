// With CONTEND_KEEP in the environment nothing is ever really freed: an object that is destroyed
// twice is then still where it was, so that a ledger, and not chance, decides what is seen. Not
// beside a sanitizer, which has operators of its own, and its own way of keeping memory.
#if !defined(CONTEND_PERTURB)
#include <cstdlib>
#include <new>

namespace {
const bool keep = std::getenv("CONTEND_KEEP") != nullptr;
}  // namespace

void* operator new(std::size_t bytes) {
  if (void* p = std::malloc(bytes)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept {
  if (!keep) std::free(p);
}
void operator delete(void* p, std::size_t) noexcept { operator delete(p); }
#endif
