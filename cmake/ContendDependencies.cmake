# Debian packages, each made for its work. Required ones stop the configure step; an optional one
# that is absent becomes a visible `skipped` line in `contend list`.
find_package(Threads REQUIRED)
find_package(TBB 2021.8 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(benchmark 1.7 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(hwloc REQUIRED IMPORTED_TARGET hwloc)

# What is optional: definitions for our own files, never for those who include them.
add_library(contend_optional INTERFACE)

pkg_check_modules(urcu IMPORTED_TARGET liburcu-memb>=0.12 liburcu-qsbr>=0.12)
if(urcu_FOUND)
  target_compile_definitions(contend_optional INTERFACE CONTEND_HAVE_URCU)
endif()

# Libraries of headers: the path is where FILE is found, in one of the FOLDERS.
function(contend_optional_headers name file)
  find_path(CONTEND_${name}_INCLUDE ${file} PATH_SUFFIXES ${ARGN})
  mark_as_advanced(CONTEND_${name}_INCLUDE)
  if(CONTEND_${name}_INCLUDE)
    target_compile_definitions(contend_optional INTERFACE CONTEND_HAVE_${name})
    target_include_directories(contend_optional SYSTEM INTERFACE ${CONTEND_${name}_INCLUDE})
  endif()
endfunction()
contend_optional_headers(XENIUM xenium/reclamation/hazard_pointer.hpp)
contend_optional_headers(MOODYCAMEL concurrentqueue.h concurrentqueue concurrentqueue/moodycamel moodycamel)
contend_optional_headers(ATOMIC_QUEUE atomic_queue/atomic_queue.h)
contend_optional_headers(CK ck_ring.h)
if(CONTEND_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The fences in these, which TSan does not model: a design that relies on them is skipped there.
  target_compile_options(contend_optional INTERFACE -Wno-tsan)
endif()

# Opened at run time and not linked: it would replace the process's malloc (adapter/alloc/mimalloc.hpp).
find_library(CONTEND_MIMALLOC_LIBRARY NAMES libmimalloc.so.3 libmimalloc.so.2 libmimalloc.so.2.0)
mark_as_advanced(CONTEND_MIMALLOC_LIBRARY)
if(CONTEND_MIMALLOC_LIBRARY)
  target_compile_definitions(contend_optional INTERFACE
    CONTEND_MIMALLOC_LIBRARY="${CONTEND_MIMALLOC_LIBRARY}")
endif()
