// Planted: the count goes down by a relaxed operation: whoever takes it to zero destroys the object
// without having seen the end of what the others did with it (OpenSSL issue 25660).
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/refcount/atomic_count.hpp>
#include <suites/refcount/handoff.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct steps : model::acq_rel_steps {
  [[nodiscard]] static bool down(model::atomic_word& count) noexcept {
    return count.fetch_sub(1, planted ? memory_order_relaxed : memory_order_acq_rel) == 1;
  }
};
template <bool planted>
using load = suites::handoff<model::basic_atomic_count<steps<planted>>>;

}  // namespace

int relaxed_last_drop(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"batch", "16"}, {"fan", "2"}}});
}

}  // namespace contend::negative
