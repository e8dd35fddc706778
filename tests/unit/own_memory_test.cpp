// A load's own tables stay out of what a look at the process says of the allocator.
#include <suites/frees/own_memory.hpp>

#include <gtest/gtest.h>

#include <cerrno>

namespace contend::suites {
namespace {

constexpr std::size_t pages = 16, page = 4096;

/// How many of the pages at p are resident; -1 if they are not even mapped.
int resident(void* p) {
  unsigned char in[pages];
  if (::mincore(p, pages * page, in) != 0) return errno == ENOMEM ? -1 : -2;
  int n = 0;
  for (const unsigned char i : in) n += i & 1;
  return n;
}

TEST(own_memory, is_resident_at_once_and_until_it_goes) {
  void* at = nullptr;
  {
    own_memory own;
    {
      std::pmr::vector<char> table(&own);
      table.reserve(pages * page);
      at = table.data();
      EXPECT_EQ(resident(at), pages);
    }
    EXPECT_EQ(resident(at), pages) << "given back by its table";
    std::pmr::vector<char> another(page, &own);
    EXPECT_NE(another.data(), at) << "used again: the first one may still be looked at";
  }
  EXPECT_EQ(resident(at), -1) << "kept for ever";
}

}  // namespace
}  // namespace contend::suites
