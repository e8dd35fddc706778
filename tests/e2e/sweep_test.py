"""contend sweep: what it writes, and that nothing it has measured is ever lost."""
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import time
import unittest

from command import CONTEND, CommandTest, contend, journal, main

QUICK = ["--window", "5ms", "--windows", "2"]
TWO_CASES = ["--filter", "control/(empty|hot_atomic)/", "--threads", "1,4"]


def key(point):
    return point["name"], point["threads"], point["block"]


class Sweep(CommandTest):
    def test_writes_a_journal_results_and_a_report(self):
        done = contend("sweep", *TWO_CASES, *QUICK, "--blocks", 2, "--out", self.out)
        self.assert_fine(done)
        header, points = journal(self.out)
        self.assertEqual(header["seed"], 1)
        self.assertEqual(len(points), 2 * 2 * 2)
        for point in points:
            self.assertIn("status", point)
        self.assertEqual(len(set(map(key, points))), len(points))
        self.assertTrue(done.stdout.rstrip().endswith(str(self.out / "report.html")))
        self.assertIn("<svg", (self.out / "report.html").read_text())
        json.loads((self.out / "results.json").read_text())

    def test_google_benchmark_json_has_an_entry_a_point_and_block(self):
        self.assert_fine(contend("sweep", *TWO_CASES, *QUICK, "--blocks", 2, "--out", self.out))
        rows = json.loads((self.out / "gbench.json").read_text())["benchmarks"]
        names = [row["name"] for row in rows]
        self.assertEqual(names.count("control/empty/none/threads:4"), 2)
        scale = {"s": 1, "ms": 1e3, "us": 1e6, "ns": 1e9}
        for row in rows:
            if row.get("error_occurred"):
                continue
            seconds = row["real_time"] / scale[row["time_unit"]]
            self.assertAlmostEqual(seconds * row["items_per_second"], 1, places=6)

    def test_the_order_follows_from_the_seed(self):
        orders = []
        for i, seed in enumerate([7, 7, 8]):
            out = self.scratch / str(i)
            contend("sweep", "--filter", "control/(empty|hot_atomic|mutex|compute)/", "--threads",
                    "1,4", *QUICK, "--blocks", 1, "--seed", seed, "--out", out)
            orders.append([key(p) for p in journal(out)[1]])
        self.assertEqual(orders[0], orders[1])
        self.assertNotEqual(orders[0], orders[2])
        self.assertEqual(sorted(orders[0]), sorted(orders[2]))

    def test_failing_controls_are_rows_and_the_rest_is_there(self):
        done = contend("sweep", "--filter",
                       "control/(crash|hang|out_of_memory|failed_oracle|empty)/", "--threads", "2,4",
                       *QUICK, "--blocks", 1, "--timeout", "3s", "--memory", "300M", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        status = {}
        for point in journal(self.out)[1]:
            status.setdefault(point["name"].split("/")[1], []).append(point)
        self.assertEqual({p["status"] for p in status["crash"]}, {"crashed: SIGSEGV"})
        self.assertEqual({p["status"] for p in status["hang"]}, {"timeout"})
        self.assertEqual({p["status"] for p in status["out_of_memory"]}, {"oom"})
        for point in status["failed_oracle"]:
            self.assertTrue(point["status"].startswith("oracle: "), point["status"])
            self.assertFalse(point.get("windows"), "a failed oracle leaves no throughput")
        self.assertEqual(len(status["empty"]), 2)

    def test_killed_and_resumed_no_point_is_lost_and_none_is_twice(self):
        many = ["--filter", "control/", "--threads", "1,2,4", *QUICK, "--blocks", "3"]
        process = subprocess.Popen([CONTEND, "sweep", *many, "--out", str(self.out)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        file = self.out / "journal.jsonl"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if file.exists() and file.read_bytes().count(b"\n") > 8:
                break
            time.sleep(0.01)
        process.kill()
        process.wait()
        before = journal(self.out)[1]
        self.assertGreater(len(before), 6)
        self.assert_fine(contend("sweep", "--resume", self.out))
        header, after = journal(self.out)
        self.assertEqual(after[:len(before)], before)
        wanted = {(c["name"], n, b) for c in header["cases"] if not c.get("skipped")
                  for n in c["threads"] for b in range(3)}
        self.assertEqual(len(after), len(wanted))
        self.assertEqual({key(p) for p in after}, wanted)
        # And once more: there is nothing left to do.
        self.assert_fine(contend("sweep", "--resume", self.out))
        self.assertEqual(journal(self.out)[1], after)

    def test_interrupted_it_leaves_a_readable_run(self):
        process = subprocess.Popen([CONTEND, "sweep", "--filter", "control/", "--blocks", "50", *QUICK,
                                    "--out", str(self.out)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        file = self.out / "journal.jsonl"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (
                file.exists() and file.read_bytes().count(b"\n") > 3):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("--resume", errors)
        json.loads((self.out / "results.json").read_text())
        self.assertIn("</html>", (self.out / "report.html").read_text())
        self.assertEqual(contend("report", self.out, "--format", "table").returncode, 0)

    def test_a_precision_that_is_reached_ends_the_sweep(self):
        # So wide that every interval is within it after the least number of blocks, or nearly so.
        done = contend("sweep", "--filter", "control/empty/", "--threads", "1", *QUICK,
                       "--precision", "50%", "--out", self.out)
        self.assertIn(done.returncode, (0, 4), done.stderr)
        blocks = {p["block"] for p in journal(self.out)[1]}
        if "every interval is within 50 %" in done.stderr:
            self.assertIn(len(blocks), range(7, 50))
        else:  # the host interfered with nearly all of them
            self.assertEqual(len(blocks), 50)
        again = contend("sweep", "--resume", self.out)
        self.assertIn(again.returncode, (0, 4), again.stderr)
        self.assertEqual({p["block"] for p in journal(self.out)[1]}, blocks)

    def test_a_budget_ends_the_sweep(self):
        start = time.monotonic()
        self.assert_fine(contend("sweep", "--filter", "control/(empty|compute)/", "--budget", "2s",
                                 "--out", self.out))
        self.assertLess(time.monotonic() - start, 30)
        self.assertGreater(len(journal(self.out)[1]), 3)

    def test_a_full_disk_is_one_line_and_what_was_measured_stays(self):
        def small_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then write(2) fails with EFBIG
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        done = contend("sweep", "--filter", "control/", *QUICK, "--blocks", 20, "--out", self.out,
                       preexec_fn=small_disk)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("journal.jsonl", done.stderr.strip().splitlines()[-1])
        header, points = journal(self.out)  # every line is whole
        self.assertGreater(len(points), 0)
        self.assertEqual(contend("report", self.out, "--format", "table").returncode, 0)

    def test_a_truncated_journal_is_refused_and_left_alone(self):
        self.assert_fine(contend("sweep", *TWO_CASES, *QUICK, "--blocks", 1, "--out", self.out))
        file = self.out / "journal.jsonl"
        cut = file.read_bytes()[:-20]
        file.write_bytes(cut)
        for command in (["sweep", "--resume", self.out], ["report", self.out]):
            self.assert_bad_input(contend(*command), "journal.jsonl", "5")
        self.assertEqual(file.read_bytes(), cut)

    def test_a_run_is_not_written_over(self):
        self.assert_fine(contend("sweep", *TWO_CASES, *QUICK, "--blocks", 1, "--out", self.out))
        before = (self.out / "journal.jsonl").read_bytes()
        self.assert_bad_input(contend("sweep", *TWO_CASES, "--out", self.out), "--resume")
        self.assertEqual((self.out / "journal.jsonl").read_bytes(), before)

    def test_latency_is_sampled_on_request(self):
        # Long enough for some samples even if a neighbour takes both CPUs for a while.
        self.assert_fine(contend("sweep", "--filter", "control/mutex/", "--threads", "2",
                                 "--window", "50ms", "--windows", 2, "--blocks", 1, "--latency",
                                 "--out", self.out))
        latency = journal(self.out)[1][0]["latency"]
        self.assertGreater(latency["samples"], 10)
        self.assertLessEqual(latency["p50"], latency["p99"])
        self.assertLessEqual(latency["p99"], latency["max"])


class Preload(CommandTest):
    MALLOC = ["--filter", "frees/ring/malloc$", "--threads", "2", *QUICK, "--blocks", "1"]

    def test_another_allocator_is_a_curve_of_its_own(self):
        found = [p for p in pathlib.Path("/usr/lib").glob("*/libtbbmalloc_proxy.so.2")]
        if not found:
            self.skipTest("no libtbbmalloc_proxy.so.2 on this machine")
        done = contend("sweep", *self.MALLOC, "--allocator", f"tbbproxy={found[0]}", "--out", self.out)
        if "AddressSanitizer" in done.stdout + done.stderr or "failed" in done.stdout:
            points = journal(self.out)[1]
            if any("anitizer" in p["status"] for p in points):
                self.skipTest("a sanitizer owns malloc in this build")
        self.assert_fine(done)
        names = {p["name"] for p in journal(self.out)[1]}
        self.assertEqual(names, {"frees/ring/malloc",
                                 "frees/ring/tbbproxy"})

    def test_a_library_that_is_not_there_or_is_none(self):
        self.assert_bad_input(contend("sweep", *self.MALLOC, "--allocator", "je=/no/such/lib.so"),
                              "/no/such/lib.so")
        text = self.scratch / "text.so"
        text.write_text("hello, I am no library at all")
        self.assert_bad_input(contend("sweep", *self.MALLOC, "--allocator", f"je={text}"),
                              "no shared library")
        self.assert_bad_input(contend("sweep", *self.MALLOC, "--allocator", "nothing"), "NAME=LIB")


if __name__ == "__main__":
    main()
