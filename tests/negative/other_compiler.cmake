# The same programs by the compiler that the build is not made with: the two sanitizer runtimes
# see different things. CMake knows one C++ compiler a build, so these are commands of our own.
set(compile ${CONTEND_OTHER_CXX} -std=c++20 -O1 -g -fno-omit-frame-pointer
    -fsanitize=thread -DCONTEND_PERTURB -I${PROJECT_SOURCE_DIR} -I${PROJECT_SOURCE_DIR}/lib)
if(CONTEND_CCACHE)
  list(PREPEND compile ${CONTEND_CCACHE})
endif()

# Appends to the list `objects` what compiles `source` to the object file `name`.
function(other_object source name)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/${other}/${name}.o)
  add_custom_command(OUTPUT ${object}
    COMMAND ${compile} ${ARGN} -MD -MF ${object}.d -c ${source} -o ${object}
    DEPENDS ${source} DEPFILE ${object}.d
    COMMENT "Building ${name} with ${other}" VERBATIM)
  set(objects ${objects} ${object} PARENT_SCOPE)
endfunction()

file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${other})
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/lib/contend/load/*.cpp
     ${PROJECT_SOURCE_DIR}/lib/contend/analysis/*.cpp
     ${PROJECT_SOURCE_DIR}/lib/contend/host/*.cpp ${PROJECT_SOURCE_DIR}/lib/contend/harness/*.cpp)
set(objects)
foreach(source IN LISTS sources)
  get_filename_component(name ${source} NAME_WE)
  get_filename_component(folder ${source} DIRECTORY)
  get_filename_component(folder ${folder} NAME)
  other_object(${source} ${folder}_${name})
endforeach()
set(driver ${objects})

set(programs)
foreach(bug IN LISTS bugs)
  foreach(variant IN LISTS variants)
    list(FIND variants ${variant} planted)
    set(objects)
    other_object(${CMAKE_CURRENT_SOURCE_DIR}/${bug}.cpp ${bug}_${variant}
                 -DCONTEND_PLANTED=${planted})
    set(linked ${CMAKE_CURRENT_BINARY_DIR}/negative_${bug}_${other}_${variant})
    add_custom_command(OUTPUT ${linked}
      COMMAND ${CONTEND_OTHER_CXX} -fsanitize=thread ${objects} ${driver} -o ${linked}
              -pthread ${hwloc_LINK_LIBRARIES} -lfmt
      DEPENDS ${objects} ${driver} COMMENT "Linking ${bug}_${variant} with ${other}" VERBATIM)
    list(APPEND programs ${linked})
  endforeach()
endforeach()
add_custom_target(negative_${other} ALL DEPENDS ${programs})
