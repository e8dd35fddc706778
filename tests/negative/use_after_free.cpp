// Planted: an object is handed to two threads, and only one of the references is counted.
#include "bugs.hpp"
#include "drive.hpp"
#include "wrong_copy.hpp"

#include <suites/refcount/handoff.hpp>
#include <type_traits>

namespace contend::negative {
namespace {

template <bool planted>
using load = suites::handoff<std::conditional_t<planted, uncounted_copy, model::atomic_count>>;

}  // namespace

int use_after_free(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"batch", "16"}, {"fan", "2"}}});
}

}  // namespace contend::negative
