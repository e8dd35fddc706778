// The machine in words, for the head of a journal and the foot of a report.
#pragma once

#include <contend/host/text.hpp>
#include <contend/host/topology.hpp>

#include <map>
#include <string>

namespace contend::host {

/// What may explain a difference between two runs: processor, caches, memory, kernel, and the
/// settings that move timings. A fact that can't be had is left out. Neither the host's name nor
/// any path is in it. Keys are [a-z0-9_]+.
[[nodiscard]] std::map<std::string, std::string> describe_machine(
    const topology& machine, const text_source& read = read_text);

}  // namespace contend::host
