// Each worker upgrades weak references to its own objects: whatever is shared, the design brought.
#pragma once

#include "choice.hpp"

#include <contend/core/cache_line.hpp>
#include <contend/core/escape.hpp>
#include <contend/load/ledger.hpp>
#include <contend/load/workload.hpp>
#include <contend/subject/weak.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace contend::suites {

/// Parameters: `objects` of each worker, upgraded in turn (1 to 64); `stripes`, for designs that
/// guard weak references by locks found by address: each worker's objects have the lock of the
/// worker's number, so that the locks are `neighbours` in memory; or all have the `same` lock; or
/// `any`, as the allocator places them. Harmless to others.
template <weakly_counted P>
class private_deref {
 public:
  using subject = P;
  static constexpr std::string_view name = "private_deref";
  static constexpr card about{
      .title = "Private objects through weak references",
      .operation = "upgrade a weak reference to a private object and drop the result",
      .models = "caches and parent links of data that each thread has to itself",
      .frees = "each worker its own objects, at the end",
      .exposes =
          "locks that objects of different threads share, or that share a cache line: with "
          "neighbours, nothing but that line is shared",
      .not_for =
          "shared objects; and with neighbours or the same lock, for how often the placement "
          "by chance is as bad",
      .source = "CPython 3.13 free threading: 127 locks of one byte for all weak references",
      .breaks =
          "weak references under packed locks, by false sharing; with the same lock, packed "
          "or not, by the lock",
  };

  explicit private_deref(const setting& s)
      : _placed(static_cast<placement>(choice(s.params, "stripes", {"any", "neighbours", "same"}))),
        _objects(objects_of(s.params)),
        _wrong(s.threads) {}

  class worker {
   public:
    worker(private_deref& load, const seat& s) : _load(load), _index(s.index) {
      const attached here(_membership);
      std::vector<reference> others;  // kept meanwhile, or the allocator gives the same ones again
      while (_strong.size() < load._objects) {
        auto made = P::template make<payload>(load._book, s.index);
        if (load.suits(made, s.index)) {
          _weak.push_back(P::downgrade(made));
          _strong.push_back(std::move(made));
        } else if (others.push_back(std::move(made)); others.size() > most_tries) {
          throw std::runtime_error("private_deref: the allocator has no object for the stripe");
        }
      }
    }
    ~worker() {
      const attached here(_membership);
      _strong.clear();
      // Nobody else ever had one.
      if constexpr (P::traits.destroyed_by == destroyer::last_dropper ||
                    P::traits.destroyed_by == destroyer::owner) {
        for (const auto& w : _weak) {
          if (P::upgrade(w)) ++*_load._wrong[_index];
        }
      }
      _weak.clear();
      _membership.safepoint();
    }

    tally step(std::uint32_t rounds) {
      const attached here(_membership);
      std::uint64_t wrong = 0;
      for (std::uint32_t i = 0; i < rounds; ++i) {
        const auto strong = P::upgrade(_weak[_next]);
        wrong += !strong;
        escape(&strong);
        if (++_next == _weak.size()) _next = 0;
      }
      const auto strong = P::upgrade(_weak[_next]);
      wrong += !strong || &P::get(strong) != &P::get(_strong[_next]) ||
               P::get(strong).life.value() != _index;
      *_load._wrong[_index] += wrong;
      _membership.safepoint();
      return tally::all(rounds);
    }

   private:
    private_deref& _load;
    unsigned _index;
    [[no_unique_address]] typename P::thread _membership;
    std::vector<typename P::template ref<typename private_deref::payload>> _strong;
    std::vector<typename P::template weak<typename private_deref::payload>> _weak;
    std::size_t _next = 0;
  };

  /// No upgrade failed while its object was held, none succeeded afterwards.
  complaint verify() {
    std::uint64_t wrong = 0;
    for (const auto& w : _wrong) wrong += *w;
    if (wrong != 0) return std::to_string(wrong) + " upgrades gave a wrong answer";
    collect<P>();
    return _book.verify();
  }

 private:
  enum class placement { any, neighbours, same };
  static constexpr std::size_t most_tries = std::size_t{1} << 20;
  static constexpr std::int64_t most_objects = 64;

  /// Wide enough that the counts of two objects never share a line.
  struct payload {
    payload(ledger& book, std::uint64_t value) : life(book, value) {}
    tracked life;
    [[maybe_unused]] unsigned char apart[no_share]{};
  };
  using reference = typename P::template ref<payload>;

  static std::size_t objects_of(const parameters& p) {
    const std::int64_t n = p.integer("objects");
    if (n < 1 || n > most_objects) {
      throw std::invalid_argument("private_deref: objects must be 1 to " +
                                  std::to_string(most_objects) + ", not " + std::to_string(n));
    }
    return static_cast<std::size_t>(n);
  }

  [[nodiscard]] bool suits([[maybe_unused]] const reference& r,
                           [[maybe_unused]] unsigned seat_index) const noexcept {
    if constexpr (requires { P::stripe_of(r); }) {
      // As many of the smallest locks as fit into a line; the table starts with one.
      constexpr unsigned in_a_line = cache_line;
      switch (_placed) {
        case placement::any: return true;
        case placement::neighbours: return P::stripe_of(r) == seat_index % in_a_line;
        case placement::same: return P::stripe_of(r) == 0;
      }
    }
    return true;
  }

  placement _placed;
  std::size_t _objects;
  ledger _book;
  std::vector<padded<std::uint64_t>> _wrong;
};

}  // namespace contend::suites
