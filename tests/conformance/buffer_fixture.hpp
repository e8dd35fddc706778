// The buffers under test, for typed tests that each look at one part of the concept.
#pragma once

#include "drive.hpp"

#include <contend/core/sanitizer.hpp>
#include <suites/buffers/designs.hpp>

#include <gtest/gtest.h>

namespace contend {

template <class B>
class buffer_test : public testing::Test {
 protected:
  void SetUp() override {
    if (B::info.ceiling) GTEST_SKIP() << "keeps nothing";
    if (built_for_tsan && !B::info.tsan_opaque.empty()) {
      GTEST_SKIP() << "opaque to TSan: " << B::info.tsan_opaque;
    }
  }
};

namespace buffers_under_test {

template <class...>
struct join;
template <class... Done>
struct join<testing::Types<Done...>> {
  using types = testing::Types<Done...>;
};
template <class... Done, class... Next, class... Rest>
struct join<testing::Types<Done...>, testing::Types<Next...>, Rest...>
    : join<testing::Types<Done..., Next...>, Rest...> {};

template <bool>
struct if_true {
  template <class B>
  using types = testing::Types<B>;
};
template <>
struct if_true<false> {
  template <class>
  using types = testing::Types<>;
};

template <class>
struct chosen;
template <class... B>
struct chosen<type_list<B...>> {
  using all = testing::Types<B...>;
  using waiting = typename join<testing::Types<>,
                                typename if_true<waiting_buffer<B>>::template types<B>...>::types;
  using bulk = typename join<testing::Types<>,
                             typename if_true<bulk_buffer<B>>::template types<B>...>::types;
};

}  // namespace buffers_under_test

using all_buffers = buffers_under_test::chosen<suites::buffers>::all;
using waiting_buffers = buffers_under_test::chosen<suites::buffers>::waiting;
using bulk_buffers = buffers_under_test::chosen<suites::buffers>::bulk;

}  // namespace contend
