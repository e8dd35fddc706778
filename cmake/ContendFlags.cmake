# Private flags of our own programs: never exported, never global state that a parent sees.
find_program(CONTEND_CCACHE ccache)
if(CONTEND_CCACHE AND PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CONTEND_CCACHE})
endif()

add_library(contend_flags INTERFACE)
target_compile_options(contend_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers)

# Set by the sanitizer presets: "", "thread" or "address,undefined".
set(CONTEND_SANITIZE "" CACHE STRING "Sanitizers to build everything with")
if(CONTEND_SANITIZE)
  # Not a feature of one target: a program half instrumented reports races that are none.
  add_compile_options(-fsanitize=${CONTEND_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CONTEND_SANITIZE})
  add_compile_definitions(CONTEND_PERTURB)
endif()
