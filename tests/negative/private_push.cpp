// Planted: a thread that frees a block of another's slab pushes it on the owner's own list, which
// is not atomic. Blocks get lost, and are given out twice.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/alloc/pool_cas_list.hpp>
#include <suites/frees/flow.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::cas_list_rules {
  static constexpr bool pushes_on_the_private_list = planted;
};
template <bool planted>
struct pool : model::basic_pool_cas_list<rules<planted>> {
  static constexpr subject_info info{.name = "pool"};
};
template <bool planted>
using load = suites::flow<pool<planted>>;

}  // namespace

int private_push(bool planted) {
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
