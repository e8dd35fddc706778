// Planted: a count that destroys an object once for each reference. On one thread, and in memory
// that is never reused, so that the ledger is the only one who can object.
#include "drive.hpp"
#include "wrong_copy.hpp"

#include <suites/refcount/handoff.hpp>

namespace {
using namespace contend;

using design = negative::destroying_again<!negative::planted>;
}  // namespace

int main() {
  return negative::drive<suites::handoff<design>>(
      {.threads = 1, .attempts = 1, .params = parameters({{"batch", "16"}, {"fan", "2"}})});
}
