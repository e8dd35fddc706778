// Planted: the tid is read and cleared without atomics. Any machine of today does the same for
// both; but a compiler may read twice what it was told nobody else writes.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/refcount/biased.hpp>
#include <suites/refcount/handoff.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::biased_rules {
  static constexpr bool atomic_tid = !planted;
};
template <bool planted>
using load = suites::handoff<model::basic_biased_count<rules<planted>>>;

}  // namespace

int plain_tid(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"batch", "16"}, {"fan", "2"}}});
}

}  // namespace contend::negative
