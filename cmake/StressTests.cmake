# Read by ctest, through the script that ContendStress.cmake writes. Defines one test a case, or a
# workload.

# A test that fails, in the place of a list that could not be had: a job that ran nothing must
# not pass.
macro(stress_discovery_failed why)
  add_test(stress.discovery "${stress_cmake}" -E false)
  set_tests_properties(stress.discovery PROPERTIES LABELS ${stress_label})
  message(WARNING "contend list --json: ${why}")
endmacro()

# Four threads: more than the CPUs of a small CI host, so that threads are also preempted in
# awkward places.
set(stress_threads 4)

function(stress_case entry)
  foreach(field name min_threads max_threads)  # max_threads: null for any number
    string(JSON ${field} GET "${entry}" ${field})
  endforeach()
  set(test "stress.${name}")
  string(JSON kind TYPE "${entry}" skipped)
  if(kind STREQUAL "STRING")
    string(JSON reason GET "${entry}" skipped)
    add_test("${test}" "${stress_cmake}" -E echo "skipped: ${reason}")
    set_tests_properties("${test}" PROPERTIES LABELS ${stress_label}
      SKIP_REGULAR_EXPRESSION "^skipped: ")
    return()
  endif()

  # Fewer where the design or the load allows no more.
  set(threads ${stress_threads})
  if(max_threads AND max_threads LESS threads)
    set(threads ${max_threads})
  endif()
  if(min_threads GREATER threads)
    set(threads ${min_threads})
  endif()
  string(REGEX REPLACE "([][.+*?^$(){}|\\\\])" "\\\\\\1" exact "${name}")
  add_test("${test}" "${stress_program}" stress --filter "^${exact}$" --threads ${threads}
    --ops ${stress_ops} --seed 1 ${stress_arguments})
  set_tests_properties("${test}" PROPERTIES LABELS ${stress_label} TIMEOUT 120
    SKIP_RETURN_CODE 77)
endfunction()

# All cases of a workload in one process, which fits the threads to each. What is skipped it says.
function(stress_workload name cases)
  add_test("stress.${name}" "${stress_program}" stress --filter "^${name}/"
    --threads ${stress_threads} --ops ${stress_ops} --seed 1 ${stress_arguments})
  math(EXPR timeout "120 + 5 * ${cases}")
  # The largest first, so that none is left over at the end.
  set_tests_properties("stress.${name}" PROPERTIES LABELS ${stress_label} TIMEOUT ${timeout}
    COST ${cases})
endfunction()

function(stress_cases)
  if(NOT EXISTS "${stress_program}")
    stress_discovery_failed("${stress_program} is not built")
    return()
  endif()
  execute_process(COMMAND "${stress_program}" list --json TIMEOUT 60
    RESULT_VARIABLE code OUTPUT_VARIABLE list ERROR_VARIABLE said)
  if(NOT code EQUAL 0)
    stress_discovery_failed("ended with '${code}': ${said}")
    return()
  endif()
  string(JSON count ERROR_VARIABLE wrong LENGTH "${list}")
  if(wrong OR count EQUAL 0)
    stress_discovery_failed("no case in it ${wrong}")
    return()
  endif()
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON entry GET "${list}" ${i})
    if(NOT stress_together)
      stress_case("${entry}")
      continue()
    endif()
    string(JSON name GET "${entry}" name)
    string(REGEX MATCH "^[^/]+/[^/]+" workload "${name}")
    list(APPEND workloads "${workload}")
    math(EXPR cases_${workload} "0${cases_${workload}} + 1")
  endforeach()
  list(REMOVE_DUPLICATES workloads)
  foreach(workload IN LISTS workloads)
    stress_workload("${workload}" ${cases_${workload}})
  endforeach()
endfunction()

stress_cases()
