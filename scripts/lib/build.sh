# shellcheck shell=bash
# Runs the steps of a build without drowning the reader. Sourced after packages.sh.

# Runs a command with its output in a log. On a terminal the last line shows as it goes; if the
# command fails, the end of the log is printed. Everything on stderr.
quietly() { # what, log, command...
  local what=$1 log=$2 began=$SECONDS line status
  shift 2
  mkdir -p "${log%/*}"
  if [ -t 2 ]; then
    "$@" 2>&1 | tee "$log" | while IFS= read -r line; do
      printf '\r\033[K%s: %.60s' "$what" "$line" >&2
    done
    status=${PIPESTATUS[0]}
    printf '\r\033[K' >&2
  else
    say "$what ..."
    "$@" >"$log" 2>&1
    status=$?
  fi
  if [ "$status" -ne 0 ]; then
    # Compilers put the cause before what follows from it: show where the first error stands.
    if ! grep -n -m 3 -A 12 -E 'error:|Error |FAILED:|undefined reference' "$log" >&2; then
      tail -n 40 "$log" >&2
    fi
    say "$what failed (exit $status); the whole log is $log"
    return 1
  fi
  say "$what: done in $((SECONDS - began)) s"
}

configure() { # preset
  quietly "configure $1" "build/$1/configure.log" cmake --preset "$1"
}

build() { # preset, more arguments of cmake --build...
  local preset=$1
  shift
  quietly "build $preset" "build/$preset/build.log" \
    cmake --build --preset "$preset" -j "$(nproc)" "$@"
}
