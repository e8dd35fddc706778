// Planted: a biased thread leaves its bucket without merging what others have queued to it.
// Here it is the borrower's last drop that nobody hears of.
#include "bugs.hpp"
#include "drive.hpp"
#include "lend.hpp"

#include <contend/model/refcount/biased.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::biased_rules {
  static constexpr bool drain_before_leaving = !planted;
};
template <bool planted>
using load = lend<model::basic_biased_count<rules<planted>>>;

}  // namespace

int leak_at_exit(bool planted) {
  return drive<load<true>, load<false>>(planted,
                                        {.threads = 2, .attempts = 1, .params = {{"back", "0"}}});
}

}  // namespace contend::negative
