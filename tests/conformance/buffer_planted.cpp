// Wrong lines in our own buffers, through the very loads that are timed: the oracle has to see them
// without a sanitizer. tests/negative has those that TSan must see.
#include "drive.hpp"

#include <contend/core/sanitizer.hpp>
#include <contend/model/buffer/locked_ring.hpp>
#include <contend/model/buffer/spsc_ring.hpp>
#include <contend/model/buffer/vyukov_bounded.hpp>
#include <suites/buffers/pairs.hpp>
#include <suites/buffers/producer_consumer.hpp>

#include <gtest/gtest.h>

#include <thread>

namespace contend {
namespace {

using suites::item;

template <class B>
bool caught(unsigned threads, const char* capacity) {
  using W = suites::producer_consumer<B>;
  for (int attempt = 0; attempt < 10; ++attempt) {
    if (drive<W>(threads, 20000, {{"capacity", capacity}}).wrong) return true;
  }
  return false;
}

struct one_too_many : model::ring_rules {
  static constexpr bool stops_at_capacity = false;
};
template <class Guard>
using overfull = model::locked_ring<item, Guard, one_too_many>;

TEST(buffer_planted, a_ring_that_reuses_a_slot_one_early_is_caught) {
  EXPECT_TRUE((caught<overfull<model::under_mutex>>(2, "2")));
  EXPECT_TRUE((caught<overfull<model::under_spin_lock>>(4, "8")));
}

template <bool Late, bool Early>
struct lingering : model::vyukov_rules {
  static constexpr bool writes_before_publishing = !Late;
  static constexpr bool reads_before_freeing = !Early;
  static void linger() noexcept { std::this_thread::yield(); }
};

TEST(buffer_planted, a_payload_written_after_push_is_caught) {
  if (built_for_tsan) GTEST_SKIP() << "it races: negative.tsan.*.late_payload";
  EXPECT_TRUE((caught<model::vyukov_bounded<item, lingering<true, false>>>(4, "2")));
}
TEST(buffer_planted, a_cell_freed_before_it_is_read_is_caught) {
  if (built_for_tsan) GTEST_SKIP() << "it races: negative.tsan.*.early_slot";
  EXPECT_TRUE((caught<model::vyukov_bounded<item, lingering<false, true>>>(4, "2")));
}
template <bool Late, bool Early>
struct lingering_pair : model::spsc_rules {
  static constexpr bool writes_before_publishing = !Late;
  static constexpr bool reads_before_freeing = !Early;
  static void linger() noexcept { std::this_thread::yield(); }
};

TEST(buffer_planted, a_ring_for_one_pair_with_either_half_the_wrong_way_round_is_caught) {
  if (built_for_tsan) GTEST_SKIP() << "it races, as negative.tsan.*.late_payload does";
  EXPECT_TRUE((caught<model::spsc_ring<item, lingering_pair<true, false>>>(2, "2")));
  EXPECT_TRUE((caught<model::spsc_ring<item, lingering_pair<false, true>>>(2, "2")));
}

TEST(buffer_planted, the_right_lines_are_not) {
  EXPECT_FALSE((caught<model::spsc_ring<item, lingering_pair<false, false>>>(2, "2")));
  EXPECT_FALSE((caught<model::vyukov_bounded<item, lingering<false, false>>>(4, "2")));
  EXPECT_FALSE((caught<model::mutex_ring<item>>(4, "2")));
}

}  // namespace
}  // namespace contend
