// Planted: the lists of a size class between the threads' caches, without their lock.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/alloc/pool_transfer_cache.hpp>
#include <suites/frees/flow.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::transfer_rules {
  static constexpr bool locks = !planted;
};
template <bool planted>
struct pool : model::basic_pool_transfer_cache<rules<planted>> {
  static constexpr subject_info info{.name = "pool"};
};
template <bool planted>
using load = suites::flow<pool<planted>>;

}  // namespace

int unlocked_transfer(bool planted) {
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
