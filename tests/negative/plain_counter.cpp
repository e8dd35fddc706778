// Planted: the hot object is counted without atomics, and threads share it all the same.
#include "drive.hpp"

#include <contend/model/refcount/atomic_count.hpp>
#include <contend/model/refcount/plain.hpp>
#include <suites/refcount/hot_object.hpp>

#include <type_traits>

namespace {
using namespace contend;

using design = std::conditional_t<negative::planted, model::plain_count, model::atomic_count>;
}  // namespace

int main() { return negative::drive<suites::hot_object<design>>({}); }
