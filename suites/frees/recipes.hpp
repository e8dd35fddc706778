// The loads that allocator benchmarks have named, as recipes.
#pragma once

#include "recipe.hpp"

#include <span>

namespace contend::suites {

/// Those in which each thread frees what it allocated, or what the thread before it did.
[[nodiscard]] std::span<const named_recipe> own_frees();

/// Those in which other threads free.
[[nodiscard]] std::span<const named_recipe> foreign_frees();

}  // namespace contend::suites
