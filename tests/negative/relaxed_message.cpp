// Planted: an owner takes messages from its queue without acquire, so that it walks, and hands out,
// blocks which those who freed them are not known to be done with.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/alloc/pool_batched.hpp>
#include <suites/frees/flow.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::batched_rules {
  static constexpr bool takes_with_acquire = !planted;
};
template <bool planted>
struct pool : model::basic_pool_batched<rules<planted>> {
  static constexpr subject_info info{.name = "pool"};
};
template <bool planted>
using load = suites::flow<pool<planted>>;

}  // namespace

int relaxed_message(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"topology", "ring"},
                                                             {"hops", "1"},
                                                             {"batch", "256"},
                                                             {"live", "0"},
                                                             {"order", "fifo"},
                                                             {"freer", "allocates"},
                                                             {"owner", "active"},
                                                             {"size", "64"},
                                                             {"touch", "first"}}});
}

}  // namespace contend::negative
