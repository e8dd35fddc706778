// Planted: the hot object is counted without atomics, and threads share it all the same.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/refcount/plain.hpp>
#include <suites/refcount/hot_object.hpp>
#include <type_traits>

namespace contend::negative {
namespace {

template <bool planted>
using load =
    suites::hot_object<std::conditional_t<planted, model::plain_count, model::atomic_count>>;

}  // namespace

int plain_counter(bool planted) {
  return drive<load<true>, load<false>>(planted, {.attempts = 200});
}

}  // namespace contend::negative
