// Planted: a foreigner that finds an object queued already counts its reference down and queues
// the object again, so that the owner counts it down once more: it dies under the third of three
// foreigners.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/refcount/biased.hpp>
#include <suites/refcount/handoff.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::biased_rules {
  static constexpr bool queue_once = !planted;
};
template <bool planted>
using load = suites::handoff<model::basic_biased_count<rules<planted>>>;

}  // namespace

int double_queue(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"batch", "16"}, {"fan", "3"}}});
}

}  // namespace contend::negative
