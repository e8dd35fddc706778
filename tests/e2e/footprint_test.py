"""contend sweep --footprint: memory runs beside the timed ones."""
import json
import shutil

from command import CommandTest, contend, journal, main

QUICK = ["--window", "5ms", "--windows", "2", "--blocks", "1"]
MIB = 1 << 20


class Footprint(CommandTest):
    def test_a_memory_run_of_a_ring_is_sampled_from_outside(self):
        # Without a sanitizer, and with whatever malloc is: what it strands is its own affair.
        done = contend("sweep", "--filter", "frees/ring/malloc$|control/empty/",
                       "--threads", "1", *QUICK, "--footprint", 1, "--out", self.out)
        self.assert_fine(done)  # one thread: how full a ring of two is depends on who runs
        _, points = journal(self.out)
        memory = [p for p in points if p.get("purpose") == "footprint"]
        self.assertEqual(len(memory), 1, "one of the ring, none of a load without memory")
        self.assertEqual(len(points), 3)
        run = memory[0]
        self.assertFalse(run["windows"], "a memory run has no speed")
        self.assertEqual([m["name"] for m in run["marks"]],
                         ["baseline", "ready", "working", "worked", "drained", "nudged", "left",
                          "exited", "end"])
        times = [m["seconds"] for m in run["marks"]]
        self.assertEqual(times, sorted(times))
        results = json.loads((self.out / "results.json").read_text())
        ring = next(c for c in results["curves"] if "ring" in c["name"])["points"][0]
        self.assertNotIn("live_peak", ring["metrics"])
        if run["status"].startswith("invalid: resident memory went unread"):
            self.skipTest("the host was too busy to sample every 100 ms")
        self.assertEqual(run["status"], "ok")
        numbers = {name: n["value"] for name, n in ring["footprint"]["numbers"].items()}
        self.assertGreater(numbers["live_peak"], 100 * MIB)
        self.assertLess(numbers["live_peak"], 140 * MIB)
        # What is live is resident, and not twice as much: the ring frees in order.
        self.assertGreater(numbers["peak_overhead"], 0.9)
        self.assertLess(numbers["peak_overhead"], 2)
        for name in ("stranded_idle", "stranded_nudged", "stranded_exited", "returned_5s"):
            self.assertIn(name, numbers)
        self.assertIn("memory", done.stdout)
        page = (self.out / "report.html").read_text()
        self.assertIn("Memory of fixed work", page)

    def test_it_is_resumed_as_it_was_begun(self):
        args = ["--filter", "frees/ring/malloc$", "--threads", "1", *QUICK]
        self.assert_fine(contend("sweep", *args, "--footprint", 1, "--out", self.out))
        file = self.out / "journal.jsonl"
        lines = file.read_text().splitlines(keepends=True)
        timed = [line for line in lines if '"purpose"' not in line]
        self.assertEqual(len(timed), len(lines) - 1)
        file.write_text("".join(timed))
        self.assert_fine(contend("sweep", "--resume", self.out))
        self.assertEqual(sum(p.get("purpose") == "footprint" for p in journal(self.out)[1]), 1)
        after = file.read_text()
        self.assert_fine(contend("sweep", "--resume", self.out))
        self.assertEqual(file.read_text(), after)

    def test_a_run_from_before_there_were_any_is_read_and_resumed(self):
        args = ["--filter", "control/empty/", "--threads", "1", *QUICK]
        self.assert_fine(contend("sweep", *args, "--out", self.out))
        file = self.out / "journal.jsonl"
        header, *rest = file.read_text().splitlines(keepends=True)
        header = json.loads(header)
        del header["options"]["footprint"]
        file.write_text(json.dumps(header) + "\n" + "".join(rest))
        self.assert_fine(contend("sweep", "--resume", self.out))

    def test_wrong_numbers_are_one_line(self):
        for wrong in ("x", "-1", "1.5", "1001"):
            done = contend("sweep", "--filter", "control/empty/", f"--footprint={wrong}", "--out",
                           self.out)
            self.assert_bad_input(done, "footprint")
        self.assertFalse(self.out.exists())
        shutil.rmtree(self.out, ignore_errors=True)


if __name__ == "__main__":
    main()
