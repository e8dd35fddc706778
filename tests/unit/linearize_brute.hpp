// Small histories at random, and a checker that tries every order: what the real ones are held to.
#pragma once

#include <contend/core/rng.hpp>
#include <contend/linearize/queue.hpp>

#include <string>
#include <vector>

namespace contend::linearize {

/// Every order of the operations, over a std::map of all keys.
[[nodiscard]] bool some_order_of_a_map(const history& all);

/// Every order, over a queue by the rules.
[[nodiscard]] bool some_order_of_a_queue(const history& all, const queue_rules& rules);

/// What a random history is made of.
struct recipe {
  std::vector<action> actions;
  unsigned threads = 3, operations = 6, keys = 1, values = 0;  ///< values 0: all distinct
  bool pending = false;  ///< some threads end within an operation
};

/// Takes points within random intervals, and the answers that a right object would give in that
/// order; then in about half of them one answer is made another.
[[nodiscard]] history random_container_history(rng& random, const recipe& of);
[[nodiscard]] history random_queue_history(rng& random, const recipe& of, const queue_rules& rules);

/// One operation by hand.
[[nodiscard]] operation op(unsigned thread, action what, std::int64_t call, std::int64_t returned,
                           outcome answer, std::uint64_t value = 0, std::uint64_t seen = 0);

}  // namespace contend::linearize
