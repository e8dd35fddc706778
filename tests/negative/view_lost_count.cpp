// Planted: a view is counted by a load and a store, so that one of two at once is lost.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/view/atomic.hpp>
#include <suites/buffers/short_views.hpp>
#include <type_traits>

namespace contend::negative {
namespace {

struct wrong : model::atomic_export_rules {
  static constexpr bool counts_in_one_step = false;
  static void gap() noexcept { step_aside(); }
};
template <bool planted>
using load = suites::short_views<
    model::basic_atomic_export<std::conditional_t<planted, wrong, model::atomic_export_rules>>>;

}  // namespace

int view_lost_count(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"sharing", "one"}}});
}

}  // namespace contend::negative
