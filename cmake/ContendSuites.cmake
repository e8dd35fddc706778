# contend_discover_suites(TARGET PREFIX prefix LABEL label): every suite of a GoogleTest program
# becomes one ctest test `prefix.<suite>`; of a typed suite, each type does: a process takes longer
# to start than most tests to run (a sanitizer's, 0.1 s of CPU). scripts/lib/summary.py still counts
# tests, not processes.
function(contend_discover_suites target)
  cmake_parse_arguments(arg "" "PREFIX;LABEL" "" ${ARGN})
  set(script ${CMAKE_CURRENT_BINARY_DIR}/${target}_suites.cmake)
  file(GENERATE OUTPUT ${script} CONTENT
"set(suites_program [==[$<TARGET_FILE:${target}>]==])
set(suites_cmake [==[${CMAKE_COMMAND}]==])
set(suites_prefix [==[${arg_PREFIX}]==])
set(suites_label ${arg_LABEL})
include([==[${PROJECT_SOURCE_DIR}/cmake/SuiteTests.cmake]==])
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${script})
endfunction()
