// mimalloc runs beside the process's malloc, and does not take its place.
#if defined(CONTEND_MIMALLOC_LIBRARY)
#include <contend/adapter/alloc/mimalloc.hpp>
#include <contend/core/sanitizer.hpp>

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace contend {
namespace {

using adapter::mimalloc;

/// The file that a call of that function would end up in, from anywhere in the process.
std::string home_of(const char* function) {
  void* at = ::dlsym(RTLD_DEFAULT, function);
  Dl_info where{};
  return at != nullptr && ::dladdr(at, &where) != 0 ? where.dli_fname : "";
}

TEST(mimalloc_adapter, leaves_malloc_and_operator_new_to_the_process) {
  if (built_for_tsan) GTEST_SKIP() << "opaque to TSan";
  const std::string before = home_of("malloc");
  void* mine = mimalloc::allocate(64);
  ASSERT_NE(mine, nullptr);
  mimalloc::deallocate(mine, 64);
  void* library = ::dlopen(CONTEND_MIMALLOC_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
  ASSERT_NE(library, nullptr) << "it was not opened";
  ASSERT_NE(::dlsym(library, "malloc"), nullptr) << "it would not be in anyone's way";
  EXPECT_NE(::dlsym(library, "malloc"), ::dlsym(RTLD_DEFAULT, "malloc"));
  EXPECT_EQ(home_of("malloc"), before);
  for (const char* function : {"malloc", "free", "_Znwm", "_ZdlPv", "mi_malloc"}) {
    EXPECT_EQ(home_of(function).find("mimalloc"), std::string::npos) << function;
  }
  ::dlclose(library);
}

// Each of the three may be the first call that a thread makes.
TEST(mimalloc_adapter, grows_what_a_thread_that_is_gone_allocated) {
  if (built_for_tsan) GTEST_SKIP() << "opaque to TSan";
  void* p = nullptr;
  std::jthread([&] { p = mimalloc::allocate(64); }).join();
  ASSERT_NE(p, nullptr);
  std::jthread([&] { p = mimalloc::reallocate(p, 64, 6400); }).join();
  ASSERT_NE(p, nullptr);
  std::jthread([&] { mimalloc::deallocate(p, 6400); }).join();
}

}  // namespace
}  // namespace contend
#endif
