"""Runs the `contend` command for the end-to-end tests."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

CONTEND = os.environ.get("CONTEND", "build/release/contend")


def contend(*arguments, **more):
    """The finished process; its output as text."""
    return subprocess.run([CONTEND, *map(str, arguments)], capture_output=True, text=True,
                          timeout=170, **more)


def journal(directory):
    """(header, points) of a run directory."""
    lines = (pathlib.Path(directory) / "journal.jsonl").read_text().splitlines()
    records = [json.loads(line) for line in lines]
    return records[0], records[1:]


class CommandTest(unittest.TestCase):
    """Gives each test a directory of its own, and two ways to read an exit code."""

    # A busy host may void the timing of a run (exit 4); what these tests assert holds all the same.
    FINE = (0, 4)

    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="contend-e2e-"))
        self.out = self.scratch / "run"

    def tearDown(self):
        shutil.rmtree(self.scratch, ignore_errors=True)

    def assert_fine(self, process):
        self.assertIn(process.returncode, self.FINE, process.stderr + process.stdout)

    def assert_bad_input(self, process, *words):
        """Exit 2 and one line on stderr that has all the words."""
        self.assertEqual(process.returncode, 2, process.stderr + process.stdout)
        lines = process.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, process.stderr)
        for word in words:
            self.assertIn(word, lines[0])


def main():
    """unittest.main, but a skipped test is exit 77, so that ctest shows it as skipped."""
    program = unittest.main(module="__main__", exit=False, verbosity=2)
    result = program.result
    if not result.wasSuccessful() or result.testsRun == 0:
        sys.exit(1)
    for _, reason in result.skipped:
        print(f"skipped: {reason}", flush=True)
    sys.exit(77 if result.skipped else 0)
