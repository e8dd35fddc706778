// Planted: the same in the published algorithm, as printed (Algorithm 3, line 25; 4, line 20).
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/refcount/paper.hpp>
#include <suites/refcount/handoff.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::paper_rules {
  static constexpr bool tid_before_merge_cas = !planted;
};
template <bool planted>
using load = suites::handoff<model::basic_paper_count<rules<planted>>>;

}  // namespace

int paper_late_tid(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"batch", "16"}, {"fan", "2"}}});
}

}  // namespace contend::negative
