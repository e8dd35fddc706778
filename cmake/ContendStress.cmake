# contend_stress_tests(LABEL label OPS n [TOGETHER] [ARGS ...]): every case of `contend list --json`
# becomes a ctest test `stress.<case>` that runs it once, for its oracle and for the sanitizer it
# was built with. A case that is skipped here becomes a skipped test that says why.
#
# TOGETHER: all cases of a workload are one test `stress.<suite>/<workload>`; with --in-process
# among ARGS also one process, for builds in which a process takes longer to start than a case to
# run: a sanitizer's, 0.2 s of CPU each. scripts/lib/summary.py still counts cases.
#
# The list is asked for when ctest starts, not when CMake configures: a new case needs no
# configure step, and a case can't be left out of the job by mistake.
function(contend_stress_tests)
  cmake_parse_arguments(arg "TOGETHER" "LABEL;OPS" "ARGS" ${ARGN})
  set(script ${CMAKE_CURRENT_BINARY_DIR}/stress_tests.cmake)
  file(GENERATE OUTPUT ${script} CONTENT
"set(stress_program [==[$<TARGET_FILE:contend>]==])
set(stress_cmake [==[${CMAKE_COMMAND}]==])
set(stress_label ${arg_LABEL})
set(stress_ops ${arg_OPS})
set(stress_together ${arg_TOGETHER})
set(stress_arguments ${arg_ARGS})
include([==[${PROJECT_SOURCE_DIR}/cmake/StressTests.cmake]==])
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${script})
endfunction()
