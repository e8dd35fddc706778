# The same program by the compiler that the build is not made with: the two sanitizer runtimes see
# different things. CMake knows one C++ compiler a build, so these are commands of our own.
set(compile ${CONTEND_OTHER_CXX} -std=c++20 -O1 -g -fno-omit-frame-pointer
    -fsanitize=thread -DCONTEND_PERTURB -I${PROJECT_SOURCE_DIR} -I${PROJECT_SOURCE_DIR}/lib)
list(PREPEND compile ${CMAKE_CXX_COMPILER_LAUNCHER})

file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${other})
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp
     ${PROJECT_SOURCE_DIR}/lib/contend/load/*.cpp
     # Of analysis what the harness calls: the rest is compiled twice for nothing.
     ${PROJECT_SOURCE_DIR}/lib/contend/analysis/fairness.cpp
     ${PROJECT_SOURCE_DIR}/lib/contend/host/*.cpp ${PROJECT_SOURCE_DIR}/lib/contend/harness/*.cpp
     ${PROJECT_SOURCE_DIR}/lib/contend/model/*/*.cpp
     ${PROJECT_SOURCE_DIR}/suites/frees/recipe.cpp ${PROJECT_SOURCE_DIR}/suites/frees/size_mix.cpp)
set(objects)
foreach(source IN LISTS sources)
  get_filename_component(name ${source} NAME_WE)
  get_filename_component(folder ${source} DIRECTORY)
  get_filename_component(folder ${folder} NAME)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/${other}/${folder}_${name}.o)
  add_custom_command(OUTPUT ${object}
    COMMAND ${compile} -MD -MF ${object}.d -c ${source} -o ${object}
    DEPENDS ${source} DEPFILE ${object}.d
    COMMENT "Building ${folder}/${name} with ${other}" VERBATIM)
  list(APPEND objects ${object})
endforeach()
add_custom_command(OUTPUT ${program_${other}}
  COMMAND ${CONTEND_OTHER_CXX} -fsanitize=thread ${objects} -o ${program_${other}}
          -pthread ${hwloc_LINK_LIBRARIES} -lfmt
  DEPENDS ${objects} COMMENT "Linking negative_bugs with ${other}" VERBATIM)
add_custom_target(negative_${other} ALL DEPENDS ${program_${other}})
