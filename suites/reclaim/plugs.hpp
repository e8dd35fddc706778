// The parts of the reclaim family's plug board.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_reclaim_reading(suite&);
void plug_reclaim_waiting(suite&);

}  // namespace contend::suites
