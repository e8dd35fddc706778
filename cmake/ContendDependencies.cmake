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
contend_optional_headers(LIBCUCKOO libcuckoo/cuckoohash_map.hh)
contend_optional_headers(BOOST_FLAT_MAP boost/unordered/concurrent_flat_map.hpp)
contend_optional_headers(BOOST_FLAT_SET boost/unordered/concurrent_flat_set.hpp)

# Libraries with code of their own, where both the header and the library are found. By their paths:
# what is installed is then linked with what it was built with.
set(contend_foreign_libraries)
function(contend_optional_library name file library)
  find_path(CONTEND_${name}_INCLUDE ${file})
  find_library(CONTEND_${name}_LIBRARY ${library})
  mark_as_advanced(CONTEND_${name}_INCLUDE CONTEND_${name}_LIBRARY)
  if(CONTEND_${name}_INCLUDE AND CONTEND_${name}_LIBRARY)
    target_compile_definitions(contend_optional INTERFACE CONTEND_HAVE_${name})
    target_include_directories(contend_optional SYSTEM INTERFACE ${CONTEND_${name}_INCLUDE})
    set(contend_foreign_libraries ${contend_foreign_libraries} ${CONTEND_${name}_LIBRARY} PARENT_SCOPE)
  endif()
endfunction()
contend_optional_library(CDS cds/init.h cds)
contend_optional_library(CK_LIBRARY ck_ht.h ck)
if(urcu_FOUND)
  contend_optional_library(URCU_CDS urcu/rculfhash.h urcu-cds)
endif()
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
