// Planted: a biased count clears an object's tid after the exchange that publishes MERGED. From
// that exchange on a foreigner may free the object, so the late store is a use after free. Two
// foreigners an object (fan:2): one drops through the owner's queue, and while the owner merges
// for it the other one drops last.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/refcount/biased.hpp>
#include <suites/refcount/handoff.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::biased_rules {
  static constexpr bool tid_before_merge_cas = !planted;
};
template <bool planted>
using load = suites::handoff<model::basic_biased_count<rules<planted>>>;

}  // namespace

int late_tid(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"batch", "16"}, {"fan", "2"}}});
}

}  // namespace contend::negative
