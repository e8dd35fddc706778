# contend_discover_suites(TARGET PREFIX prefix LABEL label): every suite of a GoogleTest program
# becomes one ctest test `prefix.<suite>`; of a typed suite, each type does. For builds in which a
# process takes far longer to start than a test to run: a sanitizer's, 0.1 s of CPU each.
# scripts/lib/summary.py still counts tests, not processes.
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
