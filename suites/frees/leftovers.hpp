// What is still on its way when a load ends early.
#pragma once

#include <vector>

namespace contend::suites {

/// Hands every item that lies in one of the passages to `end`. By the controller, after the
/// workers: they leave nothing behind unless one of them threw.
template <class Passage, class End>
void end_leftovers(std::vector<Passage>& passages, End&& end) {
  for (Passage& p : passages) {
    for (auto* rest = p.next(); rest != nullptr; p.release(), rest = p.next()) {
      for (auto& item : *rest) end(item);
    }
  }
}

}  // namespace contend::suites
