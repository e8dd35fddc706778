// What a run said: its oracle's complaint, its metrics.
#pragma once

#include <contend/load/workload.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace contend {

inline void expect_complains(const complaint& wrong, const std::string& what) {
  ASSERT_TRUE(wrong.has_value()) << "the oracle saw nothing";
  EXPECT_NE(wrong->find(what), std::string::npos) << *wrong;
}

inline double value_of(const std::vector<metric>& all, std::string_view name) {
  for (const metric& m : all) {
    if (m.name == name) return m.value;
  }
  ADD_FAILURE() << "no metric " << name;
  return -1;
}

}  // namespace contend
