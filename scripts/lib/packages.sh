# shellcheck shell=bash
# What has to be installed, and how it gets there. Sourced by scripts/sweep and scripts/test.
# Everything is said on stderr: stdout belongs to the program that the script runs.

# One row a package: whether it is needed, its names (the first that the distribution knows is
# taken: Debian 12 | Ubuntu 24.04, Debian 13), and what for.
packages_table='
required  g++                                              compiler, 12 or later
required  cmake                                            3.25 or later
required  ninja-build                                      build tool of the presets
required  pkg-config                                       finds hwloc
required  python3                                          checkers and test summary
required  libtbb-dev                                       oneTBB containers and scalable allocator
required  libboost-dev                                     Lockfree, Math, Histogram, SmartPtr
required  libbenchmark-dev                                 front end of contend run
required  libgtest-dev                                     tests
required  libhwloc-dev                                     topology and pinning
required  libcli11-dev                                     command line
required  nlohmann-json3-dev                               results
required  libfmt-dev                                       text
optional  ccache                                           faster second build
optional  liburcu-dev                                      reclamation, maps: urcu_*
optional  libxenium-dev                                    reclamation, buffers, maps, sets: xenium_*
optional  libcds-dev                                       maps and sets: cds_*
optional  libcuckoo-dev                                    maps: libcuckoo_map
optional  libconcurrentqueue-dev                           buffers: moodycamel_queue
optional  libatomic-queue-dev                              buffers: atomic_queue
optional  libck-dev                                        buffers, maps, sets: ck_*
optional  libjemalloc2                                     subject of --allocator
optional  libmimalloc2.0|libmimalloc3|libmimalloc2         subject of --allocator, mi_malloc
optional  libtcmalloc-minimal4|libtcmalloc-minimal4t64     subject of --allocator
test      clang                                            second sanitizer runtime
test      libclang-rt-dev|libclang-rt-18-dev|libclang-rt-14-dev  clang sanitizer runtimes
test      llvm                                             symbolizer: clang suppressions need it
test      clang-format                                     scripts/lint
test      shellcheck                                       scripts/lint
'

say() { printf '%s\n' "$*" >&2; }

# Rows of the kinds given, as "names" lines.
packages_of() {
  local kind names rest wanted
  while read -r kind names rest; do
    for wanted in "$@"; do
      if [ "$kind" = "$wanted" ]; then printf '%s\n' "$names"; fi
    done
  done <<<"$packages_table"
}

package_installed() { # one package name
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Of alternatives a|b|c none of which is installed: the one that apt can install, else the first.
package_choice() {
  local name
  for name in ${1//|/ }; do
    if apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then
      printf '%s\n' "$name"
      return
    fi
  done
  printf '%s\n' "${1%%|*}"
}

# The rows, of the kinds given, of which no alternative is installed.
packages_missing() {
  local names name found
  while read -r names; do
    found=
    for name in ${names//|/ }; do
      if package_installed "$name"; then found=yes; fi
    done
    if [ -z "$found" ]; then printf '%s\n' "$names"; fi
  done < <(packages_of "$@")
}

packages_choose() { # lines of alternatives on stdin -> package names
  local names
  while read -r names; do
    if [ -n "$names" ]; then package_choice "$names"; fi
  done
}

# Runs apt-get as root, or fails if this user can't without being asked for a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 126
  fi
}
can_be_root() { as_root true 2>/dev/null; }

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@"; }

# Makes sure that what the kinds of packages name is there. "required" must succeed: if it can't
# be installed, the one command that would do it is printed and the script ends with 2. The
# other kinds are tried once a build folder ($1) and cost a line each if they can't be had.
ensure_packages() { # folder for the log, kinds...
  local folder=$1 missing wanted names name log tried
  shift
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    # Not Debian: cmake finds out whether all is there. See explain_foreign_host.
    foreign_host=yes
    return
  fi
  mkdir -p "$folder"
  log="$folder/packages.log"
  tried="$folder/packages-tried-${*//[^a-z]/-}"
  missing=$(packages_missing required)
  wanted=$(packages_missing "$@")
  if [ -e "$tried" ] && [ -z "$missing" ]; then return; fi
  if [ -z "$missing$wanted" ]; then return; fi

  if ! can_be_root; then
    if [ -n "$missing" ]; then
      say "${0##*/}: packages are missing and this user may not install them. Run, then retry:"
      say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends" \
        "$(packages_choose <<<"$missing"$'\n'"$wanted" | paste -sd' ')"
      exit 2
    fi
    say "not installed (optional, see contend list): $(paste -sd' ' <<<"$wanted")"
    touch "$tried"
    return
  fi

  say "installing packages (log: $log)"
  apt update >"$log" 2>&1 || say "apt-get update failed; trying with the lists at hand"
  # Alternatives are settled after the update: a fresh image knows no package before it.
  if [ -n "$missing" ]; then
    local -a list
    mapfile -t list < <(packages_choose <<<"$missing")
    say "  ${list[*]}"
    if ! apt install -y --no-install-recommends "${list[@]}" >>"$log" 2>&1; then
      tail -n 20 "$log" >&2
      say "${0##*/}: could not install what is needed. Run, then retry:"
      say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list[*]}"
      exit 2
    fi
  fi
  while read -r names; do
    if [ -z "$names" ]; then continue; fi
    name=$(package_choice "$names")
    if ! apt install -y --no-install-recommends "$name" >>"$log" 2>&1; then
      say "  optional $name can't be installed; what needs it is listed as skipped"
    fi
  done <<<"$wanted"
  touch "$tried"
}

# After a configure step failed where there is no apt: what is needed, by its Debian names.
explain_foreign_host() {
  if [ -n "${foreign_host-}" ]; then
    say "${0##*/}: this host has no apt. Install what these Debian packages hold, then retry:"
    say "  $(packages_of required | paste -sd' ')"
    exit 2
  fi
}
