// Planted: the owner finds by a relaxed load that no foreigner has a reference, and frees the
// object without having seen the end of what they did with it. The foreigner borrows, so that
// nothing but its count tells the owner when it is done.
#include "bugs.hpp"
#include "drive.hpp"
#include "lend.hpp"

#include <contend/model/refcount/biased.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::biased_rules {
  static constexpr bool acquire_in_zero_local = !planted;
};
template <bool planted>
using load = lend<model::basic_biased_count<rules<planted>>>;

}  // namespace

int relaxed_merge_load(bool planted) {
  return drive<load<true>, load<false>>(planted, {.threads = 2, .params = {{"back", "0"}}});
}

}  // namespace contend::negative
