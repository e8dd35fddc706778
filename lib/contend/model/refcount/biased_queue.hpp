// Where a foreigner leaves a reference that only the owner can count down.
#pragma once

#include <contend/model/refcount/biased_merge.hpp>
#include <contend/model/refcount/owner_queue.hpp>

namespace contend::model {

/// CPython's queue: an entry is a reference that was donated, and that the shared word therefore
/// no longer tells from the owner's own; merging counts it down.
template <class Rules>
struct biased_scheme {
  using header = biased_header;
  static constexpr owner_id outsider = contend::model::outsider;
  static constexpr bool drain_before_leaving = Rules::drain_before_leaving;

  static owner_id owner(const biased_header& h) noexcept {
    // The caller's reference keeps the object alive, and missing a change is harmless.
    return biased_tid<Rules>::load(h);
  }
  static bool merge(biased_header& h) noexcept { return biased_merge<Rules>::all(h, -1) == 0; }
  static void destroy(biased_header& h) noexcept { h.type->destroy(&h); }

  static owner_id join() noexcept {
    static constinit atomic<owner_id> last{nobody};
    // Relaxed: only distinctness matters.
    return last.fetch_add(1, memory_order_relaxed) + 1;
  }
  static void part(owner_id) noexcept {}
};

/// queue() takes over the caller's reference. If it returns false, the caller counts down again.
template <class Rules>
using biased_queue = owner_queue<biased_scheme<Rules>>;

}  // namespace contend::model
