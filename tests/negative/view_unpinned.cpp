// Planted: a view is not counted, so that a resize frees the bytes under it.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/view/atomic.hpp>
#include <suites/buffers/resizing_owner.hpp>
#include <type_traits>

namespace contend::negative {
namespace {

struct wrong : model::atomic_export_rules {
  static constexpr bool counts_views = false;
};
template <bool planted>
using load = suites::resizing_owner<
    model::basic_atomic_export<std::conditional_t<planted, wrong, model::atomic_export_rules>>>;

}  // namespace

int view_unpinned(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"hold", "8"}}});
}

}  // namespace contend::negative
