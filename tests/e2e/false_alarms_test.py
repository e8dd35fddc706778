"""scripts/false_alarms: the shortest sitting there is. No assertion is on what the host could see."""
import pathlib
import subprocess
import sys

from command import CONTEND, CommandTest, main

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/false_alarms"


class FalseAlarms(CommandTest):
    def run_script(self, *arguments):
        return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True,
                              timeout=170)

    def test_it_plays_both_ways_and_counts(self):
        done = self.run_script("--contend", CONTEND, "--tries", 1, "--repetitions", 2, "--blocks", 2,
                               "--out", self.out)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.splitlines()
        self.assertEqual(len(lines), 7, done.stdout)
        self.assertRegex(lines[2], r"^\| suites \| .* \| 0 of 1 \(0 to 97 %\) \|$")  # of two blocks nothing is called
        for line in lines[3:]:
            self.assertRegex(line, r"0 of 1 \(0 to 97 %\): 1 (same|inconclusive|invalid) \|$")
        self.assertTrue((self.out / "1/verdicts.json").is_file())
        self.assertTrue((self.out / "1/duet/candidate/journal.jsonl").is_file())

    def test_bad_input_begins_nothing(self):
        self.out.mkdir()
        for arguments in (["--contend", "/no/such/program"], ["--out", self.out], ["--tries", "many"], ["--tries", 0]):
            done = self.run_script("--contend", CONTEND, *arguments)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(arguments[0], done.stderr)
        self.assertEqual(list(self.out.iterdir()), [])


main()
