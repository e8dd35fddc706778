// What this build is instrumented with.
#pragma once

namespace contend {

/// ThreadSanitizer watches this build. Only memory accesses compiled into it are seen: whatever a
/// distribution's library synchronises on the inside is invisible, and looks like a race.
inline constexpr bool built_for_tsan =
#if defined(__SANITIZE_THREAD__)
    true;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
    true;
#else
    false;
#endif
#else
    false;
#endif

}  // namespace contend
