// Compiled with -O3 by each compiler, which gives its function's name: SCRATCH_NAME.
#include "scratch.hpp"

#include <contend/core/escape.hpp>

#include <cstdlib>

namespace {

template <bool Escapes>
void touch(char* object, std::size_t size) {
  if constexpr (Escapes) contend::escape(object);
  for (std::size_t i = 0; i < size; ++i) {
    object[i] = static_cast<char>(i);
    volatile char seen = object[i];
    seen = static_cast<char>(seen + 1);
  }
}
template <bool Escapes>
void by_new(std::uint64_t rounds, std::size_t size) {
  for (; rounds != 0; --rounds) {
    char* const object = new char[size];
    touch<Escapes>(object, size);
    delete[] object;
  }
}
template <bool Escapes>
void by_malloc(std::uint64_t rounds, std::size_t size) {
  for (; rounds != 0; --rounds) {
    char* const object = static_cast<char*>(std::malloc(size));
    touch<Escapes>(object, size);
    std::free(object);
  }
}

#if defined(__clang__)
constexpr const char* compiler = "clang";
#else
constexpr const char* compiler = "gcc";
#endif

}  // namespace

const scratch_workers& SCRATCH_NAME() {
  static constexpr scratch_workers all{compiler, by_new<false>, by_new<true>, by_malloc<false>,
                                       by_malloc<true>};
  return all;
}
