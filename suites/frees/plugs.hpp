// The parts of the frees family's plug board.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_frees_planted(suite&, catalog&);

}  // namespace contend::suites
