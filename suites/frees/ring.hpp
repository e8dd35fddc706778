// Each thread allocates, the next one frees: memory goes round in one direction only.
#pragma once

#include "batch_link.hpp"
#include "size_mix.hpp"

#include <contend/core/escape.hpp>
#include <contend/core/spin_wait.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/allocator.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

namespace contend::suites {

/// Parameters: `batch`, blocks handed over at once; `depth`, batches that wait between their
/// allocation and their free (where memory is measured: as many as the live bytes make); `size`,
/// see size_mix. Link is the transport; tests put a bad one there.
template <allocator A, class Link = batch_link>
class ring {
 public:
  using subject = A;
  static constexpr std::string_view name = "ring";
  static constexpr card about{
      .title = "Allocate here, free on the next thread",
      .operation =
          "allocate a block, write its first and last word and hand it on; what the next "
          "thread pays to check and free it is part of the price. A full link fails a "
          "whole batch",
      .models =
          "pipelines and message passing: the thread that builds an object is never the one "
          "that drops it",
      .frees = "the next thread, `depth` batches after the allocation; with one thread itself",
      .exposes =
          "the way of a freed block back to its owner: locks, lists and mailboxes between "
          "threads, and the batch size from which they are amortised",
      .not_for =
          "allocation that stays on its thread, which most does; memory overhead in a "
          "timed run, because a faster allocator keeps more blocks under way",
      .source =
          "rpmalloc-benchmark's cross-thread list; xmalloc-test (Lever, Boreham) with a "
          "bounded transport",
  };

  explicit ring(const setting& s)
      : _batch(positive(s.params, "batch")),
        _sizes(s.params.text("size"), 2 * sizeof(std::uint64_t)),
        _depth(s.live_bytes == 0 ? positive(s.params, "depth") : depth_for(s)),
        _blocks(s.live_bytes == 0 ? 0 : blocks_for(s)),
        _seed(s.seed),
        _books(s.threads),
        _held(s.threads) {
    for (unsigned i = 0; i < s.threads; ++i) {
      _links.push_back(std::make_unique<Link>(_depth, _batch));
    }
  }
  ~ring() {  // Nothing is left here, unless a worker threw.
    for (const auto& link : _links) {
      for (auto rest = link->front(); !rest.empty(); link->pop(), rest = link->front()) {
        for (const block& b : rest) A::deallocate(b.at, b.bytes);
      }
    }
  }
  ring(const ring&) = delete;
  ring& operator=(const ring&) = delete;

 private:
  /// One worker's account; kept by the worker, left here when it goes.
  struct book {
    std::uint64_t allocated = 0, allocated_bytes = 0;
    std::uint64_t freed = 0, freed_bytes = 0, freed_foreign = 0;
    std::uint64_t corrupt = 0;
    std::uint64_t most_under_way = 0;  ///< bytes in the worker's link
  };

 public:
  class worker {
   public:
    worker(ring& load, const seat& s)
        : _load(load),
          _record(*load._books[s.index]),
          _held(*load._held[s.index]),
          _out(*load._links[s.index]),
          _in(*load._links[(s.index + s.threads - 1) % s.threads]),
          _out_cookie(load.first_cookie(s.index)),
          _in_cookie(load.first_cookie((s.index + s.threads - 1) % s.threads)),
          _in_is_foreign(s.threads > 1),
          _random(s.seed),
          _sent(load._depth) {}
    ~worker() { _record = _book; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      tally t;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const bool gave = give();
        t.attempted += _load._batch;
        if (gave) t.succeeded += _load._batch;
        // Links are kept full, so that a block lives for `depth` batches, whoever is faster.
        const bool took = (!gave || _in.full()) && take();
        if (gave || took) {
          _pause.reset();
        } else {
          _pause.once();
        }
      }
      publish();
      return t;
    }
    void settle() {
      while (take()) {
      }
      publish();
    }
    void nudge() {
      const std::uint32_t size = _load._sizes(_random);
      void* at = A::allocate(size);
      if (at == nullptr) throw std::bad_alloc();
      escape(at);
      A::deallocate(at, size);
    }

   private:
    void publish() noexcept {
      // Relaxed: a sum that is read for its value alone.
      _held.store(_book.allocated_bytes - _book.freed_bytes, memory_order_relaxed);
    }

    bool give() {
      const std::span<block> room = _out.room();
      if (room.empty()) return false;
      std::uint64_t bytes = 0;
      for (std::size_t i = 0; i < room.size(); ++i) {
        const std::uint32_t size = _load._sizes(_random);
        void* at = A::allocate(size);
        if (at == nullptr) {
          for (const block& b : room.first(i)) A::deallocate(b.at, b.bytes);
          throw std::bad_alloc();
        }
        escape(at);
        room[i] = {static_cast<std::byte*>(at), size};
        stamp(room[i], _out_cookie + (_book.allocated + i) * cookie_step);
        bytes += size;
      }
      _out.send();
      // What the last `depth` batches held is what the link holds, when it is full.
      std::uint64_t& oldest = _sent[_oldest];
      if (++_oldest == _sent.size()) _oldest = 0;
      _under_way += bytes - oldest;
      oldest = bytes;
      _book.most_under_way = std::max(_book.most_under_way, _under_way);
      _book.allocated += room.size();
      _book.allocated_bytes += bytes;
      return true;
    }

    bool take() {
      const std::span<const block> batch = _in.front();
      if (batch.empty()) return false;
      for (const block& b : batch) {
        if (!intact(b, _in_cookie + _book.freed * cookie_step)) ++_book.corrupt;
        A::deallocate(b.at, b.bytes);
        ++_book.freed;
        _book.freed_bytes += b.bytes;
      }
      if (_in_is_foreign) _book.freed_foreign += batch.size();
      _in.pop();
      return true;
    }

    // A cookie names the allocating thread and the block's number. In the first and the last
    // word: a block that is given out twice, or that overlaps its neighbour, loses one of them.
    static constexpr std::uint64_t cookie_step = 0x9e3779b97f4a7c15u;

    static void stamp(const block& b, std::uint64_t cookie) noexcept {
      const std::uint64_t last = ~cookie;
      std::memcpy(b.at, &cookie, sizeof cookie);
      std::memcpy(b.at + b.bytes - sizeof last, &last, sizeof last);
    }
    static bool intact(const block& b, std::uint64_t cookie) noexcept {
      std::uint64_t first = 0, last = 0;
      std::memcpy(&first, b.at, sizeof first);
      std::memcpy(&last, b.at + b.bytes - sizeof last, sizeof last);
      return first == cookie && last == ~cookie;
    }

    ring& _load;
    book& _record;
    atomic<std::uint64_t>& _held;
    Link& _out;
    Link& _in;
    std::uint64_t _out_cookie, _in_cookie;
    bool _in_is_foreign;
    rng _random;
    std::vector<std::uint64_t> _sent;  // bytes of each of the last `depth` batches
    std::size_t _oldest = 0;
    std::uint64_t _under_way = 0;
    spin_wait _pause;
    book _book;
  };

  complaint verify() {
    const book b = total();
    if (b.corrupt != 0) {
      return std::to_string(b.corrupt) + " of " + std::to_string(b.freed) +
             " blocks did not hold what their allocator's user had written: given out twice, "
             "overlapping, or freed early";
    }
    if (b.allocated != b.freed || b.allocated_bytes != b.freed_bytes) {
      return std::to_string(b.allocated) + " blocks (" + std::to_string(b.allocated_bytes) +
             " bytes) were allocated and " + std::to_string(b.freed) + " (" +
             std::to_string(b.freed_bytes) + " bytes) freed";
    }
    return std::nullopt;
  }

  /// A worker that frees more than it allocates counts below zero; the sum wraps back.
  std::uint64_t live_bytes() const {
    std::uint64_t sum = 0;
    // Relaxed: read for its value alone.
    for (const auto& held : _held) sum += held->load(memory_order_relaxed);
    return static_cast<std::int64_t>(sum) < 0 ? 0 : sum;  // seen between an allocation and its free
  }
  /// Eight times round, and enough for a second or so.
  std::uint64_t memory_operations() const {
    return std::max<std::uint64_t>(8 * _blocks, std::uint64_t{1} << 22);
  }

  std::vector<metric> metrics() const {
    const book b = total();
    const double freed = static_cast<double>(std::max<std::uint64_t>(b.freed, 1));
    return {{"allocations", "calls", static_cast<double>(b.allocated)},
            {"frees", "calls", static_cast<double>(b.freed)},
            {"live_bytes_high_water", "bytes", static_cast<double>(b.most_under_way)},
            {"foreign_free_share", "share", static_cast<double>(b.freed_foreign) / freed}};
  }

 private:
  [[nodiscard]] book total() const {
    book sum;
    for (const auto& b : _books) {
      sum.allocated += b->allocated;
      sum.allocated_bytes += b->allocated_bytes;
      sum.freed += b->freed;
      sum.freed_bytes += b->freed_bytes;
      sum.freed_foreign += b->freed_foreign;
      sum.corrupt += b->corrupt;
      // Each link's own high water: together an upper bound of what was live at any one time.
      sum.most_under_way += b->most_under_way;
    }
    return sum;
  }
  [[nodiscard]] std::uint64_t first_cookie(unsigned thread) const noexcept {
    return derive_seed(_seed, thread);
  }
  /// Blocks that the live bytes make.
  [[nodiscard]] std::uint64_t blocks_for(const setting& s) const {
    rng random(1);
    double bytes = 0;
    for (int i = 0; i < 4096; ++i) bytes += _sizes(random);
    return static_cast<std::uint64_t>(static_cast<double>(s.live_bytes) * 4096 / bytes);
  }
  [[nodiscard]] std::size_t depth_for(const setting& s) const {
    return std::max<std::size_t>(blocks_for(s) / (_batch * s.threads), 1);
  }
  static std::size_t positive(const parameters& p, std::string_view what) {
    const std::int64_t value = p.integer(what);
    if (value <= 0) throw std::invalid_argument(std::string(what) + " must be at least 1");
    return static_cast<std::size_t>(value);
  }

  std::size_t _batch;
  size_mix _sizes;
  std::size_t _depth;
  std::uint64_t _blocks;  // live at once, where memory is measured
  std::uint64_t _seed;
  std::vector<std::unique_ptr<Link>> _links;  // [i]: from worker i to the next
  std::vector<padded<book>> _books;
  std::vector<padded<atomic<std::uint64_t>>> _held;  // bytes allocated less bytes freed, by worker
};

}  // namespace contend::suites
