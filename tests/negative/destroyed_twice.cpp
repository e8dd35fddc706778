// Planted: a count that destroys an object once for each reference. On one thread, and in memory
// that is never reused, so that the ledger is the only one who can object.
#include "bugs.hpp"
#include "drive.hpp"
#include "wrong_copy.hpp"

#include <suites/refcount/handoff.hpp>

namespace contend::negative {
namespace {

template <bool planted>
using load = suites::handoff<destroying_again<!planted>>;

}  // namespace

int destroyed_twice(bool planted) {
  return drive<load<true>, load<false>>(
      planted, {.threads = 1, .attempts = 1, .params = {{"batch", "16"}, {"fan", "2"}}});
}

}  // namespace contend::negative
