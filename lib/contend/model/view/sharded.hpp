// An export count in shards, which only a resize and the owner's end add up.
#pragma once

#include <contend/core/atomic.hpp>
#include <contend/core/cache_line.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/model/view/exporter.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace contend::model {

/// The line that is easily got wrong, as a switch: see atomic_export_rules.
struct sharded_export_rules {
  /// A resize says that it is under way, and then counts. Off: it counts first, and what comes in
  /// between has a view of bytes that go.
  static constexpr bool announces_first = true;
  /// Called between the halves of what is wrongly done in two.
  static void gap() noexcept {}
};

/// After Linux's percpu_ref, with a flag that can be taken back in place of its kill.
///
/// Who wants a view counts it in a shard, and then looks at the flag; a resize sets the flag, and
/// then adds up the shards; all four in one total order (Dekker). So a view that was given out
/// without waiting was counted before the flag was set, and the sum has it. The sum is of no one
/// instant, and a view may be released in another shard than it was counted in; but a release that
/// is seen is one of a view that was given out, whose own step is therefore in the sum: it is never
/// too low, and a slice looks at the flag as well, lest the release of the view that it was cut
/// from be seen and it not. What counts and then waits may make the sum too high: that resize is
/// refused, as if the view had been first.
///
/// The owner's end closes the shards one by one, taking out what is in them; a step that finds its
/// shard closed is made in `_rest` instead, which a bias keeps from zero until all are closed.
template <class Rules>
class sharded_export_count {
 public:
  static constexpr std::size_t shards = 8;

  void pin() noexcept {
    // (1) seq_cst, partners (4), (7): see above. Not only an acquire with (5), as (2) must not come
    // before it.
    if ((shard_of_thread().fetch_add(one, memory_order_seq_cst) & closed) != 0) [[unlikely]] {
      // Relaxed: the caller has another view. Without an owner nobody resizes.
      _rest.fetch_add(1, memory_order_relaxed);
      return;
    }
    // (2) seq_cst, partners (3), (5): see above; and the bytes are as the last resize left them.
    if (_resizing.load(memory_order_seq_cst)) [[unlikely]] {
      wait();
    }
  }
  [[nodiscard]] bool unpin() noexcept {
    // (6) release, partners (4), (7): my uses come before the resize, and before the end by whoever
    // drops last.
    const std::int64_t before = shard_of_thread().fetch_sub(one, memory_order_release);
    if ((before & closed) == 0) return false;  // may be freed by now
    // (9) acq_rel, partners (8), (9): release as (6); acquire, so that all uses come before mine if
    // I am the last.
    return _rest.fetch_sub(1, memory_order_acq_rel) == 1;
  }
  [[nodiscard]] bool begin_resize() noexcept {
    if constexpr (Rules::announces_first) announce();
    std::int64_t views = 0;
    // (4) seq_cst, partners (1), (6): see above; and what was released is done with.
    for (const auto& s : _shards) views += s.views.load(memory_order_seq_cst);
    if constexpr (!Rules::announces_first) {
      Rules::gap();
      announce();
    }
    if (views == 0) return true;
    end_resize();
    return false;
  }
  void end_resize() noexcept {
    // (5) release, partners (2), (10): the bytes are in place.
    _resizing.store(false, memory_order_release);
  }
  [[nodiscard]] bool drop() noexcept {
    std::int64_t views = 0;
    // (7) acquire, partners (1), (6): what was released there is done with; (8) passes it on.
    for (auto& s : _shards) views += s.views.exchange(closed, memory_order_acquire) / one;
    // (8) acq_rel, partner (9): release, so that what (7) saw, and my own uses, come before the end
    // by another; acquire, so that all come before mine if I am the last.
    return _rest.fetch_add(views - bias, memory_order_acq_rel) + views - bias == 0;
  }

 private:
  static constexpr std::int64_t closed = 1, one = 2;
  static constexpr std::int64_t bias = std::int64_t{1} << 62;
  static constexpr std::size_t unassigned = ~std::size_t{0};

  struct alignas(cache_line) shard {
    atomic<std::int64_t> views{0};
  };

  void announce() noexcept {
    // (3) seq_cst, partner (2): see above.
    _resizing.store(true, memory_order_seq_cst);
  }
  [[gnu::noinline]] void wait() const noexcept {
    spin_wait pause;
    // (10) acquire, partner (5): the bytes are as the resize that was waited for left them.
    while (_resizing.load(memory_order_acquire)) pause.once();
  }

  [[nodiscard]] atomic<std::int64_t>& shard_of_thread() noexcept {
    if (_shard == unassigned) [[unlikely]] {
      assign();
    }
    return _shards[_shard].views;
  }
  [[gnu::noinline]] static void assign() noexcept {
    static constinit atomic<std::size_t> threads{0};
    // Relaxed: only the spread matters.
    _shard = threads.fetch_add(1, memory_order_relaxed) % shards;
  }

  static inline constinit thread_local std::size_t _shard = unassigned;

  std::array<shard, shards> _shards;
  // Read by all and rarely written: not on a shard's line.
  atomic<bool> _resizing{false};
  atomic<std::int64_t> _rest{bias};
};

/// Threads that view the same exporter don't meet, as long as they are no more than the shards.
/// The price: eight lines an exporter, and a resize that looks at all of them.
template <class Rules>
struct basic_sharded_export : counted_exporter<sharded_export_count<Rules>> {
  static constexpr subject_info info{
      .name = "sharded_export",
      .title = "export count in eight shards",
      .source = "Linux, lib/percpu-refcount.c, with a flag in place of the grace period",
      .progress = progress::blocking,
  };
  static constexpr exporter_traits traits{
      .releasing = progress::wait_free,
      .exporter_bytes = sizeof(typename counted_exporter<sharded_export_count<Rules>>::node),
      .cannot = "be small (a cache line for each of 8 shards)"};
};

using sharded_export = basic_sharded_export<sharded_export_rules>;

static_assert(pinning<sharded_export>);

}  // namespace contend::model
