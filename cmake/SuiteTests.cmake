# Read by ctest, through the script that ContendSuites.cmake writes. Defines one test a suite.

# A test that fails, in the place of a list that could not be had.
macro(suites_discovery_failed why)
  add_test(${suites_prefix}discovery "${suites_cmake}" -E false)
  set_tests_properties(${suites_prefix}discovery PROPERTIES LABELS ${suites_label})
  message(WARNING "${suites_program}: ${why}")
endmacro()

function(suites_of_program)
  if(NOT EXISTS "${suites_program}")
    suites_discovery_failed("not built")
    return()
  endif()
  execute_process(COMMAND "${suites_program}" --gtest_list_tests TIMEOUT 60
    RESULT_VARIABLE code OUTPUT_VARIABLE list ERROR_VARIABLE said)
  # "suite.", or "suite/type.  # TypeParam = ..."; its tests follow, indented.
  string(REGEX MATCHALL "\n[A-Za-z0-9_/]+\\." suites "\n${list}")
  if(NOT code EQUAL 0 OR NOT suites)
    suites_discovery_failed("no suite in its list (ended with '${code}') ${said}")
    return()
  endif()
  foreach(suite IN LISTS suites)
    string(REGEX REPLACE "^\n(.*)\\.$" "\\1" suite "${suite}")
    add_test("${suites_prefix}${suite}" "${suites_program}" "--gtest_filter=${suite}.*" --gtest_brief=1)
    set_tests_properties("${suites_prefix}${suite}" PROPERTIES LABELS ${suites_label} TIMEOUT 240)
  endforeach()
endfunction()

suites_of_program()
