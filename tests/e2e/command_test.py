"""The other commands, and what each says to bad input."""
import json
import os
import unittest

from command import CommandTest, contend, journal, main


class List(CommandTest):
    def test_one_case_a_line_name_first(self):
        names = [line.split()[0] for line in contend("list").stdout.splitlines()]
        self.assertGreater(len(names), 50)
        self.assertEqual(len(names), len(set(names)))
        self.assertIn("refcount/hot_object/biased", names)
        self.assertNotIn("control/crash/sigsegv", names)
        self.assertIn("control/crash/sigsegv", contend("list", "--filter", "crash").stdout)

    def test_json_says_the_same(self):
        cases = json.loads(contend("list", "--json").stdout)
        lines = contend("list").stdout.splitlines()
        self.assertEqual([c["name"] for c in cases], [line.split()[0] for line in lines])
        for case, line in zip(cases, lines):
            for field in ("suite", "workload", "subject", "parameters", "skipped"):
                self.assertIn(field, case)
            self.assertTrue(case["name"].startswith(f"{case['suite']}/{case['workload']}/"))
            for name, value in case["parameters"].items():
                self.assertIn(f"/{name}:{value}", case["name"])
            self.assertEqual(case["skipped"] is not None, "skipped: " in line)

    def test_every_workload_has_a_card(self):
        cards = contend("list", "--cards").stdout
        for case in json.loads(contend("list", "--json").stdout):
            if case["skipped"] is None:
                self.assertIn(f"{case['suite']}/{case['workload']}: ", cards)


class Presets(CommandTest):
    def test_each_has_a_name_and_cases(self):
        presets = json.loads(contend("list", "--presets", "--json").stdout)
        lines = contend("list", "--presets").stdout
        for preset in presets:
            self.assertIn(f"{preset['name']}: {preset['title']}", lines)
            names = [line.split()[0] for line in contend("list", "--preset", preset["name"]).stdout.splitlines()]
            self.assertEqual(len(names), preset["cases"])
            cases = json.loads(contend("list", "--preset", preset["name"], "--json").stdout)
            self.assertTrue(all(preset["name"] in c["presets"] for c in cases))

    def test_a_sweep_of_one_remembers_it(self):
        presets = json.loads(contend("list", "--presets", "--json").stdout)
        if not presets:
            self.skipTest("there is no preset")
        preset = presets[0]
        cases = json.loads(contend("list", "--preset", preset["name"], "--json").stdout)
        case = next(c for c in cases if c["skipped"] is None)
        out = self.scratch / "run"
        self.assert_fine(contend("sweep", "--preset", preset["name"], "--filter", f"^{case['name']}$",
                                 "--blocks", 1, "--window", "5ms", "--windows", 2, "--out", out))
        header, points = journal(out)
        self.assertEqual(header["preset"]["name"], preset["name"])
        self.assertEqual([c["name"] for c in header["cases"]], [case["name"]])
        if preset["threads"] and case["max_threads"] is None:
            allowed = [n for n in preset["threads"] if n >= case["min_threads"]]
            self.assertEqual(header["cases"][0]["threads"], allowed)
        self.assert_fine(contend("sweep", "--resume", out))
        self.assertEqual(journal(out)[1], points)


class BadInput(CommandTest):
    def test_one_line_and_exit_2(self):
        wrong = [
            (["list", "--filter", "no_such_case"], "no_such_case"),
            (["sweep", "--filter", "no_such_case"], "no_such_case"),
            (["sweep", "--filter", "("], "regular expression"),
            (["sweep", "--preset", "no_such_preset"], "'no_such_preset'"),
            (["list", "--preset", "no_such_preset"], "'no_such_preset'"),
            (["stress", "--preset", "no_such_preset"], "'no_such_preset'"),
            (["sweep", "--resume", "a", "--preset", "b"], "--resume"),
            (["sweep", "--threads", "0"], "'0'"),
            (["sweep", "--threads", "100000"], "100000"),
            (["sweep", "--threads", "1,,2"], "--threads"),
            (["sweep", "--threads", "two"], "'two'"),
            (["sweep", "--budget", "soon"], "'soon'"),
            (["sweep", "--precision", "very"], "'very'"),
            (["sweep", "--precision", "60%"], "'60%'"),
            (["sweep", "--window", "1ms"], "--window"),
            (["sweep", "--blocks", "0"], "--blocks"),
            (["sweep", "--blocks", "-1"], "-1"),
            (["sweep", "--placement", "sideways"], "sideways"),
            (["sweep", "--memory", "lots"], "lots"),
            (["sweep", "--nonsense"], "--nonsense"),
            (["sweep", "--out", "/dev/null/run", "--filter", "empty"], "/dev/null/run"),
            (["sweep", "--resume", "/no/such/run"], "/no/such/run"),
            (["sweep", "--resume", "a", "--out", "b"], "--resume"),
            (["sweep", "--resume", "a", "--budget", "2m"], "--resume"),
            (["stress", "--filter", "no_such_case"], "no_such_case"),
            (["stress", "--threads", "100000"], "--threads"),
            (["stress", "--linearize", "--filter", "no_such_case"], "no_such_case"),
            (["stress", "--linearize", "--filter", "("], "regular expression"),
            (["stress", "--linearize", "--filter", "refcount"], "no case of linearize"),
            (["stress", "--linearize", "--preset", "tour"], "--linearize"),
            (["stress", "--linearize", "--seconds", "1s"], "--linearize"),
            (["report", "/no/such/run"], "/no/such/run"),
            (["run", "--benchmark_nonsense"], "nonsense"),
            (["frobnicate"], "'frobnicate'"),
            ([], ""),
        ]
        for arguments, word in wrong:
            with self.subTest(arguments=arguments):
                self.assert_bad_input(contend(*arguments, cwd=self.scratch), word)
                self.assertEqual(os.listdir(self.scratch), [], "nothing was begun")

    def test_a_filter_of_run_that_matches_nothing(self):
        done = contend("run", "--benchmark_filter=no_such_case")
        self.assertEqual(done.returncode, 2, done.stderr)

    def test_an_unknown_format(self):
        out = self.scratch / "run"
        contend("sweep", "--filter", "control/empty", "--threads", "4", "--blocks", 1, "--window", "5ms",
                "--windows", 2, "--out", out)
        self.assert_bad_input(contend("report", out, "--format", "pdf"), "pdf")
        self.assert_bad_input(contend("report", out, "-o", "/no/such/place/x.html"), "/no/such/place")


class Run(CommandTest):
    def test_is_google_benchmark(self):
        done = contend("run", "--benchmark_filter=control/mutex/.*threads:[14]/",
                       "--benchmark_format=json", "--benchmark_repetitions=2")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [r for r in json.loads(done.stdout)["benchmarks"] if r["run_type"] == "iteration"]
        self.assertTrue(rows)
        for row in rows:
            self.assertTrue(row["name"].startswith("control/mutex/std_mutex/threads:"), row["name"])
            if not row.get("error_occurred"):
                self.assertAlmostEqual(row["real_time"] * 1e-9 * row["ops_per_second"], 1, places=6)

    def test_lists_one_registration_a_point(self):
        names = contend("run", "--benchmark_list_tests").stdout.split()
        self.assertEqual(len(names), len(set(names)))
        self.assertTrue(any(n.startswith("refcount/hot_object/biased/threads:2") for n in names))

    def test_a_failed_oracle_is_an_error_and_exit_1(self):
        done = contend("run", "--benchmark_filter=control/failed_oracle", "--benchmark_format=json")
        self.assertEqual(done.returncode, 1, done.stderr)
        for row in json.loads(done.stdout)["benchmarks"]:
            self.assertTrue(row["error_occurred"])


class Stress(CommandTest):
    def test_passes_and_counts(self):
        done = contend("stress", "--filter", "refcount/handoff", "--ops", 500, "--perturb")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"[1-9]\d* passed, 0 failed, \d+ skipped")

    def test_a_failed_oracle_is_exit_1(self):
        done = contend("stress", "--filter", "control/failed_oracle", "--ops", 500)
        self.assertEqual(done.returncode, 1)
        self.assertIn("FAIL", done.stdout)
        self.assertIn("oracle: ", done.stdout)

    def test_in_this_process(self):
        done = contend("stress", "--filter", "refcount/handoff/atomic", "--ops", 500, "--in-process")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"[1-9]\d* passed, 0 failed")
        done = contend("stress", "--filter", "control/failed_oracle", "--ops", 500, "--in-process")
        self.assertEqual(done.returncode, 1)
        self.assertIn("oracle: ", done.stdout)
        done = contend("stress", "--filter", "control/crash", "--ops", 20000, "--in-process")
        self.assertNotIn(done.returncode, (0, 1))
        done = contend("stress", "--filter", "control/empty", "--in-process", "--timeout", "1s")
        self.assertEqual(done.returncode, 2)

    def test_what_is_slow_is_cut_short_and_what_hangs_is_a_timeout(self):
        done = contend("stress", "--filter", "control/empty", "--ops", 10**15, "--timeout", "4s")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("cut short", done.stdout)
        done = contend("stress", "--filter", "control/hang", "--timeout", "4s")
        self.assertEqual(done.returncode, 1)
        self.assertIn("timeout", done.stdout)

    def test_a_crash_is_typed(self):
        done = contend("stress", "--filter", "control/crash", "--ops", 20000)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, "crashed: SIGSEGV|failed: exit")  # a sanitizer exits instead


class Linearize(CommandTest):
    def test_a_verdict_a_case(self):
        done = contend("stress", "--linearize", "--filter", "/mutex_", "--threads", 2, "--ops", 500)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"(?m)^linearizable  linearize/map/mutex_unordered_map/threads:2  1000 operations")
        self.assertRegex(done.stdout, r"(?m)^\d+ linearizable, \d+ without a violation, 0 not linearizable, 0 undecided$")
        self.assertRegex(done.stdout, r"(?m)^[1-9]\d* passed, 0 failed, \d+ skipped$")

    def test_is_hidden_from_all_that_does_not_name_it(self):
        self.assertNotIn("linearize/", contend("list").stdout)
        self.assertNotIn("linearize/", contend("list", "--filter", "mutex_unordered_map").stdout)
        named = contend("list", "--filter", "^linearize/map/").stdout
        self.assertIn("linearize/map/mutex_unordered_map", named)
        done = contend("stress", "--filter", "^linearize/set/mutex_unordered_set", "--ops", 200)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"1 passed, 0 failed")


class Doctor(CommandTest):
    def test_prints_the_cost_of_measuring(self):
        done = contend("doctor")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("share of a 5 ns operation", done.stdout)
        self.assertIn("threads:auto", done.stdout)


class Report(CommandTest):
    def test_every_format_can_be_made_again(self):
        out = self.scratch / "run"
        self.assert_fine(contend("sweep", "--filter", "control/empty", "--threads", "4", "--blocks", 1,
                                 "--window", "5ms", "--windows", 2, "--out", out))
        for kind, file in (("html", "report.html"), ("json", "results.json"), ("gbench", "gbench.json")):
            again = contend("report", out, "--format", kind)
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertEqual(again.stdout, (out / file).read_text(), "same bytes from the same run")


if __name__ == "__main__":
    main()
