// Planted: who releases a view looks again whether any is left, and two find none.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/view/atomic.hpp>
#include <suites/buffers/late_views.hpp>
#include <type_traits>

namespace contend::negative {
namespace {

struct wrong : model::atomic_export_rules {
  static constexpr bool decides_by_own_step = false;
  static void gap() noexcept { step_aside(); }
};
template <bool planted>
using load = suites::late_views<
    model::basic_atomic_export<std::conditional_t<planted, wrong, model::atomic_export_rules>>>;

}  // namespace

int view_freed_twice(bool planted) {
  return drive<load<true>, load<false>>(
      planted, {.rounds = atomics_perturb ? 200 : 2000, .params = {{"owner", "worker"}}});
}

}  // namespace contend::negative
