// Where slabs come from and go: found from their blocks, kept in part, returned in part.
#include <contend/model/alloc/slab_source.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <set>
#include <vector>

namespace contend::model {
namespace {

TEST(alloc_slab_source, gives_slabs_that_their_blocks_lead_back_to) {
  static constinit slab_source source;
  std::vector<slab*> slabs;
  std::set<std::byte*> places;
  for (std::size_t i = 0; i < slabs_a_chunk + 3; ++i) {
    slab* const s = source.take();
    ASSERT_NE(s, nullptr);
    slabs.push_back(s);
    EXPECT_TRUE(places.insert(s->blocks).second);
    EXPECT_EQ(&slab::of(s->blocks), s);
    EXPECT_EQ(&slab::of(s->blocks + slab_bytes - 1), s);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(s->blocks) % slab_bytes, 0u);
  }
  EXPECT_EQ(source.taken(), slabs.size());
  for (slab* s : slabs) source.give(*s);
  EXPECT_EQ(source.taken(), 0u);
}

TEST(alloc_slab_source, keeps_the_pages_of_some_and_returns_the_others) {
  static constinit slab_source source;
  constexpr std::size_t more = 40;
  std::vector<slab*> slabs;
  for (std::size_t i = 0; i < slab_source::kept_ready + more; ++i) {
    slabs.push_back(source.take());
    ASSERT_NE(slabs.back(), nullptr);
    std::memset(slabs.back()->blocks, 0xab, slab_bytes);
  }
  for (slab* s : slabs) source.give(*s);
  std::size_t with_pages = 0, without = 0;
  for (slab* s : slabs) {
    // What MADV_DONTNEED returned reads as zero.
    if (s->blocks[0] == std::byte{0xab}) ++with_pages;
    if (s->blocks[0] == std::byte{0}) ++without;
  }
  EXPECT_EQ(with_pages, slab_source::kept_ready);
  EXPECT_EQ(without, more);
}

TEST(alloc_slab_source, is_out_of_memory_beyond_its_chunks) {
  static constinit slab_source source(1);
  for (std::size_t i = 1; i < slabs_a_chunk; ++i) EXPECT_NE(source.take(), nullptr);
  EXPECT_EQ(source.take(), nullptr);
  EXPECT_EQ(large_allocate(std::numeric_limits<std::size_t>::max() / 2), nullptr);
}

}  // namespace
}  // namespace contend::model
