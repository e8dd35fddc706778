// Whether malloc can be replaced in this build.
#pragma once

#include <contend/core/sanitizer.hpp>

namespace contend {

/// A sanitizer puts a malloc of its own in the process's place and has to see every call of it: a
/// preloaded malloc makes it crash, or see nothing (google/sanitizers#1425).
inline constexpr bool sanitizer_owns_malloc =
#if defined(__SANITIZE_ADDRESS__)
    true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
    true;
#else
    built_for_tsan;
#endif
#else
    built_for_tsan;
#endif

}  // namespace contend
