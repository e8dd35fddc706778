// Planted: a slot reused one early. A consumer gives its cell to the next lap and reads it then; by
// that time the next lap's item may be in it.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/buffer/vyukov_bounded.hpp>
#include <suites/buffers/producer_consumer.hpp>

#include <thread>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::vyukov_rules {
  static constexpr bool reads_before_freeing = !planted;
  static void linger() noexcept { std::this_thread::yield(); }
};
template <bool planted>
using load = suites::producer_consumer<model::vyukov_bounded<suites::item, rules<planted>>>;

}  // namespace

int early_slot(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"capacity", "2"}}});
}

}  // namespace contend::negative
