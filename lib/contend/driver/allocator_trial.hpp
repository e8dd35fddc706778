// Does a library work in malloc's place? Asked of a child, which may crash of it.
#pragma once

#include <contend/load/workload.hpp>

#include <string>

namespace contend::driver {

/// Starts a child with the library preloaded, which checks that it has become malloc and uses it
/// from two threads. Says what went wrong, in one line; nothing if nothing did. At most 10 s.
[[nodiscard]] complaint try_allocator(const std::string& library);

/// The loader goes on without a library that it can't preload: whether it is really here.
[[nodiscard]] bool library_is_mapped(const std::string& library);

/// The child's part, and its exit code.
[[nodiscard]] int trial(const std::string& library);

}  // namespace contend::driver
