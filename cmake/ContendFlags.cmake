# Private flags of our own programs: never exported, never global state that a parent sees.
find_program(CONTEND_CCACHE ccache)
if(CONTEND_CCACHE AND PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  # Without the sloppiness it takes no file that uses a precompiled header. Paths below the sources
  # count as relative: a second clone finds what the first one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_NOHASHDIR=1
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} ${CONTEND_CCACHE})
endif()

add_library(contend_flags INTERFACE)
target_compile_options(contend_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers)

# Set by the sanitizer presets: "", "thread" or "address,undefined".
set(CONTEND_SANITIZE "" CACHE STRING "Sanitizers to build everything with")
if(CONTEND_SANITIZE)
  # Not a feature of one target: a program half instrumented reports races that are none.
  add_compile_options(-fsanitize=${CONTEND_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CONTEND_SANITIZE})
  if(CONTEND_SANITIZE MATCHES undefined)
    # Each is a branch at every pointer that is looked at, a third of the time to compile together,
    # and what they find AddressSanitizer finds where it matters: at the access.
    add_compile_options(-fno-sanitize=null,object-size,pointer-overflow)
  endif()
  add_compile_definitions(CONTEND_PERTURB)
endif()

# contend_common_headers(TARGET [HEADER...]): reads what nearly every file of the target includes
# once, not once a file: 0.7 s a file of GoogleTest and the standard library. Only where a
# sanitizer makes two more builds of the same files: in the others each file still has to include
# what it uses.
set(common_headers <algorithm> <atomic> <chrono> <cstdint> <functional> <map> <memory> <mutex>
  <optional> <string> <string_view> <thread> <utility> <vector>)
function(contend_common_headers target)
  if(CONTEND_SANITIZE)
    target_precompile_headers(${target} PRIVATE ${common_headers} ${ARGN})
  endif()
endfunction()
