// The sharded count, step by step: in service, killed, after the grace period.
#include "epoch_actors.hpp"

#include <contend/model/refcount/per_cpu.hpp>

namespace contend::model {
namespace {
using namespace epoch_tests;

struct right : eager<> {};
/// Planted: the shards are added up before everybody must have seen the kill.
struct hasty : right {
  static constexpr std::int32_t quiet_epochs = 0;
};

template <class Rules>
struct scene {
  using shards = per_cpu_shards<Rules>;
  ledger book;
  object<typename shards::header> x{book};
  actor<shards> a, b;

  void up(actor<shards>& who) {
    who.does([&] { shards::up(x); });
  }
  void down(actor<shards>& who) {
    who.does([&] { shards::down(x); });
  }
  void kill(actor<shards>& who) {
    who.does([&] { shards::kill(x); });
  }
  void epochs_pass(int n) {
    for (int i = 0; i < n; ++i) {
      a.safepoint();
      b.safepoint();
    }
  }
};

TEST(per_cpu_test, in_service_nothing_is_decided) {
  scene<right> s;
  s.up(s.a);
  s.down(s.b);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  s.kill(s.b);
  EXPECT_EQ(s.x.deaths, 0);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 1) << "the shards cancelled out";
}

TEST(per_cpu_test, after_the_grace_period_the_last_drop_destroys) {
  scene<right> s;
  s.up(s.a);
  s.up(s.a);
  s.kill(s.b);
  s.down(s.b);  // counted in the word, with the bias still on it
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  s.up(s.b);
  s.down(s.a);
  EXPECT_EQ(s.x.deaths, 0);
  s.down(s.b);
  EXPECT_EQ(s.x.deaths, 1);
}

TEST(per_cpu_test, the_grace_period_waits_for_the_attached_and_not_for_the_detached) {
  scene<right> s;
  s.kill(s.a);
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  EXPECT_EQ(s.x.deaths, 0);
  s.b.detach();
  for (int i = 0; i < 10; ++i) s.a.safepoint();
  EXPECT_EQ(s.x.deaths, 1);
  s.b.attach();
}

TEST(per_cpu_test, an_outsider_counts_in_the_word_and_may_kill) {
  scene<right> s;
  using shards = scene<right>::shards;
  shards::up(s.x);
  shards::kill(s.x);
  s.epochs_pass(6);
  EXPECT_EQ(s.x.deaths, 0);
  shards::down(s.x);
  EXPECT_EQ(s.x.deaths, 1);
}

TEST(per_cpu_test, what_is_killed_when_the_last_member_leaves_is_destroyed) {
  scene<right> s;
  s.up(s.b);
  s.kill(s.a);
  s.a.leave();
  s.down(s.b);
  s.b.leave();
  EXPECT_EQ(s.x.deaths, 1);
}

/// A member that has not seen the kill counts down in its shard after these were added up. Only
/// another processor can be so late; here the member's words are written as if it had been.
template <class Rules>
int counted_late() {
  scene<Rules> s;
  s.up(s.b);
  s.kill(s.a);
  for (int i = 0; i < 3; ++i) s.a.safepoint();  // b has no part in any epoch yet
  s.x.counts[0].count.fetch_sub(1, memory_order_relaxed);
  s.epochs_pass(6);
  const int deaths = s.x.deaths;
  if (deaths == 0) s.down(s.b);  // the one that was lost
  return deaths;
}

TEST(per_cpu_rules_test, the_shards_are_added_up_after_the_last_count_in_them) {
  EXPECT_EQ(counted_late<right>(), 1);
  EXPECT_EQ(counted_late<hasty>(), 0) << "and so it leaks";
}

}  // namespace
}  // namespace contend::model
