// Planted: the published algorithm as printed, where an object whose shared count was below zero
// and came back is freed by its owner's last drop (Algorithm 3, line 22) while the owner's list
// still has it.
#include "bugs.hpp"
#include "drive.hpp"
#include "lend.hpp"

#include <contend/model/refcount/paper.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::paper_rules {
  static constexpr bool queued_keeps_alive = !planted;
};
template <bool planted>
using load = lend<model::basic_paper_count<rules<planted>>>;

}  // namespace

int paper_freed_in_queue(bool planted) {
  return drive<load<true>, load<false>>(planted, {.threads = 2, .params = {{"back", "1"}}});
}

}  // namespace contend::negative
