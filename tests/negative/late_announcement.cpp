// Planted: a resize counts the views, and only then says that it is under way.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/view/sharded.hpp>
#include <suites/buffers/resizing_owner.hpp>
#include <type_traits>

namespace contend::negative {
namespace {

struct wrong : model::sharded_export_rules {
  static constexpr bool announces_first = false;
  static void gap() noexcept { step_aside(); }
};
template <bool planted>
using load = suites::resizing_owner<
    model::basic_sharded_export<std::conditional_t<planted, wrong, model::sharded_export_rules>>>;

}  // namespace

int late_announcement(bool planted) {
  return drive<load<true>, load<false>>(
      planted, {.rounds = atomics_perturb ? 2000 : 20000, .params = {{"hold", "512"}}});
}

}  // namespace contend::negative
