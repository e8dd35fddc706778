// What is counted as memory that came back.
#include <suites/frees/page_sample.hpp>
#include <suites/frees/std_allocator.hpp>

#include <contend/adapter/alloc/process_malloc.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <new>

namespace contend::suites {
namespace {

const void* page_at(std::uint64_t number) {
  return reinterpret_cast<const void*>(number * page_sample::page + 64);
}

TEST(page_sample, counts_pages_that_an_earlier_phase_used) {
  page_sample pages;
  const auto phase = [&](std::uint32_t now, std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t n = from; n != to; ++n) {
      for (int i = 0; i < 3; ++i) pages.saw(page_at(n), now);
    }
  };
  phase(1, 1000, 2000);
  EXPECT_EQ(pages.sampled(), 0u) << "the first phase has nothing to use again";
  EXPECT_NEAR(static_cast<double>(pages.pages()), 1000, 100);
  phase(2, 1000, 2000);
  EXPECT_EQ(pages.again(), pages.sampled());
  EXPECT_NEAR(static_cast<double>(pages.sampled()), 750, 100);
  const std::uint64_t reused = pages.again();
  phase(3, 5000, 6000);
  EXPECT_EQ(pages.again(), reused) << "several blocks in a page that is new are no reuse";
  EXPECT_NEAR(static_cast<double>(pages.sampled()), 1500, 150);
  EXPECT_NEAR(static_cast<double>(pages.again()), 750, 100);
}

TEST(page_sample, follows_fewer_pages_when_there_are_many) {
  page_sample pages;
  for (std::uint64_t n = 1; n <= 1'000'000; ++n) pages.saw(page_at(n), 1);
  EXPECT_NEAR(static_cast<double>(pages.pages()), 1e6, 1e5);
  for (std::uint64_t n = 1; n <= 1'000'000; ++n) pages.saw(page_at(n), 2);
  EXPECT_EQ(pages.again(), pages.sampled());
  EXPECT_GT(pages.again(), 100u);
}

struct nothing_left {
  static constexpr subject_info info{.name = "nothing_left"};
  static void* allocate(std::size_t) noexcept { return nullptr; }
  static void deallocate(void*, std::size_t) noexcept {}
};

TEST(std_allocator, throws_as_the_standard_says) {
  std_allocator<nothing_left, int> none;
  EXPECT_THROW((void)none.allocate(1), std::bad_alloc);
  std_allocator<adapter::process_malloc, int> some;
  EXPECT_THROW((void)some.allocate(std::numeric_limits<std::size_t>::max() / 2),
               std::bad_array_new_length);
  EXPECT_TRUE((some == std_allocator<adapter::process_malloc, char>()));
}

}  // namespace
}  // namespace contend::suites
