# Read by ctest, through the script that ContendStress.cmake writes. Defines one test a workload.

# A test that fails, in the place of a list that could not be had: a job that ran nothing must
# not pass.
macro(stress_discovery_failed why)
  add_test(stress.discovery "${stress_cmake}" -E false)
  set_tests_properties(stress.discovery PROPERTIES LABELS ${stress_label})
  message(WARNING "contend list: ${why}")
endmacro()

# Four threads: more than the CPUs of a small CI host, so that threads are also preempted in
# awkward places. Each case gets fewer where its design or its load allows no more.
set(stress_threads 4)

function(stress_workload name cases)
  add_test("stress.${name}" "${stress_program}" stress --filter "^${name}/"
    --threads ${stress_threads} --ops ${stress_ops} --seed 1 ${stress_arguments})
  math(EXPR timeout "120 + 5 * ${cases}")
  # The largest first, so that none is left over at the end.
  set_tests_properties("stress.${name}" PROPERTIES LABELS ${stress_label} TIMEOUT ${timeout}
    COST ${cases})
endfunction()

# The names, a line each, not the JSON: CMake parses the whole of it again for each value that it
# takes from it, 80 s for 2600 cases.
function(stress_cases)
  if(NOT EXISTS "${stress_program}")
    stress_discovery_failed("${stress_program} is not built")
    return()
  endif()
  execute_process(COMMAND "${stress_program}" list TIMEOUT 60
    RESULT_VARIABLE code OUTPUT_VARIABLE list ERROR_VARIABLE said)
  if(NOT code EQUAL 0)
    stress_discovery_failed("ended with '${code}': ${said}")
    return()
  endif()
  string(REGEX MATCHALL "\n[^/\n]+/[^/\n]+/" found "\n${list}")
  if(NOT found)
    stress_discovery_failed("no case in it")
    return()
  endif()
  foreach(start IN LISTS found)
    string(REGEX REPLACE "^\n(.*)/$" "\\1" workload "${start}")
    list(APPEND workloads "${workload}")
    math(EXPR cases_${workload} "0${cases_${workload}} + 1")
  endforeach()
  list(REMOVE_DUPLICATES workloads)
  foreach(workload IN LISTS workloads)
    stress_workload("${workload}" ${cases_${workload}})
  endforeach()
endfunction()

stress_cases()
