// Memory for tables of cache lines.
#pragma once

#include <cstddef>

namespace contend::model {

/// `bytes` of memory, aligned to a cache line, or from 2 MiB on to a huge page, which Linux is then
/// asked for (MADV_HUGEPAGE): a lookup in a large table is a miss of the cache in any case, and
/// need not be a miss of the TLB, too. Where huge pages are disabled, nothing happens. From
/// operator new, so that what counts or checks memory sees it. Throws std::bad_alloc.
[[nodiscard]] void* take_line_memory(std::size_t bytes);
void give_line_memory(void* memory, std::size_t bytes) noexcept;

}  // namespace contend::model
