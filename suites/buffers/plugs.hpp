// The parts of the buffers family's plug board.
#pragma once

#include <contend/catalog/catalog.hpp>

namespace contend::suites {

void plug_buffers_queues(suite&);
void ask_buffers_queues(catalog&);
void plug_buffers_tempo(suite&);
void plug_buffers_windows(suite&);
void plug_buffers_batches(suite&);
void plug_buffers_payloads(suite&);
void plug_buffers_views(suite&);
void ask_buffers_views(catalog&);
void plug_buffers_pitch(suite&);
void ask_buffers_pitch(catalog&);

}  // namespace contend::suites
