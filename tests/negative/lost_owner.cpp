// Planted: the owner's last drop clears the tid before it knows that nobody shares the object. One
// that dies by the fast path has then no owner and no merged count either; nothing of that shows,
// unless its finaliser revives it: the new references are counted in a half that never ends it.
#include "bugs.hpp"
#include "drive.hpp"
#include "revive.hpp"

#include <contend/model/refcount/biased.hpp>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::biased_rules {
  static constexpr bool tid_kept_in_fast_path = !planted;
};
template <bool planted>
using load = revive<reviving<rules<planted>>>;

}  // namespace

int lost_owner(bool planted) {
  return drive<load<true>, load<false>>(planted, {.threads = 2, .attempts = 1});
}

}  // namespace contend::negative
