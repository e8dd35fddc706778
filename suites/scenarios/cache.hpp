// A bounded cache of counted values: what is evicted lives on for who still reads it.
#pragma once

#include "kit.hpp"
#include "lru_shard.hpp"
#include "premises.hpp"

#include <contend/core/zipf.hpp>
#include <contend/load/ledger.hpp>

#include <deque>

namespace contend::suites {

/// Parameters: `capacity`, values that are kept (16 to 2^24); keys come from a universe of eight
/// times as many, by a zipf distribution of theta `skew`; `arrivals`, see open_loop. Each worker
/// answers clients of its own.
template <scenario_kit Kit>
class cache {
  using count = typename Kit::count;
  using index = typename Kit::template map_of<std::uint64_t, std::uint64_t>;

 public:
  using subject = Kit;
  static constexpr std::string_view name = "cache";
  static constexpr card about{
      .title = "A bounded cache with counted values",
      .operation =
          "one lookup: the value's reference is taken under a lock, the value read and the "
          "reference dropped without it; after a miss the value (64 to 512 bytes) is built and "
          "put in place of the least recently used one",
      .models =
          "memcached, CacheLib, block and object caches: a hash index, LRU lists under 16 "
          "locks, items counted so that an eviction needs not wait for readers",
      .frees =
          "who drops the last reference, mostly who evicts; the value was made by whichever "
          "worker missed it",
      .exposes =
          "the count of hot values, which every hit goes through; an index that is one lock "
          "under the sixteen; frees of what others made long ago",
      .not_for =
          "eviction policies, and designs that avoid the lock on a hit: here each hit moves "
          "its value to the front. A count's header comes from operator new in every kit",
      .source = "memcached's item locks and refcounts; YCSB's zipf (SoCC 2010), scattered",
      .breaks =
          "counts in one word beside the object: under a skew of 0.99 a few words take most "
          "of the traffic",
  };

  explicit cache(const setting& s)
      : _capacity(whole_parameter(s, "capacity", shards, std::int64_t{1} << 24)),
        _all(s, ~std::uint64_t{0}),
        _ranks(8 * _capacity, s.params.number("skew")),
        _place(8 * _capacity, s.seed),
        _index(_capacity),
        _books(s.threads) {
    for (std::size_t i = 0; i < shards; ++i) {
      _shards.emplace_back(_capacity / shards + (i < _capacity % shards ? 1 : 0));
    }
  }

 private:
  static constexpr std::size_t shards = 16;

  struct value {
    value(cache& of, std::uint64_t key)
        : home(of), life(of._alive, key), body(of._all.papers.make(key, words_of(key), 0)) {}
    ~value() { home._all.papers.drop(body); }
    value(const value&) = delete;
    value& operator=(const value&) = delete;

    [[nodiscard]] bool is(std::uint64_t key) const {
      return life.value() == key && body->id == key && body->words == words_of(key) &&
             body->intact();
    }

    cache& home;
    tracked life;
    document* body;
  };
  using reference = typename count::template ref<value>;
  using shard = lru_shard<reference>;

  struct book {
    std::uint64_t lookups = 0, hits = 0, built = 0, evicted = 0;
    std::uint64_t wrong_values = 0;  // another key's
    std::uint64_t wrong_index = 0;   // the index denied what was there, or had what was not
  };

  /// A shard and a slot of it, as the index holds them.
  static constexpr std::uint64_t place_of(std::size_t shard, std::uint32_t slot) noexcept {
    return static_cast<std::uint64_t>(shard) << 32 | slot;
  }
  static constexpr std::size_t shard_of(std::uint64_t key) noexcept { return mix(key) % shards; }
  /// 8 to 64 words, each doubling as likely as the others.
  static constexpr std::uint32_t words_of(std::uint64_t key) noexcept {
    return 8u << ((mix(key) >> 8) % 4);
  }

 public:
  class worker {
   public:
    worker(cache& load, const seat& s)
        : _load(load),
          _seat(s.index),
          _source(load._all.requests, s),
          _index(load._index),
          _tape(tape_length) {
      // A skewed draw costs as much as a lookup: drawn beforehand.
      rng random(s.seed);
      for (auto& k : _tape) k = static_cast<std::uint32_t>(load._place(load._ranks(random)));
    }
    ~worker() { *_load._books[_seat] = _book; }
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    tally step(std::uint32_t rounds) {
      const attached here(_member);
      tally t{.attempted = rounds, .succeeded = 0};
      for (std::uint32_t i = 0; i < rounds; ++i) {
        _source.look();
        const bool busy = _source.due(true);
        if (busy) {
          const std::int64_t stamp = _source.admit();
          look_up(_tape[_at++ % tape_length]);
          _source.complete(stamp);
          ++t.succeeded;
          if (_at % 64 == 0) _member.safepoint();
        }
        _source.rest(busy);
      }
      _member.safepoint();
      _source.end_step();
      if (_seat == 0) _load._all.observe();
      return t;
    }

   private:
    static constexpr std::size_t tape_length = std::size_t{1} << 16;

    void look_up(std::uint64_t key) {
      shard& part = _load._shards[shard_of(key)];
      ++_book.lookups;
      local_of<count, value> got;
      {
        const std::lock_guard hold(part.lock);
        if (typename shard::slot* s = find(part, key)) got = localise<count, value>(s->value);
      }
      if (got) {
        ++_book.hits;
      } else {
        got = build(part, key);
      }
      if (!count::get(got).is(key)) ++_book.wrong_values;
    }

    /// Under the shard's lock. The slot is now the newest.
    typename shard::slot* find(shard& part, std::uint64_t key) {
      const std::optional<std::uint64_t> at = _index.find(key);
      if (!at) return nullptr;
      const auto slot = static_cast<std::uint32_t>(*at);
      if (*at != place_of(shard_of(key), slot) || slot >= part.room() || !part.at(slot).value) {
        ++_book.wrong_index;
        return nullptr;
      }
      part.use(slot);
      return &part.at(slot);
    }

    local_of<count, value> build(shard& part, std::uint64_t key) {
      reference fresh = count::template make<value>(_load, key);
      escape(&count::get(fresh));
      ++_book.built;
      // What is dropped is dropped after the lock: it may be the last reference.
      reference old;
      const std::lock_guard hold(part.lock);
      if (typename shard::slot* s = find(part, key)) {
        // Another worker was faster.
        old = std::move(fresh);
        return localise<count, value>(s->value);
      }
      if (part.full()) {
        const std::uint32_t last = part.oldest();
        const std::uint64_t evicted = part.at(last).key;
        old = part.give_back(last);
        ++_book.evicted;
        if (!_index.erase(evicted)) ++_book.wrong_index;
      }
      auto got = localise<count, value>(fresh);
      const std::uint32_t slot = part.take(key, std::move(fresh));
      if (!_index.insert(key, place_of(shard_of(key), slot))) ++_book.wrong_index;
      return got;
    }

    cache& _load;
    unsigned _seat;
    // Leaving the membership may still run destructors, which need the load alone.
    [[no_unique_address]] typename count::thread _member;
    open_loop::source _source;
    typename index::handle _index;
    std::vector<std::uint32_t> _tape;
    std::size_t _at = 0;
    book _book;
  };

  /// No lookup got another key's value; the index has what the lists have, and no more than fits;
  /// every value was destroyed once, and its body freed.
  complaint verify() {
    for (const auto& b : _books) {
      _sum.lookups += b->lookups;
      _sum.hits += b->hits;
      _sum.built += b->built;
      _sum.evicted += b->evicted;
      _sum.wrong_values += b->wrong_values;
      _sum.wrong_index += b->wrong_index;
    }
    const std::size_t indexed = _index.size();
    std::size_t kept = 0;
    typename index::handle look(_index);
    for (std::size_t i = 0; i < shards; ++i) {
      shard& part = _shards[i];
      for (std::uint32_t at; (at = part.oldest()) != shard::none; ++kept) {
        const std::uint64_t key = part.at(at).key;
        const reference held = part.give_back(at);
        _sum.wrong_values += !count::get(held).is(key);
        _sum.wrong_index += look.find(key) != place_of(i, at);
      }
    }
    collect<count>();
    if (_alive.total_corrupt() != 0) return _alive.verify();
    if (_sum.wrong_values != 0) {
      return std::to_string(_sum.wrong_values) +
             " lookups got another key's value, or a spoilt one";
    }
    if (_sum.wrong_index != 0) {
      return "the index was wrong " + std::to_string(_sum.wrong_index) +
             " times: it denied a key that is kept, or named one that is not";
    }
    if (indexed != kept) {
      return "the index has " + std::to_string(indexed) + " keys, the lists " +
             std::to_string(kept);
    }
    if (indexed > _capacity) return "more is kept than the capacity";
    if (_alive.total_born() != _sum.built) {
      return std::to_string(_sum.built) + " values were built, but the ledger knows " +
             std::to_string(_alive.total_born());
    }
    if (auto wrong = _alive.verify()) return wrong;
    return _all.papers.verify();
  }

  std::vector<metric> metrics() const {
    std::vector<metric> all;
    _all.report(all);
    const auto lookups = static_cast<double>(std::max<std::uint64_t>(_sum.lookups, 1));
    all.push_back({"hit_share", "share", static_cast<double>(_sum.hits) / lookups});
    all.push_back({"eviction_share", "share", static_cast<double>(_sum.evicted) / lookups});
    return all;
  }
  std::vector<series> histories() const { return _all.histories(); }

 private:
  std::uint64_t _capacity;
  premises<typename Kit::allocator> _all;
  ledger _alive;
  zipf _ranks;
  scatter _place;
  [[no_unique_address]] collects_at_end<index> _collects;
  index _index;
  std::deque<shard> _shards;
  std::vector<padded<book>> _books;
  book _sum;  // of verify()
};

}  // namespace contend::suites
