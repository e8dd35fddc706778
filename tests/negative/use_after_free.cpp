// Planted: an object is handed to two threads, and only one of the references is counted.
#include "drive.hpp"
#include "wrong_copy.hpp"

#include <suites/refcount/handoff.hpp>

#include <type_traits>

namespace {
using namespace contend;

using design = std::conditional_t<negative::planted, negative::uncounted_copy, model::atomic_count>;
}  // namespace

int main() {
  return negative::drive<suites::handoff<design>>(
      {.params = parameters({{"batch", "16"}, {"fan", "2"}})});
}
