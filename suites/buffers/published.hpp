// Settings that others have published for queues.
#pragma once

namespace contend::suites {

/// Preset: N producers and N consumers, and one item to and fro, as atomic_queue measures it.
inline constexpr const char* nn_and_ping_pong = "atomic-queue";

}  // namespace contend::suites
