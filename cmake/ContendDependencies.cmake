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
