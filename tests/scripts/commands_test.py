"""scripts/sweep, scripts/test and the summary, on hosts made of stubs: what a bare machine, one
without rights and one without apt get to see."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
STUBS = {
    # What is installed is a file; apt-get adds to it unless the name is in `refuse`.
    "dpkg-query": 'grep -qx -- "${@: -1}" "$HOST/installed" && printf installed',
    "apt-cache": 'grep -qx -- "${@: -1}" "$HOST/known"',
    "apt-get": '''echo "apt-get $*" >> "$HOST/calls"
for word in "$@"; do
  grep -qx -- "$word" "$HOST/known" || continue
  if grep -qx -- "$word" "$HOST/refuse"; then exit 100; fi
  echo "$word" >> "$HOST/installed"
done''',
    "id": 'cat "$HOST/uid"',
    "sudo": '[ -e "$HOST/sudo" ] || exit 1; shift; "$@"',
    "cmake": '''echo "cmake $*" >> "$HOST/calls"
[ ! -e "$HOST/broken" ] || { echo "x.cpp:1: error: planted"; exit 1; }
case "$*" in *--build*)
  mkdir -p build/release
  printf '#!/bin/bash\\necho "program: $PWD: $*"; exit 3\\n' > build/release/contend
  chmod +x build/release/contend ;;
esac''',
    "ctest": '''preset=$2; mkdir -p build/$preset; cp "$HOST/junit.xml" build/$preset/junit.xml
exit "$(cat "$HOST/ctest-exit")"''',
}
JUNIT = """<testsuite>
<testcase name="good" status="run"/>
<testcase name="left.out" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
<system-out>skipped: opaque to TSan: closed library</system-out></testcase>
{}</testsuite>"""
BAD = """<testcase name="bad" status="fail"><failure message="Failed"/><system-out>ok    a/case  1 operations
13 passed, 0 failed, 3 skipped
==7==ERROR: LeakSanitizer: detected memory leaks
    #0 0x55 in operator new</system-out></testcase>"""


def rows(kind):
    text = (ROOT / "scripts/lib/packages.sh").read_text()
    return [line.split()[1] for line in text.splitlines() if line.startswith(kind + " ")]


class Host(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        top = pathlib.Path(folder.name).resolve()
        # Spaces: the checkout may lie anywhere.
        self.checkout, self.host, self.elsewhere = (top / n for n in ("a check out", "host", "else where"))
        for path in (self.checkout, self.host / "bin", self.elsewhere):
            path.mkdir(parents=True)
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts")
        for name, body in STUBS.items():
            (self.host / "bin" / name).write_text("#!/bin/bash\n" + body + "\n")
            (self.host / "bin" / name).chmod(0o755)
        every = [n for kind in ("required", "optional", "test") for n in rows(kind)]
        first = [n.split("|")[0] for n in every]
        self.set("known", first)
        self.set("installed", first)
        self.set("refuse", [])
        self.set("uid", ["0"])
        self.set("ctest-exit", ["0"])
        self.set("junit.xml", [JUNIT.format("")])
        self.set("calls", [])

    def set(self, name, lines):
        (self.host / name).write_text("".join(line + "\n" for line in lines))

    def lines(self, name):
        return (self.host / name).read_text().splitlines()

    def run_script(self, name, *arguments):
        path = f"{self.host / 'bin'}:{os.environ['PATH']}"
        return subprocess.run([self.checkout / "scripts" / name, *arguments], cwd=self.elsewhere,
                              env={**os.environ, "PATH": path, "HOST": str(self.host)},
                              capture_output=True, text=True, timeout=60)

    # sweep

    def test_sweep_hands_over(self):
        done = self.run_script("sweep", "--filter", "a b", "--budget", "60s")
        self.assertEqual(done.stdout, f"program: {self.elsewhere}: sweep --filter a b --budget 60s\n")
        self.assertEqual(done.returncode, 3, "the program's exit code is the script's")
        self.assertFalse([c for c in self.lines("calls") if c.startswith("apt-get")])

    def test_sweep_installs_what_is_missing(self):
        self.set("installed", [n for n in self.lines("known") if n not in ("libtbb-dev", "libfmt-dev")])
        self.assertEqual(self.run_script("sweep").returncode, 3)
        apt = [c for c in self.lines("calls") if c.startswith("apt-get")]
        self.assertIn("update", apt[0])
        self.assertIn("libtbb-dev libfmt-dev", apt[1])
        self.assertEqual(len(apt), 2)

    def test_alternatives(self):
        other = [n.replace("libtcmalloc-minimal4", "libtcmalloc-minimal4t64") for n in self.lines("known")]
        self.set("known", other)
        self.set("installed", [n for n in other if not n.startswith("libtcmalloc")])
        self.run_script("sweep")
        self.assertIn("libtcmalloc-minimal4t64", self.lines("installed"))

    def test_optional_that_cannot_be_had_costs_a_line_once(self):
        self.set("installed", [n for n in self.lines("known") if n != "libjemalloc2"])
        self.set("refuse", ["libjemalloc2"])
        done = self.run_script("sweep")
        self.assertEqual(done.returncode, 3)
        self.assertIn("optional libjemalloc2 can't be installed", done.stderr)
        self.set("calls", [])
        self.assertNotIn("jemalloc", self.run_script("sweep").stderr)
        self.assertFalse([c for c in self.lines("calls") if c.startswith("apt-get")])

    def test_without_rights_one_command_is_printed(self):
        self.set("uid", ["1000"])
        self.set("installed", [n for n in self.lines("known") if n != "libhwloc-dev"])
        done = self.run_script("sweep")
        self.assertEqual(done.returncode, 2)
        commands = [l for l in done.stderr.splitlines() if "apt-get install" in l]
        self.assertEqual(len(commands), 1)
        self.assertTrue(commands[0].endswith(" libhwloc-dev"), commands)
        self.assertEqual(done.stdout, "")
        (self.host / "sudo").touch()
        self.assertEqual(self.run_script("sweep").returncode, 3)

    def test_required_that_cannot_be_had(self):
        self.set("installed", [n for n in self.lines("known") if n != "libtbb-dev"])
        self.set("refuse", ["libtbb-dev"])
        done = self.run_script("sweep")
        self.assertEqual(done.returncode, 2)
        self.assertIn("apt-get install -y --no-install-recommends libtbb-dev", done.stderr)

    def test_failed_build_shows_the_error(self):
        (self.host / "broken").touch()
        done = self.run_script("sweep")
        self.assertEqual(done.returncode, 2)
        self.assertIn("x.cpp:1: error: planted", done.stderr)

    # test

    def last(self, done):
        return done.stdout.splitlines()[-1]

    def test_test_counts(self):
        done = self.run_script("test")
        self.assertEqual(self.last(done), "3 passed, 0 failed, 3 skipped")
        self.assertIn("skipped  tsan: left.out  (opaque to TSan: closed library)", done.stdout)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(self.last(self.run_script("test", "tsan")), "1 passed, 0 failed, 1 skipped")

    def test_a_suite_in_one_process_counts_as_its_tests(self):
        self.set("junit.xml", [JUNIT.format("""<testcase name="suite/type" status="run"><system-out>
a_test.cpp:7: Skipped
not FIFO
a_test.cpp:9: Skipped

[==========] 9 tests from 1 test suite ran. (5 ms total)
[  PASSED  ] 7 tests.
[  SKIPPED ] 2 tests.
</system-out></testcase>
""")])
        ran = self.run_script("test", "release")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(ran.stdout.splitlines()[-1], "8 passed, 0 failed, 3 skipped")
        self.assertIn("skipped  release: suite/type  (not FIFO)", ran.stdout)
        self.assertIn("skipped  release: suite/type  (no reason given)", ran.stdout)

    def test_cases_in_one_process_count_as_cases(self):
        self.set("junit.xml", [JUNIT.format("""<testcase name="stress.a/b" status="run"><system-out>
ok    a/b/c/n:1/threads:4  10 operations  0.01 s
skip  a/b/d/n:1: opaque to TSan: closed library
ok    a/b/e/threads:4  10 operations  0.01 s
skip  a/b/f: not installed
2 passed, 0 failed, 2 skipped
</system-out></testcase>
""")])
        ran = self.run_script("test", "release")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(ran.stdout.splitlines()[-1], "3 passed, 0 failed, 3 skipped")
        self.assertIn("skipped  release: stress.a/b/d/n:1  (opaque to TSan: closed library)", ran.stdout)
        self.assertIn("skipped  release: stress.a/b/f  (not installed)", ran.stdout)

    def test_test_fails(self):
        self.set("junit.xml", [JUNIT.format(BAD)])
        self.set("ctest-exit", ["8"])
        done = self.run_script("test", "release")
        self.assertEqual(self.last(done), "1 passed, 1 failed, 1 skipped")
        self.assertIn("FAILED   release: bad\n    Failed\n    ==7==ERROR: LeakSanitizer: detected memory leaks\n",
                      done.stdout)
        self.assertNotIn("ok    a/case", done.stdout)
        self.assertEqual(done.returncode, 1)

    def test_broken_build_is_a_failure(self):
        (self.host / "broken").touch()
        done = self.run_script("test")
        self.assertEqual(self.last(done), "0 passed, 3 failed")
        self.assertEqual(done.returncode, 1)

    def test_no_test_is_a_failure(self):
        self.set("junit.xml", ["<testsuite/>"])
        done = self.run_script("test", "release")
        self.assertEqual(self.last(done), "0 passed, 1 failed")
        self.assertEqual(done.returncode, 1)

    def test_ctest_that_fails_without_a_failed_test(self):
        self.set("ctest-exit", ["70"])
        self.assertEqual(self.run_script("test", "release").returncode, 1)

    def test_program_that_is_not_there_is_no_skip(self):
        self.set("junit.xml", [JUNIT.format('<testcase name="gone" status="notrun">'
                                            '<skipped message="Unable to find executable"/></testcase>')])
        done = self.run_script("test", "release")
        self.assertEqual(self.last(done), "1 passed, 1 failed, 1 skipped")

    def test_usage(self):
        self.assertEqual(self.run_script("test", "relaese").returncode, 2)
        for script in ("test", "sweep", "lint", "check_layers", "check_orderings", "check_headers"):
            done = self.run_script(script, "--help")
            self.assertEqual(done.returncode, 0, script)
            self.assertIn("usage:", done.stdout)


if __name__ == "__main__":
    unittest.main()
