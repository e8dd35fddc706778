// The plug board of the buffers family: what passes items between threads. Split over several
// files by what the loads are about.
#include "../plug.hpp"
#include "plugs.hpp"

void contend::suites::plug_buffers(catalog& c) {
  suite s(c, "buffers");
  plug_buffers_queues(s);
  plug_buffers_tempo(s);
  plug_buffers_windows(s);
  plug_buffers_batches(s);
  plug_buffers_payloads(s);
  ask_buffers_queues(c);
  plug_buffers_views(s);
  ask_buffers_views(c);
  plug_buffers_pitch(s);
  ask_buffers_pitch(c);
}
