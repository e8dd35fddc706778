// Planted: an owner takes its slab's list of foreign frees without acquire, so that it reads, and
// hands out, blocks which those who freed them are not known to be done with.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/alloc/pool_cas_list.hpp>
#include <suites/frees/flow.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::cas_list_rules {
  static constexpr bool collects_with_acquire = !planted;
};
template <bool planted>
struct pool : model::basic_pool_cas_list<rules<planted>> {
  static constexpr subject_info info{.name = "pool"};
};
template <bool planted>
using load = suites::flow<pool<planted>>;

}  // namespace

int relaxed_collect(bool planted) {
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
