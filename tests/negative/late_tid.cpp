// Planted: a biased count clears an object's tid after the exchange that publishes MERGED. From
// that exchange on a foreigner may free the object, so the late store is a use after free. Two
// foreigners an object (fan:2): one drops through the owner's queue, and while the owner merges
// for it the other one drops last.
#include "drive.hpp"

#include <contend/model/refcount/biased.hpp>
#include <suites/refcount/handoff.hpp>

namespace {
using namespace contend;

struct rules : model::biased_rules {
  static constexpr bool tid_before_merge_cas = !negative::planted;
};
using design = model::basic_biased_count<rules>;
}  // namespace

int main() {
  return negative::drive<suites::handoff<design>>(
      {.params = parameters({{"batch", "16"}, {"fan", "2"}})});
}
