# `find_package(contend)` for projects that bring workloads or designs of their own:
#   contend::contend  the library          contend::suites  the workloads and their plug boards
#   contend::driver   the command's parts
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/contend)

set_target_properties(contend_lib PROPERTIES EXPORT_NAME contend)
set_target_properties(contend_suites PROPERTIES EXPORT_NAME suites)
set_target_properties(contend_driver PROPERTIES EXPORT_NAME driver)
install(TARGETS contend_lib contend_driver EXPORT contendTargets FILE_SET HEADERS)
# Not beside the others: <suites/plug.hpp> is too plain a name for everyone's include folder.
install(TARGETS contend_suites EXPORT contendTargets
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/contend-suites)
install(TARGETS contend)
install(EXPORT contendTargets NAMESPACE contend:: DESTINATION ${package_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/contendConfig.cmake.in
  ${PROJECT_BINARY_DIR}/contendConfig.cmake INSTALL_DESTINATION ${package_dir})
# The seams are not yet promised to stay: a consumer names the minor version it was written for.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/contendConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/contendConfig.cmake ${PROJECT_BINARY_DIR}/contendConfigVersion.cmake
  DESTINATION ${package_dir})
