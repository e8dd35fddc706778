// The parts of this family's plug board.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_linearize_containers(suite&);
void plug_linearize_queues(suite&);

}  // namespace contend::suites
