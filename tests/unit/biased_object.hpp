// What the tests of the biased count share: an object that survives its destruction, and a
// thread that runs to its end before the test goes on.
#pragma once

#include <contend/model/refcount/biased.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>

namespace contend::model::biased_tests {

// Rules of their own: a table that no other test in this program touches.
struct test_rules : biased_rules {};
using ops = biased_ops<test_rules>;
using queue = biased_queue<test_rules>;
using membership = biased_membership<test_rules>;
using biased = basic_biased_count<test_rules>;

/// A header whose destruction is recorded and frees nothing: its words can be read afterwards.
struct object : biased_header {
  object() : biased_header(&record, queue::self()) {}
  static void die(biased_header* h) noexcept {
    ++static_cast<object*>(h)->deaths;
    static_cast<object*>(h)->killer = queue::self();
  }
  static constexpr biased_type record{&die};
  int deaths = 0;
  owner_id killer = nobody;
};

template <class Body>
void foreigner(Body body) {
  std::thread([&] {
    const membership m;
    body();
  }).join();
}

inline void expect_words(const object& o, bool owned, std::uint32_t local, std::int64_t count,
                         std::int64_t state) {
  EXPECT_EQ(o.tid.load() != nobody, owned);
  EXPECT_EQ(o.local.load(), local);
  EXPECT_EQ(biased_word::count(o.shared.load()), count);
  EXPECT_EQ(biased_word::state(o.shared.load()), state);
}

}  // namespace contend::model::biased_tests
