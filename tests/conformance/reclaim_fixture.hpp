// The moves of the reclamation tests: another thread holds a guard while this one retires.
#pragma once

#include <contend/core/sanitizer.hpp>
#include <contend/load/ledger.hpp>
#include <contend/subject/reclaimer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <latch>
#include <semaphore>
#include <thread>

namespace contend {

template <class R>
class reclaim_fixture : public testing::Test {
 protected:
  struct node_type : R::template object<node_type> {
    node_type(ledger& book, std::uint64_t value) : life(book, value) {}
    ~node_type() {
      if (gone != nullptr) *gone = true;
      if (next != nullptr) R::retire(next);
    }
    tracked life;
    std::atomic<bool>* gone = nullptr;
    node_type* next = nullptr;
  };
  using guard_type = typename R::template guard<node_type>;
  using place_type = typename R::template place<node_type>;
  using thread = typename R::thread;
  static constexpr bool opaque = built_for_tsan && !R::info.tsan_opaque.empty();

  node_type* make(std::uint64_t value) { return new node_type(_book, value); }
  [[nodiscard]] std::uint64_t alive() const { return _book.total_born() - _book.total_died(); }

  void SetUp() override {
    if (opaque) GTEST_SKIP() << "opaque to TSan: " << R::info.tsan_opaque;
  }
  void TearDown() override {
    if (opaque) return;
    R::collect();
    EXPECT_EQ(_book.verify(), std::nullopt);
    EXPECT_EQ(R::pending(), 0u);
  }

  /// What a scheme needs to get on with it: objects retired, safepoints.
  void churn(thread& member, std::size_t many = 600) {
    for (std::size_t i = 0; i < many; ++i) {
      R::retire(make(0));
      member.safepoint();
    }
  }
  /// Whether churning for long makes it true. Long, where a thread of the scheme's own frees.
  template <class Condition>
  bool comes_true(thread& member, Condition holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (int round = 0; !holds(); ++round) {
      if (std::chrono::steady_clock::now() > end) return false;
      if (round > 10) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      churn(member, round > 10 ? 10 : 600);
    }
    return true;
  }

  /// `there(member, hold)` on another thread, up to its call of hold(); then `here(member)` on
  /// this one, attached; then the other goes on.
  template <class There, class... Here>
  void in_another_thread(There there, Here... here) {
    std::counting_semaphore<> holding(0), go_on(0);
    std::thread other([&] {
      thread member;
      there(member, [&] {
        holding.release();
        go_on.acquire();
      });
      holding.release();
    });
    {
      thread member;
      // Not attached while it waits: it would hold the other up.
      const auto turn = [&](auto& act) {
        holding.acquire();
        {
          const attached on(member);
          act(member);
        }
        go_on.release();
      };
      (turn(here), ...);
      holding.acquire();
    }
    other.join();
  }
  /// The same, the other thread attached throughout.
  template <class There, class... Here>
  void in_another_thread_while_guarding(There there, Here... here) {
    in_another_thread(
        [&](thread& member, auto hold) {
          const attached on(member);
          there(hold);
        },
        here...);
  }

  /// The contract's heart. Looks at no object, so that a scheme which breaks it can be tested.
  bool kept_while_guarded() {
    place_type place(make(1));
    bool kept = true;
    in_another_thread_while_guarding(
        [&](auto hold) {
          guard_type on;
          on.protect(place)->gone = &gone_a;
          hold();
        },
        [&](thread& member) {
          R::retire(place.exchange(nullptr));
          churn(member);
          kept = !gone_a;
        });
    return kept;
  }

  std::atomic<bool> gone_a{false},
      gone_b{false};  // here, as they may be told after the test's body
  ledger _book;
};

}  // namespace contend
