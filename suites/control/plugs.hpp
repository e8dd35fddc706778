// The parts of the control family's plug board.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_control_adapter_cost(suite&, catalog&);

}  // namespace contend::suites
