#include <contend/host/plan_threads.hpp>

#include <set>

namespace contend::host {

std::vector<unsigned> auto_threads(const topology& machine) {
  const unsigned all = machine.allowed();
  std::set<unsigned> plan{1, all, 2 * all};
  // Two points an octave: powers of two, and half-way between (3, 6, 12, ...).
  for (unsigned n = 2; n <= all; n *= 2) {
    plan.insert(n);
    if (n + n / 2 <= all) plan.insert(n + n / 2);
  }
  for (const unsigned edge : machine.edges()) plan.insert(edge);
  return {plan.begin(), plan.end()};
}

}  // namespace contend::host
