// Ways to write to a slot of one's own.
#pragma once

#include <contend/core/escape.hpp>
#include <contend/subject/info.hpp>

#include <atomic>
#include <concepts>
#include <cstdint>

namespace contend::suites {

/// `S::count(slot, n)`: the slot, which only the caller writes, says n - 1 and now says n. Once a
/// call, whatever the compiler knows.
template <class S>
concept slot_store = subject<S> && requires(std::uint64_t& slot, std::uint64_t n) {
  { S::count(slot, n) } -> std::same_as<void>;
};

/// The count is kept in a register: a store, and nothing waits for it but the store buffer.
struct plain_store {
  static constexpr subject_info info{
      .name = "plain_store",
      .title = "store of a count kept elsewhere",
      .source = "per-thread progress words and heartbeats",
      .progress = progress::wait_free,
  };
  static void count(std::uint64_t& slot, std::uint64_t n) noexcept {
    slot = n;
    keep(static_cast<const std::uint64_t&>(slot));
  }
};

/// The count is in the slot: a load, an addition, a store.
struct plain_add {
  static constexpr subject_info info{
      .name = "plain_add",
      .title = "addition to a slot",
      .source = "statistics arrays indexed by thread",
      .progress = progress::wait_free,
  };
  static void count(std::uint64_t& slot, std::uint64_t) noexcept {
    ++slot;
    keep(slot);
  }
};

/// The same in one step: the line must be there, and no store may be left behind.
struct atomic_add {
  static constexpr subject_info info{
      .name = "atomic_add",
      .title = "atomic addition to a slot",
      .source = "an array of std::atomic, fetch_add, relaxed",
      .progress = progress::wait_free,
  };
  static void count(std::uint64_t& slot, std::uint64_t) noexcept {
    // Relaxed: nobody else looks at it while workers run.
    std::atomic_ref<std::uint64_t>(slot).fetch_add(1, std::memory_order_relaxed);
  }
};

static_assert(slot_store<plain_store> && slot_store<plain_add> && slot_store<atomic_add>);

}  // namespace contend::suites
