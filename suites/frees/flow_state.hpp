// What the workers of the generator share.
#pragma once

#include "books.hpp"
#include "handler.hpp"
#include "own_memory.hpp"
#include "recipe.hpp"
#include "routes.hpp"
#include "shared_slots.hpp"

#include <contend/load/workload.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace contend::suites {

/// Built by the controller before the workers come up; each worker writes what is its own.
template <allocator A, class Link>
struct flow_state {
  flow_state(const setting& s, const recipe& r)
      : how(for_subject(sized(r, s.threads, s.live_bytes))),
        sizes(r.size, least_block),
        ways(how, s.threads),
        slots(r.way == topology::exchange ? std::max<std::size_t>(how.live, 1) : 0),
        book(s.threads + 1),
        times(s.threads),
        measures_memory(s.live_bytes != 0) {
    if constexpr (requires { A::expect(0, 0); }) A::expect(most_out(), sizes.largest());
    if (!r.donated) return;
    handler<A> giver(sizes, how.touch, how.writes, s.threads, derive_seed(s.seed, s.threads));
    for (unsigned i = 0; i < s.threads; ++i) gifts.push_back(giver.make());
    book.close(s.threads, giver.book());
  }
  ~flow_state() {  // Nothing is left here, unless a worker threw.
    for (const auto& link : ways.links()) {
      for (auto rest = link->front(); !rest.empty(); link->pop(), rest = link->front()) {
        for (const block& b : rest) A::deallocate(b.at, b.bytes);
      }
    }
  }
  flow_state(const flow_state&) = delete;
  flow_state& operator=(const flow_state&) = delete;

  [[nodiscard]] unsigned threads() const noexcept { return static_cast<unsigned>(times.size()); }

  /// Calls of a worker that allocates, where some have a life in each of their rounds of as many.
  [[nodiscard]] std::uint64_t round_operations() const noexcept {
    const bool apart = how.owner != owner_state::active || how.freer == freer_state::never;
    return apart ? 2 * how.batch * how.life + a_thread : 2 * how.batch;
  }
  /// Eight times round, and enough for a second or so; less where threads have to be started.
  [[nodiscard]] std::uint64_t memory_operations() const noexcept {
    const bool shared = how.way == topology::relay || how.way == topology::exchange;
    const std::uint64_t blocks = how.live * (shared ? 1 : makers(how.way, threads()));
    if (how.owner != owner_state::active) return 3 * blocks;
    return std::max<std::uint64_t>(16 * blocks, std::uint64_t{1} << 22);
  }

  own_memory own;  // of all workers
  const recipe how;
  const size_mix sizes;
  routes<Link> ways;
  shared_slots slots;
  std::vector<block> gifts;
  books book;  // the last page is the controller's
  std::vector<padded<waits>> times;
  bool measures_memory;

 private:
  static constexpr std::uint64_t a_thread = 2048;  // calls that take as long as one's start and end

  /// Of a ceiling, no block is written to: how fast a block's lines get from one thread to the next
  /// is the allocator's doing, and one that reuses what is near would beat a ceiling that pays for
  /// the way. Nor is a random one drawn: its blocks come round in order, freed or not.
  static recipe for_subject(recipe r) noexcept {
    if (!A::info.ceiling) return r;
    r.touch = touching::none;
    if (r.order == free_order::shuffled) r.order = free_order::fifo;
    return r;
  }

  /// Blocks that one worker may have made and nobody freed: they wait, are on their way, or in
  /// hand.
  [[nodiscard]] std::size_t most_out() {
    std::size_t links = 0;
    for (unsigned i = 0; i < threads(); ++i) links = std::max(links, ways.of(i).out.size());
    const std::size_t on_their_way = links * how.hops * routes<Link>::depth * how.batch;
    return how.live + on_their_way + 2 * how.batch + 1;
  }
};

}  // namespace contend::suites
