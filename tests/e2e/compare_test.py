"""contend compare: what it writes and how it ends. No assertion is on time: the host may be busy."""
import json
import os
import pathlib
import shutil
import unittest

from command import CONTEND, CommandTest, contend, journal, main

QUICK = ["--window", "5ms", "--windows", "2"]
TINY = ["--filter", "control/(empty|compute)/", "--threads", "1,2", *QUICK]
#: Same, inconclusive or invalid: a program is not slower than itself in a few blocks.
CALM = (0, 3, 4)


def one_run(out, blocks=2, *more):
    return contend("sweep", *TINY, "--blocks", blocks, "--out", out, *more)


def rewritten(directory, change):
    """Every line of the journal anew, after `change` has had its record."""
    file = pathlib.Path(directory) / "journal.jsonl"
    records = [json.loads(line) for line in file.read_text().splitlines()]
    for record in records:
        change(record)
    file.write_text("".join(json.dumps(record) + "\n" for record in records))


class Duet(CommandTest):
    def test_a_program_beside_itself(self):
        done = contend("compare", "--duet", CONTEND, CONTEND, *TINY, "--blocks", 3, "--out", self.out)
        self.assertIn(done.returncode, CALM, done.stderr + done.stdout)
        self.assertIn("both are the same program", done.stdout)
        self.assertIn("too few to call any", done.stdout)
        self.assertIn("2 curves: ", done.stdout)
        header, base = journal(self.out / "base")
        other, candidate = journal(self.out / "candidate")
        self.assertEqual(header["options"]["paired_with"], "candidate")
        self.assertEqual(other["options"]["paired_with"], "base")
        key = lambda p: (p["name"], p["threads"], p["block"])
        self.assertEqual(list(map(key, base)), list(map(key, candidate)))
        self.assertEqual(len(base), 2 * 2 * 3)
        self.assertEqual([p["seed"] for p in base], [p["seed"] for p in candidate])
        # Shown again, from what was written, it is the same, and so is its ending.
        again = contend("compare", self.out)
        self.assertEqual(again.returncode, done.returncode, again.stderr)
        self.assertEqual(again.stdout, done.stdout.rsplit("shown again", 1)[0])
        sides = contend("compare", self.out / "base", self.out / "candidate")
        self.assertEqual(sides.stdout, again.stdout)
        self.assertEqual(contend("report", self.out / "base", "--format", "table").returncode, 0)
        self.assert_bad_input(contend("sweep", "--resume", self.out / "base"), "duet")
        self.assert_bad_input(contend("compare", "--duet", CONTEND, CONTEND, *TINY, "--out", self.out),
                              "already holds a run")

    def test_a_plant_is_in_the_header_and_in_the_text(self):
        case = "control/empty/none"
        done = contend("compare", "--duet", CONTEND, CONTEND, *TINY, "--blocks", 2, "--plant",
                       f"{case}=3", "--out", self.out)
        self.assertIn(done.returncode, CALM, done.stderr + done.stdout)
        self.assertIn(f"PLANTED: {case} of the candidate", done.stdout)
        self.assertEqual(journal(self.out / "candidate")[0]["options"]["plant"], f"{case}=3")
        self.assertNotIn("plant", journal(self.out / "base")[0]["options"])

    def test_two_subjects_of_one_program(self):
        done = contend("compare", "--duet-subjects", "atomic", "plain", "--filter",
                       "^refcount/hot_object/", "--threads", "1", "--window", "5ms",
                       "--windows", 1, "--blocks", 2, "--out", self.out)
        self.assertIn(done.returncode, CALM, done.stderr + done.stdout)
        self.assertIn("refcount/hot_object/atomic_vs_plain", done.stdout)
        self.assertIn("subject: plain", done.stdout)
        self.assertNotIn("same program", done.stdout)
        again = contend("compare", self.out)
        self.assertEqual(again.stdout, done.stdout.rsplit("shown again", 1)[0])
        self.assertEqual(contend("report", self.out / "base", "--format", "table").returncode, 0)

    def test_a_candidate_whose_oracle_fails_is_exit_1(self):
        if not shutil.which("sh"):
            self.skipTest("no sh")
        # The same program, but for one case another one runs: one that fails its oracle.
        broken = self.scratch / "broken"
        broken.write_text("#!/bin/sh\n"
                          "case \"$*\" in *'point --case control/empty/none'*)\n"
                          f"  exec '{os.path.abspath(CONTEND)}' point --case control/failed_oracle/none --threads 4;;\n"
                          f"esac\nexec '{os.path.abspath(CONTEND)}' \"$@\"\n")
        broken.chmod(0o755)
        names = contend("list", "--filter", "control/failed_oracle").stdout.split()
        broken.write_text(broken.read_text().replace("control/failed_oracle/none", names[0]))
        done = contend("compare", "--duet", CONTEND, broken, *TINY, "--blocks", 2, "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr + done.stdout)
        self.assertIn("broken", done.stdout)
        self.assertIn("oracle: ", done.stdout)

    def test_bad_input_is_one_line_and_nothing_is_begun(self):
        text = self.scratch / "text"
        text.write_text("no program")
        place = self.scratch / "empty"
        place.mkdir()
        wrong = [
            (["--duet", CONTEND], "--duet"),
            (["--duet", CONTEND, "/no/such/program"], "/no/such/program"),
            (["--duet", CONTEND, text], "text"),
            (["--duet", CONTEND, "/bin/true"], "/bin/true"),
            (["--duet", CONTEND, "/bin/false"], "/bin/false"),
            (["--duet", CONTEND, CONTEND, "--filter", "no_such_case"], "no_such_case"),
            (["--duet", CONTEND, CONTEND, "--margin", "much"], "'much'"),
            (["--duet", CONTEND, CONTEND, "--margin", "0%"], "--margin"),
            (["--duet", CONTEND, CONTEND, "--blocks", "0"], "--blocks"),
            (["--duet", CONTEND, CONTEND, "--window", "1ms"], "--window"),
            (["--duet", CONTEND, CONTEND, "--budget", "soon"], "'soon'"),
            (["--duet", CONTEND, CONTEND, "--placement", "sideways"], "sideways"),
            (["--duet", CONTEND, CONTEND, "--filter", "empty", "--plant", "x=1.1"], "'x'"),
            (["--duet", CONTEND, CONTEND, "--filter", "empty", "--plant", "control/empty/none"], "FACTOR"),
            (["--duet", CONTEND, CONTEND, "--plant", "control/empty/none=0.5"], "FACTOR"),
            (["a", "b", "--duet", CONTEND, CONTEND], "directories"),
            (["--duet-allocators", "malloc", "no_such_allocator"], "no_such_allocator"),
            (["--duet-subjects", "atomic", "no_such_subject"], "no_such_subject"),
            (["--duet-subjects", "atomic", "atomic"], "--duet-subjects"),
            (["--duet-subjects", "atomic", "fetch_add"], "in common"),
            ([], "run directories"),
            (["a"], "a is no duet"),
            (["a", "b", "c"], "run directories"),
            (["a", "b", "--blocks", "3"], "--blocks"),
            (["/no/such/run", "/no/such/other"], "/no/such/run"),
        ]
        for arguments, word in wrong:
            with self.subTest(arguments=arguments):
                environment = {**os.environ, "PWD": str(place)}
                done = contend("compare", *map(str, arguments), cwd=place, env=environment)
                self.assert_bad_input(done, word)
                self.assertEqual(os.listdir(place), [], "nothing was begun")


class Separate(CommandTest):
    def setUp(self):
        super().setUp()
        self.base, self.next = self.scratch / "a", self.scratch / "b"

    def test_it_says_how_much_weaker_that_is(self):
        one_run(self.base)
        one_run(self.next)
        done = contend("compare", self.base, self.next)
        self.assertIn(done.returncode, CALM, done.stderr + done.stdout)
        for words in ("SEPARATE RUNS", "--duet", "fewer than 8 blocks"):
            self.assertIn(words, done.stdout)

    def test_a_run_of_its_own_twin_is_not_slower(self):
        one_run(self.base, 9)
        done = contend("compare", self.base, self.base)
        self.assertIn(done.returncode, CALM, done.stderr + done.stdout)
        self.assertRegex(done.stdout, "first half|fewer than 8 blocks")

    def test_another_machine_is_refused_unless_told(self):
        one_run(self.base)
        one_run(self.next)

        def elsewhere(record):
            if record["kind"] == "run":
                record["machine"]["cores"] = "4096"

        rewritten(self.next, elsewhere)
        self.assert_bad_input(contend("compare", self.base, self.next), "4096", "--across-machines")
        done = contend("compare", self.base, self.next, "--across-machines")
        self.assertIn(done.returncode, CALM, done.stderr + done.stdout)
        self.assertIn("DIFFERENT MACHINES", done.stdout)

    def test_what_is_no_comparable_run_is_one_line(self):
        one_run(self.base)

        def copy(name, change=None):
            to = self.scratch / name
            shutil.copytree(self.base, to)
            if change:
                rewritten(to, change)
            return to

        def nothing_kept(record):
            for window in record.get("windows", []) if record["kind"] == "point" else []:
                window["succeeded"] = None

        def negative(record):
            for window in record.get("windows", []) if record["kind"] == "point" else []:
                window["succeeded"] = -1

        def newer(record):
            if record["kind"] == "run":
                record["schema"] = 999

        def other_window(record):
            if record["kind"] == "run":
                record["window_seconds"] = 0.5

        def other_names(record):
            if record["kind"] == "point":
                record["name"] += "_of_old"
            else:
                record["cases"] = []

        cut = copy("cut")
        file = cut / "journal.jsonl"
        file.write_bytes(file.read_bytes()[:-20])
        infinite = copy("infinite")
        file = infinite / "journal.jsonl"
        file.write_text(file.read_text().replace('"succeeded":', '"succeeded":1e999,"was":'))
        noise = self.scratch / "noise"
        noise.mkdir()
        (noise / "journal.jsonl").write_bytes(os.urandom(20_000_000))
        empty = self.scratch / "empty"
        empty.mkdir()
        (empty / "journal.jsonl").write_bytes(b"")
        no_points = copy("no_points")
        file = no_points / "journal.jsonl"
        file.write_text(file.read_text().splitlines()[0] + "\n")
        wrong = [(copy("nan", nothing_kept), "no number"), (copy("negative", negative), "no number"),
                 (copy("newer", newer), "schema 999"), (copy("window", other_window), "--window"),
                 (copy("names", other_names), "in common"), (cut, "cut off"), (infinite, "line 2"),
                 (noise, "journal.jsonl"), (empty, "empty"), (no_points, "no timed point")]
        for directory, word in wrong:
            with self.subTest(directory=directory.name):
                self.assert_bad_input(contend("compare", self.base, directory), word)


class Plant(CommandTest):
    def test_a_sweep_says_that_it_is_planted(self):
        case = "control/compute/none"
        done = one_run(self.out, 1, "--plant", f"{case}=1.5")
        self.assert_fine(done)
        self.assertIn(f"PLANTED: {case} was slowed down on purpose, by a factor of 1.5", done.stdout)
        self.assertIn("slowed down on purpose", (self.out / "report.html").read_text())
        self.assertEqual(journal(self.out)[0]["options"]["plant"], f"{case}=1.5")
        results = json.loads((self.out / "results.json").read_text())
        self.assertEqual(results["run"]["options"]["plant"], f"{case}=1.5")
        self.assert_fine(contend("sweep", "--resume", self.out))

    def test_a_plant_that_is_none_is_refused(self):
        self.assert_bad_input(one_run(self.out, 1, "--plant", "no/such/case=1.5"), "no/such/case")
        self.assert_bad_input(one_run(self.out, 1, "--plant", "control/compute/none=fast"), "FACTOR")


if __name__ == "__main__":
    main()
