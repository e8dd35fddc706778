// The thread list that `--threads auto` stands for.
#pragma once

#include <contend/host/topology.hpp>

#include <vector>

namespace contend::host {

/// 1, 2, 3, 4, 6, 8, 12, 16, ... up to the allowed CPUs; the topology's edges, so that a fit can
/// be cut there; all allowed CPUs; and twice as many, the one oversubscribed point. Ascending,
/// each once. Pure.
[[nodiscard]] std::vector<unsigned> auto_threads(const topology& machine);

}  // namespace contend::host
