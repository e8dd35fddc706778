// The parts of the buffers family's plug board.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_buffers_queues(suite&);

}  // namespace contend::suites
