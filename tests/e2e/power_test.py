"""contend doctor --power: what it writes and how it ends. No assertion is on what the host could see."""
import signal
import subprocess
import time
import unittest

from command import CONTEND, CommandTest, contend, journal, main

CASE = "control/compute/none"
TINY = ["--filter", f"^{CASE}$", "--threads", "1", "--window", "5ms"]


class Power(CommandTest):
    def test_it_says_what_a_gate_would_find_and_says_it_again(self):
        done = contend("doctor", "--power", *TINY, "--blocks", 2, "--budget", "3s", "--out", self.out)
        # 3: the host was so slow that the budget did not pay for two blocks.
        self.assertIn(done.returncode, (*self.FINE, 3), done.stderr + done.stdout)
        for words in ("beside itself", "the gate: 2 blocks of 1 curve", CASE, "nothing", "-4.8 % (x1.05)"):
            self.assertIn(words, done.stdout)
        if done.returncode != 3:
            self.assertIn("2 blocks are too few", done.stdout)
        header, points = journal(self.out / "candidate")
        self.assertEqual(header["options"]["gate_blocks"], "2")
        self.assertIn(f"{CASE}/plant:1.05=1.05", header["options"]["plant"])
        self.assertEqual({p["name"].removeprefix(CASE)[:7] for p in points}, {"", "/plant:"})
        self.assertNotIn("plant", journal(self.out / "base")[0]["options"])
        again = contend("doctor", "--power", "--from", self.out)
        self.assertEqual(again.returncode, done.returncode, again.stderr)
        self.assertEqual(again.stdout, done.stdout.rsplit("shown again", 1)[0])
        # The same blocks as another gate would have had them.
        other = contend("doctor", "--power", "--from", self.out, "--blocks", 1)
        self.assertIn("the gate: 1 block of 1 curve", other.stdout)
        long = contend("doctor", "--power", "--from", self.out, "--blocks", 1000)
        self.assertIn(long.returncode, (3, 4))
        self.assertIn("one suite takes 1000 blocks", long.stdout)

    def test_plants_are_chosen_and_a_margin_is_the_gates(self):
        done = contend("doctor", "--power", *TINY, "--blocks", 1, "--budget", "3s", "--plants", "1.5,1.25",
                       "--margin", "2%", "--out", self.out)
        self.assertIn(done.returncode, (*self.FINE, 3), done.stderr + done.stdout)
        for words in ("margin 2.0 %", "(x1.25)", "(x1.5)"):
            self.assertIn(words, done.stdout)
        self.assertNotIn("(x1.05)", done.stdout)
        self.assertIn("margin 10 %", contend("doctor", "--power", "--from", self.out, "--margin", "10%").stdout)
        none = contend("doctor", "--power", *TINY, "--blocks", 1, "--budget", "1s", "--plants", "none",
                       "--out", self.scratch / "none")
        self.assertIn(none.returncode, (*self.FINE, 3), none.stderr + none.stdout)
        self.assertNotIn("(x1", none.stdout)
        self.assertNotIn("Found", none.stdout)

    def test_interrupted_it_says_what_it_learned(self):
        process = subprocess.Popen([CONTEND, "doctor", "--power", *TINY, "--blocks", "1", "--budget", "60s",
                                    "--out", str(self.out)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        file = self.out / "candidate" / "journal.jsonl"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (
                file.exists() and file.read_bytes().count(b"\n") > 4):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("the gate: 1 block of 1 curve", out)
        self.assertEqual(contend("doctor", "--power", "--from", self.out).stdout,
                         out.rsplit("shown again", 1)[0])

    def test_bad_input_is_one_line_and_nothing_is_begun(self):
        duet = self.scratch / "duet"
        contend("compare", "--duet", CONTEND, CONTEND, *TINY, "--windows", "1", "--blocks", 1, "--out", duet)
        wrong = [
            (["--budget", "1m"], "--power"),
            (["--blocks", "12"], "--power"),
            (["--power", "--budget", "soon"], "'soon'"),
            (["--power", "--blocks", "0"], "--blocks"),
            (["--power", "--filter", "no_such_case"], "no_such_case"),
            (["--power", "--filter", "["], "--filter"),
            (["--power", "--filter", "set_walk/tbb_concurrent_set"], "none of its cases runs here"),
            (["--power", "--window", "1ms"], "--window"),
            (["--power", "--threads", "none"], "'none'"),
            (["--power", "--self-check"], "--self-check"),
            (["--power", "--margin", "0%"], "--margin"),
            (["--power", "--plants", "1"], "'1'"),
            (["--power", "--plants", "1.05,"], "'1.05,'"),
            (["--power", "--plants", "1.05,1.05"], "twice"),
            (["--power", "--from", duet, "--plants", "1.05"], "--from"),
            (["--power", "--from", "/no/such/run"], "/no/such/run"),
            (["--power", "--from", duet], "not measured by contend doctor --power"),
            (["--power", "--from", duet, "--budget", "1m"], "--from"),
            (["--power", *TINY, "--budget", "1s", "--out", duet], "already holds a run"),
        ]
        for arguments, word in wrong:
            with self.subTest(arguments=arguments):
                self.assert_bad_input(contend("doctor", *arguments), word)


if __name__ == "__main__":
    main()
