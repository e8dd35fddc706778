// The control that measures adapters: both ways do the same, and its oracle sees if one does not.
#include "drive.hpp"

#include <suites/control/adapter_cost_queues.hpp>

#include <gtest/gtest.h>

#include <deque>

namespace contend {
namespace {

template <class>
struct tested;
template <class... Q>
struct tested<type_list<Q...>> {
  using types = testing::Types<Q...>;
};
struct by_queue {
  template <class Q>
  static std::string GetName(int) {
    return std::string(Q::adapted::info.name);
  }
};

template <class Q>
class adapter_cost_control : public testing::Test {
 protected:
  void SetUp() override {
    if (built_for_tsan && !Q::adapted::info.tsan_opaque.empty()) {
      GTEST_SKIP() << "opaque to TSan: " << Q::adapted::info.tsan_opaque;
    }
  }
};
TYPED_TEST_SUITE(adapter_cost_control, tested<suites::queues_by_hand>::types, by_queue);

TYPED_TEST(adapter_cost_control, does_the_same_both_ways) {
  const auto with = drive<suites::adapter_cost<suites::adapted<TypeParam>>>(1, 5000, {});
  const auto without = drive<suites::adapter_cost<suites::direct<TypeParam>>>(1, 5000, {});
  EXPECT_EQ(with.wrong, std::nullopt) << *with.wrong;
  EXPECT_EQ(without.wrong, std::nullopt) << *without.wrong;
  EXPECT_EQ(with.total, tally::all(10000));
  EXPECT_EQ(without.total, tally::all(10000));
}

TYPED_TEST(adapter_cost_control, loses_nothing_between_two_threads) {
  const auto with = drive<suites::adapter_cost<suites::adapted<TypeParam>>>(2, 5000, {});
  const auto without = drive<suites::adapter_cost<suites::direct<TypeParam>>>(2, 5000, {});
  EXPECT_EQ(with.wrong, std::nullopt) << *with.wrong;
  EXPECT_EQ(without.wrong, std::nullopt) << *without.wrong;
}

struct lossy {
  using adapted = adapter::boost_lockfree_queue<suites::word>;  // for its info
  struct library : std::deque<suites::word> {};
  static library make(std::size_t) { return {}; }
  struct user {
    library& q;
    explicit user(library& l) : q(l) {}
    bool push(suites::word v) {
      if (v != 77) q.push_back(v);
      return true;
    }
    bool pop(suites::word& v) {
      if (q.empty()) return false;
      v = q.front();
      q.pop_front();
      return true;
    }
  };
};

TEST(adapter_cost_oracle, sees_a_loss) {
  const auto r = drive<suites::adapter_cost<suites::direct<lossy>>>(1, 100, {});
  ASSERT_TRUE(r.wrong);
  EXPECT_NE(r.wrong->find("100 numbers went in, 99 came out"), std::string::npos) << *r.wrong;
}

}  // namespace
}  // namespace contend
