// What the tests do to a load that must see what is wrong: a bad allocator, a bad transport, no
// memory, bad parameters.
#pragma once

#include "drive.hpp"
#include "planted_memory.hpp"

#include <suites/refcount/lane.hpp>

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace contend {

/// What is wrong, in words; "" if nothing. Over one worker: with more, the two owners of a block
/// write to it at once, which is a real data race, and TSan's to find.
template <class W>
std::string wrong_with(const parameter_list& list, unsigned threads = 1,
                       std::uint64_t rounds = 500) {
  const auto r = drive<W>(threads, rounds, list);
  W::subject::purge();
  return r.wrong.value_or("");
}
inline bool says(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

/// Forgets what it was to hand over, from the second time on every tenth: soon enough for workers
/// that get the processor one after the other, and so never find room for more than a lane's depth.
template <class Item, std::size_t Most, std::size_t Depth>
class lossy_lane : public suites::lane<Item, Most, Depth> {
 public:
  void send() noexcept {
    if (_sends++ % 10 != 1) suites::lane<Item, Most, Depth>::send();
  }

 private:
  std::uint64_t _sends = 0;
};

/// Out of memory is no success and no leak: it ends the run, as bad_alloc does everywhere.
template <class W>
void lets_out_of_memory_through(const parameter_list& list) {
  {
    W load({.threads = 1, .params = parameters(list), .seed = 1});
    typename W::worker w(load, {.index = 0, .threads = 1, .seed = 1});
    EXPECT_THROW(w.step(1000), std::bad_alloc);
  }
  EXPECT_EQ(W::subject::live, 0) << W::name;
  W::subject::purge();
}

/// True if the load refuses the value, and names the parameter.
template <class W>
bool refuses(const parameter_list& right, std::string_view name, std::string value) {
  parameter_list list = right;
  for (auto& [n, v] : list) {
    if (n == name) v = value;
  }
  try {
    const W load({.threads = 1, .params = parameters(std::move(list)), .seed = 1});
  } catch (const std::invalid_argument& e) {
    return says(e.what(), name);
  }
  return false;
}

}  // namespace contend
