// Planted: a biased thread leaves its bucket without merging what others have queued to it.
// No sanitizer is needed: the ledger misses the objects.
#include "drive.hpp"

#include <contend/model/refcount/biased.hpp>
#include <suites/refcount/handoff.hpp>

namespace {
using namespace contend;

struct rules : model::biased_rules {
  static constexpr bool drain_before_leaving = !negative::planted;
};
using design = model::basic_biased_count<rules>;
}  // namespace

int main() {
  return negative::drive<suites::handoff<design>>(
      {.attempts = 20, .params = parameters({{"batch", "16"}, {"fan", "2"}})});
}
