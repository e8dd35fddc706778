# cmake -DPROGRAM=... -DEXIT=... [-DTEXT=regex] [-DNOT=regex] -P expect.cmake
# Passes if the program ends with exactly this exit code, its output matches TEXT, and not NOT.
execute_process(COMMAND ${PROGRAM} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
set(all "${out}${err}")
message("${all}")
if(NOT "${code}" STREQUAL "${EXIT}")
  message(FATAL_ERROR "exit: ${code}, expected: ${EXIT}")
endif()
if(DEFINED TEXT AND NOT all MATCHES "${TEXT}")
  message(FATAL_ERROR "nothing in the output matches: ${TEXT}")
endif()
if(DEFINED NOT AND all MATCHES "${NOT}")
  message(FATAL_ERROR "the output matches: ${NOT}")
endif()
