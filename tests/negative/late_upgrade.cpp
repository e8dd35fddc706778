// Planted: an upgrade looks whether the object is alive, and counts up afterwards. The last
// reference may go in between: the upgrade then hands out what is being destroyed.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/refcount/arc.hpp>
#include <suites/weakref/upgrade_storm.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::arc_rules {
  static constexpr bool upgrade_by_cas = !planted;
};
template <bool planted>
using load = suites::upgrade_storm<model::basic_arc<rules<planted>>>;

}  // namespace

int late_upgrade(bool planted) {
  return drive<load<true>, load<false>>(
      planted, {.attempts = atomics_perturb ? 20 : 60, .params = {{"upgrades", "4"}}});
}

}  // namespace contend::negative
