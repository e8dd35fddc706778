// What the tests of our pools share: pools of their own, with books that start at nothing.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/model/alloc/pool_batched.hpp>
#include <contend/model/alloc/pool_cas_list.hpp>
#include <contend/model/alloc/pool_transfer_cache.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

namespace contend {

/// One pool a Tag: the pools' state is static, and the tests must not share any.
template <class Tag>
struct cas_rules_of : model::cas_list_rules {};
template <class Tag>
struct batched_rules_of : model::batched_rules {};
template <class Tag>
struct transfer_rules_of : model::transfer_rules {};

/// The designs as types of typed tests: `D::pool<Tag>`.
struct cas_design {
  static constexpr const char* name = "cas_list";
  template <class Tag>
  using pool = model::basic_pool_cas_list<cas_rules_of<Tag>>;
  template <class Rules>
  using under = model::basic_pool_cas_list<Rules>;
  using rules = model::cas_list_rules;
  static constexpr bool has_owners = true;
};
struct batched_design {
  static constexpr const char* name = "batched";
  template <class Tag>
  using pool = model::basic_pool_batched<batched_rules_of<Tag>>;
  template <class Rules>
  using under = model::basic_pool_batched<Rules>;
  using rules = model::batched_rules;
  static constexpr bool has_owners = true;
};
struct transfer_design {
  static constexpr const char* name = "transfer_cache";
  template <class Tag>
  using pool = model::basic_pool_transfer_cache<transfer_rules_of<Tag>>;
  template <class Rules>
  using under = model::basic_pool_transfer_cache<Rules>;
  using rules = model::transfer_rules;
  static constexpr bool has_owners = false;
};

/// Runs f on a thread of its own, to the thread's end.
template <class F>
void on_a_thread(F f) {
  std::thread(f).join();
}

/// Lets every heap without a thread take home what has come: each is used by a thread in turn.
template <class Pool>
void bring_home() {
  for (unsigned n = Pool::books().heaps; n != 0; --n) {
    on_a_thread([] { Pool::deallocate(Pool::allocate(16), 16); });
  }
}

template <class Pool>
std::size_t live_blocks() {
  const model::pool_books b = Pool::books();
  return b.out - b.waiting;
}

template <class Pool>
std::vector<void*> take(std::size_t n, std::size_t bytes) {
  std::vector<void*> blocks(n);
  for (void*& p : blocks) {
    p = Pool::allocate(bytes);
    if (p == nullptr) std::terminate();
    std::memset(p, 1, bytes);
  }
  return blocks;
}
template <class Pool>
void give(const std::vector<void*>& blocks, std::size_t bytes) {
  for (void* p : blocks) Pool::deallocate(p, bytes);
}

/// Two hundred threads one after the other: each frees half of what its predecessor left, having
/// allocated as much itself. The slabs in use afterwards, beyond those of the first ten.
template <class Pool>
std::ptrdiff_t slabs_gained_by_churn() {
  std::vector<void*> left;
  std::size_t early = 0;
  for (int i = 0; i < 200; ++i) {
    on_a_thread([&] {
      std::vector<void*> mine = take<Pool>(3000, 64);
      give<Pool>(left, 64);
      left.assign(mine.begin() + 1500, mine.end());
      mine.resize(1500);
      give<Pool>(mine, 64);
    });
    if (i == 10) early = Pool::books().slabs;
  }
  const std::size_t late = Pool::books().slabs;
  give<Pool>(left, 64);
  return static_cast<std::ptrdiff_t>(late) - static_cast<std::ptrdiff_t>(early);
}

/// A thread allocates, another frees it all and exits, the first allocates as much again. The slabs
/// in use afterwards, beyond those of the first time.
template <class Pool>
std::ptrdiff_t slabs_gained_by_foreign_frees() {
  std::ptrdiff_t gained = 0;
  on_a_thread([&] {
    std::vector<void*> blocks = take<Pool>(20000, 64);
    const std::size_t before = Pool::books().slabs;
    on_a_thread([&] { give<Pool>(blocks, 64); });
    blocks = take<Pool>(20000, 64);
    gained = static_cast<std::ptrdiff_t>(Pool::books().slabs) - static_cast<std::ptrdiff_t>(before);
    give<Pool>(blocks, 64);
  });
  return gained;
}

}  // namespace contend
