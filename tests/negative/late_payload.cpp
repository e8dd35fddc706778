// Planted: a payload written after push. The consumer reads a cell that still has the last lap's
// item, or half of this one.
#include "bugs.hpp"
#include "drive.hpp"

#include <contend/model/buffer/vyukov_bounded.hpp>
#include <suites/buffers/producer_consumer.hpp>

#include <thread>

namespace contend::negative {
namespace {

template <bool planted>
struct rules : model::vyukov_rules {
  static constexpr bool writes_before_publishing = !planted;
  static void linger() noexcept { std::this_thread::yield(); }
};
template <bool planted>
using load = suites::producer_consumer<model::vyukov_bounded<suites::item, rules<planted>>>;

}  // namespace

int late_payload(bool planted) {
  return drive<load<true>, load<false>>(planted, {.params = {{"capacity", "2"}}});
}

}  // namespace contend::negative
