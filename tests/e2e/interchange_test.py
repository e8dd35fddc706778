"""contend report and compare in the formats that other programs read."""
import json
import re
import unittest
import xml.etree.ElementTree as xml

from command import CONTEND, CommandTest, contend, journal, main

QUICK = ["--window", "5ms", "--windows", "2"]
FORMATS = ["html", "json", "table", "markdown", "junit", "gbench", "benchfmt", "bencher", "github"]


class Interchange(CommandTest):
    def setUp(self):
        super().setUp()
        # A case that always fails its oracle, and two that pass if the host lets them.
        contend("sweep", "--filter", "control/(empty|compute|failed_oracle)/", "--threads", "1,4",
                *QUICK, "--blocks", 2, "--out", self.out)

    def rendered(self, kind):
        done = contend("report", self.out, "--format", kind)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.strip(), kind)
        return done

    def measured(self):
        """(name, threads) of the points that have a number, as the results say."""
        curves = json.loads(self.rendered("json").stdout)["curves"]
        return {(c["name"], p["threads"]) for c in curves for p in c["points"] if p["status"] == "ok"}

    def test_every_format_is_made(self):
        for kind in FORMATS:
            with self.subTest(kind=kind):
                self.rendered(kind)
                file = self.scratch / kind
                contend("report", self.out, "--format", kind, "-o", file)
                self.assertEqual(file.read_text(), self.rendered(kind).stdout)

    def test_numbers_are_of_measured_points_only(self):
        measured = {f"{name}/threads:{n}" for name, n in self.measured()}
        self.assertFalse(any("failed_oracle" in name for name in measured))
        self.assertEqual(set(json.loads(self.rendered("bencher").stdout)), measured)
        github = json.loads(self.rendered("github").stdout)
        self.assertEqual({entry["name"] for entry in github}, measured)
        for entry in github:
            self.assertEqual(entry["unit"], "ops/s")
            self.assertGreaterEqual(entry["value"], 0)
        gbench = json.loads(self.rendered("gbench").stdout)
        self.assertLessEqual({row["name"] for row in gbench["benchmarks"]}, measured)
        self.assertTrue(all(row["real_time"] > 0 for row in gbench["benchmarks"]))
        self.assertIn("oracle: ", " ".join(gbench["context"]["contend_left_out"].values()))

    def test_what_is_left_out_is_said_on_standard_error(self):
        for kind in ("gbench", "benchfmt", "bencher", "github"):
            self.assertRegex(self.rendered(kind).stderr, r"without a number: \d+ points? failed")
        for kind in ("html", "json", "table", "junit", "markdown"):
            self.assertEqual(self.rendered(kind).stderr, "", "it says so itself")

    def test_benchfmt_has_a_line_a_block(self):
        lines = self.rendered("benchfmt").stdout.splitlines()
        results = [line for line in lines if line.startswith("Benchmark")]
        for line in results:
            # On a busy host a block may have got nothing done: 0 ops/s, and no time of an operation.
            self.assertRegex(line, r"^Benchmark[A-Z]\S*-\d+\t\d+\t([0-9.]+ ns/op\t[0-9.]+|0) ops/s$")
        names = {re.sub(r"^BenchmarkControl/workload=(\w+)/subject=(\w+)-(\d+)\t.*", r"control/\1/\2 \3", line)
                 for line in results}
        self.assertEqual(names, {f"{name} {n}" for name, n in self.measured()})
        self.assertIn("Unit ops/s better=higher", lines)

    def test_junit_has_a_case_a_point(self):
        root = xml.fromstring(self.rendered("junit").stdout)
        cases = list(root.iter("testcase"))
        points = {(p["name"], p["threads"]) for p in journal(self.out)[1]}
        self.assertEqual(len(cases), len(points))
        self.assertEqual(int(root.get("tests")), len(cases))
        failed = [c for c in cases if c.find("failure") is not None]
        self.assertEqual(int(root.get("failures")), len(failed))
        self.assertEqual({c.get("classname") for c in failed}, {"control.failed_oracle"})
        for case in failed:
            self.assertTrue(case.find("failure").get("message").startswith("oracle: "))
        passed = [c for c in cases if c.find("failure") is None and c.find("skipped") is None]
        self.assertEqual(len(passed), len(self.measured()))

    def test_markdown_has_a_row_a_curve(self):
        text = self.rendered("markdown").stdout
        for name in ("control/empty/none", "control/compute/none"):
            self.assertIn(f"| `{name}` |", text)
        self.assertIn("**`oracle`**", text)
        self.assertRegex(text, r"\*\*without a number:\*\* \d+ points? failed")

    def test_an_unknown_format_names_all(self):
        self.assert_bad_input(contend("report", self.out, "--format", "xml"), "'xml'", *FORMATS)
        self.assert_bad_input(contend("report", self.out, "--format", "benchfmt", "-o", "/no/such/place/x"),
                              "/no/such/place")
        text = contend("report", "--help").stdout
        for kind in FORMATS:
            self.assertIn(kind, text)


class Comparison(CommandTest):
    def test_says_the_same_in_every_format(self):
        tiny = ["--filter", "control/(empty|compute)/", "--threads", "1,2", *QUICK]
        done = contend("compare", "--duet", CONTEND, CONTEND, *tiny, "--blocks", 2, "--out", self.out,
                       "--format", "junit")
        self.assertIn("shown again by", done.stderr)
        root = xml.fromstring(done.stdout)
        cases = {c.get("name") for c in root.iter("testcase")}
        self.assertEqual(cases, {"control/empty/none", "control/compute/none"})
        self.assertEqual(root.get("failures"), "0")
        for kind, word in (("markdown", "| verdict | curve |"), ("html", "</html>"), ("junit", "<testsuites"),
                           ("text", "blocks planned")):
            again = contend("compare", self.out, "--format", kind)
            self.assertEqual(again.returncode, done.returncode, "the format changes no exit code")
            self.assertIn(word, again.stdout)
            self.assertIn("2 curves: ", again.stdout)
            self.assertIn("both are the same program", again.stdout)
        self.assertEqual(contend("compare", self.out).stdout,
                         contend("compare", self.out, "--format", "text").stdout)

    def test_of_separate_runs_it_still_warns(self):
        contend("sweep", "--filter", "control/empty/", "--threads", "1", *QUICK, "--blocks", 2, "--out", self.out)
        for kind in ("markdown", "html", "junit"):
            self.assertIn("SEPARATE RUNS", contend("compare", self.out, self.out, "--format", kind).stdout)

    def test_an_unknown_format_of_a_comparison_names_all(self):
        self.assert_bad_input(contend("compare", "a", "b", "--format", "pdf"), "'pdf'", "text", "markdown",
                              "junit")


if __name__ == "__main__":
    main()
