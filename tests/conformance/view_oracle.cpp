// The loads of views see what a bad exporter does. Each planted bug goes through the very workload
// that is timed; what races, and so belongs to the sanitizers, is in tests/negative.
#include "asked_bytes.hpp"
#include "drive.hpp"

#include <contend/model/view/atomic.hpp>
#include <contend/model/view/locked.hpp>
#include <suites/buffers/late_views.hpp>
#include <suites/buffers/pitch.hpp>
#include <suites/buffers/resizing_owner.hpp>
#include <suites/buffers/short_views.hpp>
#include <suites/buffers/slices.hpp>

#include <gtest/gtest.h>

#include <array>

namespace contend {
namespace {

using namespace suites;

enum class bug {
  none,
  never_unpins,   // a hundredth is not counted off
  forgets_bytes,  // a resize loses one of them
  shows_beside,   // a slice begins a word too far
  ends_twice,
  ends_never
};

/// Right under a lock, but for the bug. The owner frees whatever is counted, so that a wrong count
/// leaks nothing.
template <bug Bug>
struct bad_count : model::locked_export_count {
  using good = model::locked_export_count;

  [[nodiscard]] bool unpin() noexcept {
    if (Bug == bug::never_unpins && now()) return false;
    return good::unpin();
  }
  [[nodiscard]] bool drop() noexcept {
    const bool last = good::drop();
    return Bug == bug::never_unpins || last;
  }
  bool now() noexcept {
    // Relaxed: only how many there were.
    return calls.fetch_add(1, memory_order_relaxed) % 100 == 99;
  }

  atomic<unsigned> calls{0};
};

template <bug Bug>
struct bad_export : model::counted_exporter<bad_count<Bug>> {
  using good = model::counted_exporter<bad_count<Bug>>;
  static constexpr subject_info info{.name = "bad"};
  static constexpr exporter_traits traits{};

  class view : public good::view {
   public:
    view() noexcept = default;
    explicit view(typename good::view v) noexcept : good::view(std::move(v)) {}
    [[nodiscard]] view slice(std::size_t from, std::size_t n) const noexcept {
      return view(good::view::slice(from + (Bug == bug::shows_beside && from != 0 ? 8 : 0), n));
    }
  };
  class owner : public good::owner {
   public:
    owner() noexcept = default;
    owner(typename good::owner base, exporter_end* end) noexcept
        : good::owner(std::move(base)), _end(end) {}
    owner(owner&& other) noexcept
        : good::owner(std::move(other)), _end(std::exchange(other._end, nullptr)) {}
    owner& operator=(owner&& other) noexcept {
      good::owner::operator=(std::move(other));
      std::swap(_end, other._end);
      return *this;
    }
    ~owner() { again(); }

    [[nodiscard]] bad_export::view view() const { return bad_export::view(good::owner::view()); }
    template <class Write>
    [[nodiscard]] bool resize(std::size_t n, Write&& write) {
      return good::owner::resize(n, [&](std::span<std::byte> bytes) {
        if (Bug == bug::forgets_bytes) bytes[9] = std::byte{0};
        write(bytes);
      });
    }
    void reset() noexcept {
      good::owner::reset();
      again();
    }

   private:
    void again() noexcept {
      if (Bug != bug::ends_twice || _end == nullptr) return;
      std::array<std::byte, 8> freed;
      freed.fill(std::byte{0xdd});
      std::exchange(_end, nullptr)->ended(freed);
    }
    exporter_end* _end = nullptr;
  };
  template <class Write>
  [[nodiscard]] static owner make(std::size_t n, Write&& write, exporter_end* end = nullptr) {
    return owner(good::make(n, std::forward<Write>(write), Bug == bug::ends_never ? nullptr : end),
                 end);
  }
};

void expect_says(const complaint& wrong, const std::string& what) {
  ASSERT_TRUE(wrong.has_value()) << "the oracle saw nothing";
  EXPECT_NE(wrong->find(what), std::string::npos) << *wrong;
}

template <template <class> class W, class E>
complaint of(parameter_list list, unsigned threads = 2, std::uint64_t rounds = 500) {
  return drive<W<E>>(threads, rounds, std::move(list)).wrong;
}
template <bug Bug>
complaint of_short_views() {
  return of<short_views, bad_export<Bug>>({{"sharing", "one"}});
}
template <bug Bug>
complaint of_slices() {
  return of<slices, bad_export<Bug>>({{"sharing", "one"}, {"slices", "4"}});
}
template <bug Bug>
complaint of_resizing_owner() {
  return of<resizing_owner, bad_export<Bug>>({{"hold", "4"}});
}
template <bug Bug>
complaint of_late_views() {
  return of<late_views, bad_export<Bug>>({{"owner", "worker"}}, 2, 50);
}

TEST(view_oracle, passes_the_wrapper_without_a_bug) {
  EXPECT_EQ(of_short_views<bug::none>(), std::nullopt);
  EXPECT_EQ(of_slices<bug::none>(), std::nullopt);
  EXPECT_EQ(of_resizing_owner<bug::none>(), std::nullopt);
  EXPECT_EQ(of_late_views<bug::none>(), std::nullopt);
}

TEST(view_oracle, sees_a_count_that_only_rises) {
  expect_says(of_short_views<bug::never_unpins>(), "no view is left");
  expect_says(of_slices<bug::never_unpins>(), "no view is left");
  expect_says(of_resizing_owner<bug::never_unpins>(), "no view is left");
}

struct uncounted : model::atomic_export_rules {
  static constexpr bool counts_views = false;
};

/// One thread: that it is not seen by luck, and that nothing races.
TEST(view_oracle, sees_a_resize_under_a_view) {
  if (!asked_bytes_known()) GTEST_SKIP() << "a sanitizer comes first: negative.*.view_unpinned";
  using unpinned = model::basic_atomic_export<uncounted>;
  expect_says(of<resizing_owner, unpinned>({{"hold", "4"}}, 1), "were granted under a view");
  expect_says(of<short_views, unpinned>({{"sharing", "private"}}, 1), "granted under a view");
  expect_says(of<slices, unpinned>({{"sharing", "private"}, {"slices", "4"}}, 1),
              "granted under a view");
}

TEST(view_oracle, sees_a_resize_that_loses_bytes) {
  expect_says(of_resizing_owner<bug::forgets_bytes>(), "not what");
}

TEST(view_oracle, sees_a_slice_of_other_bytes) {
  expect_says(of_slices<bug::shows_beside>(), "were not what they should be");
}

TEST(view_oracle, sees_an_exporter_that_ends_twice_or_never) {
  expect_says(of_short_views<bug::ends_twice>(), "after their death");
  expect_says(of_late_views<bug::ends_twice>(), "after their death");
  expect_says(of_resizing_owner<bug::ends_twice>(), "after their death");
  expect_says(of_short_views<bug::ends_never>(), "0 destroyed");
  expect_says(of_late_views<bug::ends_never>(), " 0 destroyed");
}

/// Stores that a neighbour loses, or that hit it.
template <bool Beside>
struct bad_store {
  static constexpr subject_info info{.name = "bad"};
  static void count(std::uint64_t& slot, std::uint64_t n) noexcept {
    if (n % 100 == 99 && !Beside) return;
    (n % 100 == 99 ? *(&slot + 1) : slot) += 1;
  }
};

struct also_beside : plain_add {
  static void count(std::uint64_t& slot, std::uint64_t n) noexcept {
    plain_add::count(slot, n);
    *(&slot + 1) = n;
  }
};

TEST(pitch_oracle, sees_what_is_lost_and_what_is_nobodys) {
  EXPECT_EQ((of<pitch, plain_add>({{"pitch", "16"}})), std::nullopt);
  expect_says(of<pitch, bad_store<false>>({{"pitch", "8"}}), "its worker counted 500");
  expect_says(of<pitch, bad_store<true>>({{"pitch", "16"}}), "its worker counted 500");
  expect_says(of<pitch, also_beside>({{"pitch", "16"}}), "nobody's slot");
}

TEST(pitch_load, puts_slots_where_it_says_at_any_number_of_threads) {
  for (const char* bytes : {"8", "64", "4096"}) {
    for (const unsigned threads : {1u, 3u, 7u}) {
      EXPECT_EQ((of<pitch, plain_store>({{"pitch", bytes}}, threads, 100)), std::nullopt);
      EXPECT_EQ((of<pitch, atomic_add>({{"pitch", bytes}}, threads, 100)), std::nullopt);
    }
  }
  using W = load_of<pitch<plain_add>>;
  for (const char* bytes : {"0", "12", "8192", "-8"}) {
    EXPECT_THROW(W({.threads = 1, .params = parameters(parameter_list{{"pitch", bytes}})}),
                 std::invalid_argument);
  }
}

}  // namespace
}  // namespace contend
