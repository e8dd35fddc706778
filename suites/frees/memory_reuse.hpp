// Whether memory that was freed as one size comes back as another.
#pragma once

#include "../refcount/checked.hpp"
#include "added.hpp"
#include "books.hpp"
#include "cookie.hpp"
#include "own_memory.hpp"
#include "page_sample.hpp"
#include "sizing.hpp"

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `small` and `large`, the sizes of every other phase, see size_mix; `kib`, that a
/// phase allocates (1 to 1048576); `keep`, percent of a phase's blocks that stay through the next
/// phase (0 to 90).
template <allocator A>
class memory_reuse {
  using memory = tallied<A>;
  static constexpr std::uint64_t bite = 16;  ///< calls a round

 public:
  using subject = A;
  static constexpr std::string_view name = "memory_reuse";
  static constexpr card about{
      .title = "Freed as one size, wanted as another",
      .operation =
          "one allocation or one free: a phase allocates `kib` of small blocks and frees all but "
          "`keep` percent of them in random order, the next one does so with large blocks, and "
          "so on; what was kept is freed one phase later",
      .models =
          "programs with phases: parse and then compute, load and then serve, one tenant's sizes "
          "after another's",
      .frees = "the allocating thread",
      .exposes =
          "whether a slab or page that one size class has emptied serves another (metric "
          "reuse_share: of the blocks from the second phase on, how many begin in a page that "
          "this worker had used in an earlier phase), and what a few survivors in each cost",
      .not_for =
          "frees across threads; reuse by other threads, whose pages are new to this one; or "
          "reuse inside of pages: a page is seen again if any byte of it is",
      .source =
          "Robson's and first-fit's bad cases in little (kuszmaul/malloc-benchmarks ffworst and "
          "hoardworst); Berger et al., Hoard, ASPLOS 2000, on blowup",
      .breaks =
          "size classes that keep their slabs for ever; with keep:10 all designs that give a slab "
          "back only when its last block is free",
  };

  explicit memory_reuse(const setting& s)
      : _sizes{size_mix(s.params.text("small"), least_stamped),
               size_mix(s.params.text("large"), least_stamped)},
        _bytes(pieces(s, in_range(name, s.params, "kib", 1, 1'048'576) * 1024, 1)),
        _keep(in_range(name, s.params, "keep", 0, 90)),
        // An operation is half of a block's life, and a phase all of it.
        _turnover(turnover(s, mean_size(_sizes[0]) / 2) + turnover(s, mean_size(_sizes[1]) / 2)),
        _books(s.threads),
        _ends(s.threads) {
    if constexpr (A::info.ceiling) {
      A::expect(most_blocks(), std::max(_sizes[0].largest(), _sizes[1].largest()));
    }
  }

 private:
  struct block {
    std::byte* at;
    std::uint32_t bytes;
    std::uint64_t cookie;
  };
  struct end_state {
    std::uint64_t phases = 0, again = 0, sampled = 0, pages = 0, most_live = 0;
  };

 public:
  class worker {
   public:
    worker(memory_reuse& load, const seat& s)
        : _load(load),
          _page(load._books, s.index),
          _index(s.index),
          _random(s.seed),
          _serial(s.seed),
          _blocks(&load._own),
          _keeping(&load._own),
          _kept(&load._own) {
      // The allocator that is looked at is asked for nothing else while the load runs.
      for (auto* blocks : {&_blocks, &_keeping, &_kept}) {
        if (blocks == &_blocks || load._keep != 0) blocks->reserve(load.most_blocks());
      }
    }
    ~worker() {
      settle();
      *_load._ends[_index] = {_phase, _pages.again(), _pages.sampled(), _pages.pages(), _most_live};
    }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      for (std::uint32_t i = 0; i < rounds * bite; ++i) {
        if (_filling) {
          allocate();
        } else {
          shrink();
        }
      }
      _page.enter();
      return tally::all(rounds * bite);
    }

    void settle() {
      for (auto* blocks : {&_blocks, &_keeping, &_kept}) {
        while (!blocks->empty()) free(*blocks);
      }
      _page.enter();
    }
    void nudge() { _page.nudge(_load._sizes[0](_random)); }

   private:
    void allocate() {
      const std::uint32_t bytes = _load._sizes[_phase % 2](_random);
      void* at = memory::allocate(bytes);
      if (at == nullptr) throw std::bad_alloc();
      _pages.saw(at, static_cast<std::uint32_t>(_phase + 1));
      _blocks.push_back({static_cast<std::byte*>(at), bytes, mix(_serial++)});
      marks<A>::put(at, bytes, _blocks.back().cookie);
      _live += bytes;
      if ((_filled += bytes) < _load._bytes) return;
      _most_live = std::max(_most_live, _live);
      _filled = 0;
      _filling = false;
    }

    /// Frees one block; each phase ends by freeing something, its own last block if nothing else.
    void shrink() {
      if (!_kept.empty()) {
        free(_kept);
        return;
      }
      // At least one goes a phase: the last.
      while (_blocks.size() > 1 && _random.below(100) < _load._keep) {
        pick();
        _keeping.push_back(_blocks.back());
        _blocks.pop_back();
      }
      pick();
      free(_blocks);
      if (!_blocks.empty()) return;
      _kept.swap(_keeping);
      ++_phase;
      _filling = true;
    }
    /// Any of the rest becomes the last.
    void pick() { std::swap(_blocks[_random.below(_blocks.size())], _blocks.back()); }

    void free(std::pmr::vector<block>& from) {
      const block b = from.back();
      from.pop_back();
      _page.found_corrupt(!marks<A>::hold(b.at, b.bytes, b.cookie));
      memory::deallocate(b.at, b.bytes);
      _live -= b.bytes;
    }

    memory_reuse& _load;
    own_page<A> _page;
    unsigned _index;
    rng _random;
    std::uint64_t _serial;
    bool _filling = true;
    std::uint64_t _phase = 0, _filled = 0, _live = 0, _most_live = 0;
    std::pmr::vector<block> _blocks;   // of this phase
    std::pmr::vector<block> _keeping;  // of those, what stays through the next
    std::pmr::vector<block> _kept;     // of the one before
    page_sample _pages;
  };

  /// Every block held what was written to it until it was freed, once.
  complaint verify() { return _books.total().verify(); }

  [[nodiscard]] std::vector<metric> metrics() const {
    const auto sum = [this](auto what) { return static_cast<double>(added(_ends, what)); };
    std::vector<metric> all;
    _books.total().report(all);
    all.push_back({"phases", "phases", sum(&end_state::phases)});
    if (const double sampled = sum(&end_state::sampled); sampled != 0) {
      all.push_back({"reuse_share", "share", sum(&end_state::again) / sampled});
    }
    all.push_back(
        {"page_bytes", "bytes", sum(&end_state::pages) * static_cast<double>(page_sample::page)});
    all.push_back({"live_bytes_high_water", "bytes", sum(&end_state::most_live)});
    return all;
  }
  [[nodiscard]] std::uint64_t live_bytes() const noexcept { return _books.live_bytes(); }
  [[nodiscard]] std::uint64_t memory_operations() const noexcept { return _turnover; }

 private:
  /// Of a phase of the smaller ones, with some more for luck.
  [[nodiscard]] std::size_t most_blocks() const {
    const double least = std::min(mean_size(_sizes[0]), mean_size(_sizes[1]));
    return static_cast<std::size_t>(1.2 * static_cast<double>(_bytes) / least) + 100;
  }

  size_mix _sizes[2];
  std::uint64_t _bytes, _keep, _turnover;
  books _books;
  own_memory _own;  // of all workers
  std::vector<padded<end_state>> _ends;
};

}  // namespace contend::suites
