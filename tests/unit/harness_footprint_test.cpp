// The memory run itself, over allocators whose memory is known: what is stranded shows.
#include <contend/analysis/footprint.hpp>
#include <contend/core/clock.hpp>
#include <contend/core/sanitizer.hpp>
#include <contend/harness/footprint.hpp>
#include <contend/host/memory_meter.hpp>

#include <gtest/gtest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <mutex>
#include <thread>

namespace contend {
namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool resident_means_something = false;  // shadow memory, and walking it takes long
#else
constexpr bool resident_means_something = true;
#endif
constexpr std::uint64_t operations = resident_means_something ? 512 : 128;

constexpr std::size_t chunk = std::size_t{1} << 20;
constexpr std::uint64_t live = 96 * chunk;
constexpr std::uint64_t counted = operations + 1 - live / chunk;  // those that fill it are one

void* map_chunk() {
  void* p = ::mmap(nullptr, chunk, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? nullptr : p;
}

/// Gives every block back at once.
struct gives_back {
  static constexpr subject_info info{.name = "gives_back", .title = "t", .source = "s"};
  static void* allocate(std::size_t) noexcept { return map_chunk(); }
  static void deallocate(void* p, std::size_t) noexcept { ::munmap(p, chunk); }
};

/// Keeps every block for good, and uses none again.
struct leaks {
  static constexpr subject_info info{.name = "leaks", .title = "t", .source = "s"};
  static inline std::mutex guard;
  static inline std::array<void*, 4096> kept;
  static inline std::size_t count = 0;
  static void* allocate(std::size_t) noexcept { return map_chunk(); }
  static void deallocate(void* p, std::size_t) noexcept {
    const std::lock_guard lock(guard);
    if (count < kept.size()) kept[count++] = p;
  }
  static void drop_all() {
    while (count > 0) ::munmap(kept[--count], chunk);
  }
};

/// Keeps what is freed until somebody allocates again: an owner's remote list.
struct keeps_until_malloc : leaks {
  static constexpr subject_info info{.name = "keeps", .title = "t", .source = "s"};
  static inline bool drains = false;
  static void* allocate(std::size_t) noexcept {
    const std::lock_guard lock(guard);
    if (drains) {
      drop_all();
    } else if (count > 0) {
      return kept[--count];
    }
    return map_chunk();
  }
};

/// Each worker keeps its part of the live bytes and replaces one block a round; `bad` is what the
/// oracle is to find.
template <class A>
class replacing {
 public:
  using subject = A;
  static constexpr std::string_view name = "replacing";
  static constexpr card about{};
  explicit replacing(const setting& s)
      : _most(s.live_bytes / chunk / s.threads), _threads(s.threads) {}

  std::uint64_t live_bytes() const {
    return static_cast<std::uint64_t>(_held.load(std::memory_order_relaxed)) * chunk;
  }
  std::uint64_t memory_operations() const { return counted; }
  complaint verify() { return bad ? complaint("planted") : std::nullopt; }

  class worker {
   public:
    worker(replacing& l, const seat&) : _load(l) {}
    tally step(std::uint32_t rounds) {
      for (std::uint32_t i = 0; i < rounds; ++i) {
        if (_mine.size() == _load._most) free_one();
        void* p = A::allocate(chunk);
        std::memset(p, 1, chunk);
        _mine.push_back(p);
        const auto held = _load._held.fetch_add(1, std::memory_order_relaxed) + 1;
        if (held == _load._most * _load._threads)
          _load._full.store(true, std::memory_order_relaxed);
      }
      // The work ends when enough is done: not before each worker has got round to its part.
      return {rounds, _load._full.load(std::memory_order_relaxed) ? rounds : 0};
    }
    void settle() {
      while (!_mine.empty()) free_one();
    }
    void nudge() {
      if constexpr (requires { A::drains; }) A::drains = true;
      A::deallocate(A::allocate(chunk), chunk);
    }

   private:
    void free_one() {
      A::deallocate(_mine.back(), chunk);
      _mine.pop_back();
      _load._held.fetch_sub(1, std::memory_order_relaxed);
    }
    replacing& _load;
    std::vector<void*> _mine;
  };

  static inline bool bad = false;

 private:
  std::uint64_t _most, _threads;
  std::atomic<std::uint64_t> _held{0};
  std::atomic<bool> _full{false};
};

/// Samples this process while the load runs in it.
template <class A>
footprint_result footprint_once(unsigned threads) {
  footprint_trace seen;
  std::atomic<bool> over{false};
  std::thread sampler([&] {
    while (!over.load(std::memory_order_acquire)) {
      const host::memory_reading m = host::read_memory_of(::getpid());
      seen.resident.emplace_back(static_cast<double>(now_ns()) * 1e-9,
                                 static_cast<double>(m.rss - m.lazy_free));
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  point_record r = harness::measure_footprint(
      [](const setting& s) -> std::unique_ptr<load> {
        return std::make_unique<load_of<replacing<A>>>(s);
      },
      {.cpus = std::vector<int>(threads, -1), .live_bytes = live, .tail_seconds = 1.2});
  over.store(true, std::memory_order_release);
  sampler.join();
  EXPECT_EQ(r.status, "ok");
  EXPECT_EQ(r.purpose, "footprint");
  EXPECT_GE(r.metrics["operations"].value, counted);
  EXPECT_LE(r.metrics["operations"].value, 2 * operations);
  EXPECT_EQ(r.marks.size(), 9U);
  seen.marks = r.marks;
  seen.live = r.series["live_bytes"].points;
  return footprint_of(seen);
}

/// A busy host may keep the sampler from its work.
template <class A, class Reset>
footprint_result footprint(unsigned threads, Reset reset) {
  footprint_result f;
  for (int i = 0; i < 3; ++i) {
    f = footprint_once<A>(threads);
    reset();
    if (!resident_means_something) return f;
    if (f.invalid.empty() && f.note.find("state") == std::string::npos) break;
  }
  EXPECT_EQ(f.invalid, "");
  return f;
}

double mebibytes(const footprint_result& r, const char* name) {
  const auto at = r.metrics.find(name);
  return at == r.metrics.end() ? -1e9 : at->second.value / static_cast<double>(chunk);
}

TEST(memory_run, of_an_allocator_that_gives_all_back_strands_nothing) {
  const footprint_result r = footprint<gives_back>(2, [] {});
  if (!resident_means_something) return;
  EXPECT_DOUBLE_EQ(mebibytes(r, "live_peak"), 96);
  EXPECT_NEAR(mebibytes(r, "resident_peak"), 96, 4);
  EXPECT_NEAR(mebibytes(r, "stranded_idle"), 0, 4);
  EXPECT_NEAR(mebibytes(r, "stranded_exited"), 0, 4);
  EXPECT_GT(r.metrics.at("returned_1s").value, 0.95);
  EXPECT_FALSE(r.metrics.contains("returned_5s")) << "the tail was shorter";
}

TEST(memory_run, sees_what_a_leak_strands) {
  const footprint_result r = footprint<leaks>(1, leaks::drop_all);
  if (!resident_means_something) return;
  // 512 blocks were allocated, and 96 of these were live at once.
  EXPECT_NEAR(mebibytes(r, "stranded_idle"), 512, 12);
  EXPECT_NEAR(mebibytes(r, "stranded_exited"), 512, 12);
  EXPECT_GT(r.metrics.at("peak_overhead").value, 4);
  EXPECT_LT(r.metrics.at("returned_1s").value, 0.05);
}

TEST(memory_run, sees_what_the_owners_next_allocation_frees) {
  const footprint_result r = footprint<keeps_until_malloc>(1, [] {
    leaks::drop_all();
    keeps_until_malloc::drains = false;
  });
  if (!resident_means_something) return;
  EXPECT_NEAR(mebibytes(r, "stranded_idle"), 96, 6);
  EXPECT_NEAR(mebibytes(r, "stranded_nudged"), 0, 6);
}

TEST(memory_run, asks_the_oracle) {
  replacing<gives_back>::bad = true;
  const point_record r = harness::measure_footprint(
      [](const setting& s) -> std::unique_ptr<load> {
        return std::make_unique<load_of<replacing<gives_back>>>(s);
      },
      {.cpus = {-1}, .live_bytes = live, .hold_seconds = 0.01, .tail_seconds = 0.01});
  replacing<gives_back>::bad = false;
  EXPECT_EQ(r.status, "oracle: planted");
  EXPECT_TRUE(r.series.empty());
  EXPECT_TRUE(r.metrics.empty());
}

}  // namespace
}  // namespace contend
