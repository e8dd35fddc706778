# contend_stress_tests(LABEL label OPS n [ARGS ...]): the cases of a workload become one ctest test
# `stress.<suite>/<workload>`, which runs each once, for its oracle and for the sanitizer it was
# built with. With --in-process among ARGS they are also one process, for builds in which a process
# takes longer to start than a case to run: a sanitizer's, 0.2 s of CPU each.
# scripts/lib/summary.py still counts cases, and lists what is skipped with the reason.
#
# The list is asked for when ctest starts, not when CMake configures: a new case needs no
# configure step, and a case can't be left out of the job by mistake.
function(contend_stress_tests)
  cmake_parse_arguments(arg "" "LABEL;OPS" "ARGS" ${ARGN})
  set(script ${CMAKE_CURRENT_BINARY_DIR}/stress_tests.cmake)
  file(GENERATE OUTPUT ${script} CONTENT
"set(stress_program [==[$<TARGET_FILE:contend>]==])
set(stress_cmake [==[${CMAKE_COMMAND}]==])
set(stress_label ${arg_LABEL})
set(stress_ops ${arg_OPS})
set(stress_arguments ${arg_ARGS})
include([==[${PROJECT_SOURCE_DIR}/cmake/StressTests.cmake]==])
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${script})
endfunction()
