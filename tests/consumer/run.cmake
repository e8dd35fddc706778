# Installs BUILD to an empty prefix, builds the consumer against it and runs it.
#   cmake -DBUILD=... -DSOURCE=... -DWORK=... -DCXX=... -P run.cmake
function(must)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT code EQUAL 0)
    string(REPLACE ";" " " line "${ARGN}")
    message(FATAL_ERROR "${line}\nended with ${code}:\n${said}")
  endif()
  set(said "${said}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
must(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
# The prefix moves: nothing in it may point to where it was installed.
file(RENAME ${WORK}/prefix ${WORK}/moved)
must(${CMAKE_COMMAND} -G Ninja -S ${SOURCE} -B ${WORK}/build -DCMAKE_BUILD_TYPE=Release
  -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_PREFIX_PATH=${WORK}/moved)
must(${CMAKE_COMMAND} --build ${WORK}/build)
must(${WORK}/build/my_contend harness)
must(${WORK}/build/my_contend list --filter ^mine/)
if(NOT said MATCHES "mine/increments/mutexed")
  message(FATAL_ERROR "the consumer's case is not listed:\n${said}")
endif()
must(${WORK}/build/my_contend stress --filter ^mine/ --threads 4 --ops 1000)
must(${WORK}/moved/bin/contend list --filter control/empty)
