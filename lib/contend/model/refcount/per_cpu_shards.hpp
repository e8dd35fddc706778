// A count in shards that becomes one word when it is killed: what per_cpu.hpp counts with.
#pragma once

#include <contend/core/cache_line.hpp>
#include <contend/model/refcount/epochs.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace contend::model {

/// Why the sum of the shards is right, a full epoch after the kill: at a safepoint, and while
/// detached, a member is not in the middle of a count. So what it counts into a shard because it
/// has not seen the kill, it counts before its part in that epoch; at that part it has seen the
/// epoch of the kill closed, and so the kill.
template <class Rules>
struct per_cpu_shards {
  using rules = Rules;
  static constexpr std::size_t shards = 8;

  struct member : epoch_member {
    /// None: an object is listed when it is killed.
    [[nodiscard]] std::size_t wants() const noexcept { return 0; }
    void part(epoch_number, member&) noexcept {}
  };

  /// The inherited word counts nothing. It says whether the object was killed (`listed`), and in
  /// which epoch.
  struct header : epoch_header {
    explicit header(destroyer_of d) noexcept : epoch_header(d) {}

    /// The references that outsiders counted, and the initial one; and `bias`, so that this can't
    /// be zero before the shards are added and the bias is taken off. From then on all.
    atomic<std::int64_t> total{bias + 1};

    struct alignas(cache_line) shard {
      atomic<std::int64_t> count{0};
    };
    std::array<shard, shards> counts;
  };

  static epoch_verdict review(epoch_header& h, epoch_number now, bool alone) noexcept {
    // Relaxed: written when it was killed, before the epoch that the reviewer has seen closed.
    const std::uint64_t word = h.word.load(memory_order_relaxed);
    if (!alone && epoch_word::age(word, now) < Rules::quiet_epochs) return epoch_verdict::keep;
    auto& object = static_cast<header&>(h);
    std::int64_t sum = -bias - 1;  // the initial reference ended with the kill
    // Relaxed: the epochs order it after the last count in each shard.
    for (auto& s : object.counts) sum += s.count.load(memory_order_relaxed);
    // (1) acq_rel, partner (2): release, so that the uses by those who counted in shards, which
    // the epochs have ordered before this, come before the destruction by whoever drops last.
    // Acquire, so that those of the others come before mine if that is me.
    return object.total.fetch_add(sum, memory_order_acq_rel) == -sum ? epoch_verdict::dead
                                                                     : epoch_verdict::alive;
  }

  static void bind(member* m) noexcept {
    static constinit atomic<std::size_t> members{0};
    _who = m;
    // Relaxed: only the spread matters.
    _shard = m == nullptr ? outside : members.fetch_add(1, memory_order_relaxed) % shards;
  }

  static void up(header& h) noexcept {
    if (sharded(h)) {
      // Relaxed: the caller's reference keeps the object alive. A read-modify-write, because
      // several members may share the shard.
      h.counts[_shard].count.fetch_add(1, memory_order_relaxed);
    } else {
      // Relaxed: the same.
      h.total.fetch_add(1, memory_order_relaxed);
    }
  }
  static void down(header& h) noexcept {
    if (sharded(h)) {
      // Relaxed: nothing is decided here; the epochs order it before the sum.
      h.counts[_shard].count.fetch_sub(1, memory_order_relaxed);
    } else {
      // (2) acq_rel, partners (1), (2): release, so that my uses come before the destruction by
      // whoever takes the count to zero; acquire, so that all come before mine if that is me.
      if (h.total.fetch_sub(1, memory_order_acq_rel) == 1) h.destroy(&h);
    }
  }
  /// Ends the initial reference, and sharding. Once an object.
  static void kill(header& h) noexcept {
    if (_who == nullptr) {
      epochs<per_cpu_shards>::outside([&](epoch_number now) {
        mark(h, now);
        return &h;
      });
    } else {
      // Relaxed: only this thread writes it while it is attached.
      mark(h, _who->epoch.load(memory_order_relaxed));
      _who->list(h);
    }
  }

 private:
  static constexpr std::int64_t bias = std::int64_t{1} << 62;
  static constexpr std::size_t outside = ~std::size_t{0};

  static bool sharded(const header& h) noexcept {
    // Relaxed: who must have seen the kill has seen its epoch closed.
    return _shard != outside && (h.word.load(memory_order_relaxed) & epoch_word::listed) == 0;
  }
  static void mark(header& h, epoch_number now) noexcept {
    // Relaxed: see sharded(); nobody else writes it.
    h.word.store(epoch_word::touch(0, now), memory_order_relaxed);
  }

  static inline constinit thread_local member* _who = nullptr;
  static inline constinit thread_local std::size_t _shard = outside;
};

}  // namespace contend::model
