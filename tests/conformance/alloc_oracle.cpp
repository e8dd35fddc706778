// The generator's oracle sees what a bad allocator, or a bad link, does.
#include "drive.hpp"

#include <contend/core/cache_line.hpp>
#include <suites/frees/flow.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>

namespace contend {
namespace {

enum class bug { none, gives_out_twice, overlaps, scribbles, runs_out };

/// malloc with one bug, every hundredth time. Behind a lock, so that the bug is not a data race,
/// which would be TSan's to find and not the oracle's.
template <bug Bug>
struct bad_malloc {
  static constexpr subject_info info{.name = "bad"};

  static void* allocate(std::size_t n) noexcept {
    const std::lock_guard hold(lock);
    const bool now = ++calls % 100 == 0;
    if (now && Bug == bug::gives_out_twice && last != nullptr && users.contains(last)) {
      ++users[last];
      return last;
    }
    if (now && Bug == bug::runs_out) return nullptr;
    // The tail of a block that is too short by a word is the head of the next.
    if (Bug == bug::overlaps) {
      if (now && last != nullptr) {
        ++users[last];
        inner[static_cast<std::byte*>(last) + n - 8] = last;
        return static_cast<std::byte*>(last) + n - 8;
      }
      last = std::malloc(2 * n);
    } else {
      last = std::malloc(n);
    }
    ++users[last];
    return last;
  }
  static void deallocate(void* p, std::size_t n) noexcept {
    const std::lock_guard hold(lock);
    if (const auto part = inner.find(p); part != inner.end()) {
      p = part->second;
      inner.erase(part);
    }
    if (Bug == bug::scribbles && calls % 100 == 0 && last != nullptr && last != p) {
      std::memset(last, 0, n);
    }
    if (--users[p] != 0) return;
    users.erase(p);
    std::free(p);
    if (p == last) last = nullptr;
  }

  static inline std::mutex lock;
  static inline std::uint64_t calls = 0;
  static inline void* last = nullptr;
  // Outlives the program: what a load does not dare to free, because it no longer is what it had
  // written, is then no leak of the test's.
  static inline auto& users = *new std::unordered_map<void*, unsigned>;
  static inline std::unordered_map<void*, void*> inner;
};

const suites::recipe in_the_ring{.way = suites::topology::ring, .batch = 8, .size = "64"};

template <workload W>
harness::stress_result drive_as(const suites::recipe& how, unsigned threads, std::uint64_t rounds) {
  const auto build = [&](const setting& s) -> std::unique_ptr<load> {
    return std::make_unique<load_of<W>>(s, how);
  };
  return harness::stress(build, {.threads = threads, .rounds = rounds});
}

template <bug Bug>
complaint of(unsigned threads, const suites::recipe& how = in_the_ring) {
  return drive_as<suites::flow<bad_malloc<Bug>>>(how, threads, 500).wrong;
}

TEST(alloc_oracle, passes_the_wrapper_without_a_bug) {
  EXPECT_EQ(of<bug::none>(1), std::nullopt);
  EXPECT_EQ(of<bug::none>(4), std::nullopt);
}

// One thread: with more, the two owners of a block write to it at once, which is a real data
// race, and belongs to TSan.
TEST(alloc_oracle, sees_a_block_that_is_given_out_twice) {
  const complaint wrong = of<bug::gives_out_twice>(1);
  ASSERT_TRUE(wrong.has_value());
  EXPECT_NE(wrong->find("given out twice"), std::string::npos) << *wrong;
}
TEST(alloc_oracle, sees_blocks_that_overlap) {
  const complaint wrong = of<bug::overlaps>(1);
  ASSERT_TRUE(wrong.has_value());
  EXPECT_NE(wrong->find("overlapping"), std::string::npos) << *wrong;
}
TEST(alloc_oracle, sees_a_block_that_someone_wrote_to) {
  const complaint wrong = of<bug::scribbles>(1);
  ASSERT_TRUE(wrong.has_value());
  EXPECT_NE(wrong->find("did not hold"), std::string::npos) << *wrong;
}

// Out of memory is no success and no leak: it ends the run, as bad_alloc does everywhere.
TEST(alloc_oracle, lets_out_of_memory_through) {
  using W = suites::flow<bad_malloc<bug::runs_out>>;
  for (const auto way : {suites::topology::self, suites::topology::ring}) {
    W load({.threads = 1, .params = {}, .seed = 1}, {.way = way, .batch = 8});
    typename W::worker w(load, {.index = 0, .threads = 1, .seed = 1});
    EXPECT_THROW(w.step(1000), std::bad_alloc);
  }
  EXPECT_TRUE(W::subject::users.empty()) << W::subject::users.size() << " blocks leaked";
}

/// A link that forgets a batch now and then.
class lossy_link : public suites::batch_link {
 public:
  using batch_link::batch_link;
  void send() noexcept {
    if (++_sends % 100 == 0) {
      for (const suites::block& b : room()) std::free(b.at);
    } else {
      batch_link::send();
    }
  }

 private:
  std::uint64_t _sends = 0;
};

TEST(alloc_oracle, sees_a_batch_that_never_arrived) {
  using W = suites::flow<bad_malloc<bug::none>, lossy_link>;
  W load({.threads = 1, .params = {}, .seed = 1}, in_the_ring);
  {
    typename W::worker w(load, {.index = 0, .threads = 1, .seed = 1});
    w.step(100);  // the last one is lost
    w.settle();
  }
  EXPECT_EQ(load.verify(), "800 blocks (51200 bytes) were allocated and 792 (50688 bytes) freed");
}

TEST(alloc_oracle, sees_the_same_in_the_slots_where_only_the_block_itself_tells) {
  const suites::recipe slots{.way = suites::topology::exchange, .batch = 8, .live = 64};
  EXPECT_EQ(of<bug::none>(4, slots), std::nullopt);
  EXPECT_TRUE(of<bug::scribbles>(1, slots).has_value());
  EXPECT_TRUE(of<bug::gives_out_twice>(1, slots).has_value());
}

}  // namespace
}  // namespace contend
