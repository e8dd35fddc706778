"""--allocators: what is installed is found, tried and measured; what does not work loses nothing."""
import json
import os
import re
import shutil
import subprocess

from command import CommandTest, contend, journal, main

MALLOC = ["--filter", "frees/ring/malloc$", "--threads", "2", "--window", "5ms",
          "--windows", "2", "--blocks", "1"]
PATH = "frees/ring/{}"


def said(process):
    """{name: library or reason} of the lines that a sweep begins with."""
    return dict(re.findall(r"^contend: allocator (\w+) +(.*)$", process.stderr, re.M))


def usable(process):
    return {name: text for name, text in said(process).items() if text.startswith("/")
            and " " not in text}


class Allocators(CommandTest):
    def build(self, name, source):
        """A shared library in a folder that the linker looks into first; the environment for it."""
        compiler = os.environ.get("CXX") or shutil.which("g++") or shutil.which("clang++")
        if not compiler:
            self.skipTest("no C++ compiler")
        text = self.scratch / "library.cpp"
        text.write_text(source)
        library = self.scratch / name
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, text], check=True)
        return library, {**os.environ, "LD_LIBRARY_PATH": str(self.scratch)}

    CRASH = "#include <csignal>\n__attribute__((constructor)) static void f() { raise(SIGSEGV); }\n"

    def test_all_that_are_installed_are_curves_of_their_own(self):
        done = contend("sweep", *MALLOC, "--allocators", "auto", "--out", self.out)
        self.assert_fine(done)
        found = usable(done)
        if not found:
            self.skipTest("none is installed on this machine")
        header, points = journal(self.out)
        self.assertEqual({p["name"] for p in points},
                         {PATH.format(name) for name in ["malloc", *found]})
        self.assertEqual(json.loads(header["options"]["allocators"]),
                         [f"{name}={library}" for name, library in found.items()])
        # Goes on with the same libraries, and does not look for them again.
        again = contend("sweep", "--resume", self.out)
        self.assert_fine(again)
        self.assertEqual(said(again), {})
        self.assertEqual(len(journal(self.out)[1]), len(points))

    def test_one_by_its_name_and_one_by_its_file(self):
        found = usable(contend("sweep", *MALLOC, "--allocators", "auto", "--out", self.out))
        if not found:
            self.skipTest("none is installed on this machine")
        name, library = next(iter(found.items()))
        out = self.scratch / "named"
        self.assert_fine(contend("sweep", *MALLOC, "--allocators", name, "--allocator",
                                 f"mine={library}", "--out", out))
        self.assertEqual({p["name"] for p in journal(out)[1]},
                         {PATH.format(each) for each in ("malloc", "mine", name)})

    def test_a_name_that_is_not_known_or_not_here(self):
        self.assert_bad_input(contend("sweep", *MALLOC, "--allocators", "jemaloc"), "jemaloc",
                              "jemalloc, mimalloc", "auto")
        self.assert_bad_input(contend("sweep", *MALLOC, "--allocators", ""), "--allocators")
        self.assert_bad_input(contend("sweep", *MALLOC, "--allocators", "auto,jemalloc"), "auto")
        self.assert_bad_input(contend("sweep", "--resume", self.out, "--allocators", "auto"),
                              "--resume")
        (self.scratch / "libmesh.so").write_text("no library")
        environment = {**os.environ, "LD_LIBRARY_PATH": str(self.scratch)}
        self.assert_bad_input(contend("sweep", *MALLOC, "--allocators", "mesh", env=environment),
                              "mesh", "no shared library")

    def test_one_that_crashes_at_its_start_is_not_measured_and_the_others_are(self):
        library, environment = self.build("libhoard.so", self.CRASH)
        done = contend("sweep", *MALLOC, "--allocators", "auto", "--out", self.out, env=environment)
        self.assert_fine(done)
        self.assertEqual(said(done)["hoard"], f"{library} does not work here: crashed: SIGSEGV")
        self.assertEqual({p["name"] for p in journal(self.out)[1]},
                         {PATH.format(name) for name in ["malloc", *usable(done)]})
        self.assert_bad_input(contend("sweep", *MALLOC, "--allocators", "hoard", env=environment),
                              "hoard", "SIGSEGV")

    def test_one_given_by_its_file_that_crashes_is_a_typed_result(self):
        library, _ = self.build("crash.so", self.CRASH)
        done = contend("sweep", *MALLOC, "--allocator", f"crash={library}", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr + done.stdout)
        status = {p["name"]: p["status"] for p in journal(self.out)[1]}
        self.assertEqual(status[PATH.format("crash")], "crashed: SIGSEGV")
        self.assertIn(PATH.format("malloc"), status)
        self.assertNotIn("crashed", status[PATH.format("malloc")])

    def test_a_run_with_a_path_that_has_a_comma_in_it_goes_on(self):
        library, _ = self.build("one,two.so", self.CRASH)
        done = contend("sweep", *MALLOC, "--allocator", f"crash={library}", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr + done.stdout)
        names = {p["name"] for p in journal(self.out)[1]}
        again = contend("sweep", "--resume", self.out)
        self.assertEqual(again.returncode, 1, again.stderr + again.stdout)
        self.assertEqual({p["name"] for p in journal(self.out)[1]}, names)

    def test_a_library_that_replaces_nothing_is_no_allocator(self):
        _, environment = self.build("libmesh.so", "int finite_elements = 1;\n")
        done = contend("sweep", *MALLOC, "--allocators", "auto", "--out", self.out, env=environment)
        self.assert_fine(done)
        self.assertIn("does not replace malloc", said(done)["mesh"])

    def test_doctor_says_what_was_found_and_what_has_the_others(self):
        _, environment = self.build("libhoard.so", self.CRASH)
        done = contend("doctor", env=environment)
        self.assertRegex(done.stdout, r"(?m)^  NO   hoard +/.*does not work here: crashed: SIGSEGV$")
        self.assertRegex(done.stdout, r"(?m)^  (yes  jemalloc +/|NO   jemalloc .*libjemalloc2)")

    def test_the_planted_ones_come_when_they_are_named(self):
        planted = ["malloc", "counted_globally", "locked_globally", "shares_lines"]

        def subjects(*arguments):
            return [line.split()[0].split("/")[2]
                    for line in contend("list", *arguments).stdout.splitlines()]

        self.assertEqual(subjects("--preset", "planted-allocators"), planted)
        self.assertEqual(subjects("--filter", "^frees/planted/"), planted)
        self.assertNotIn("shares_lines", subjects("--filter", "^frees/"))
        contend("sweep", "--preset", "planted-allocators", "--window", "5ms", "--windows", "2",
                "--blocks", "1", "--out", self.out)
        header, points = journal(self.out)
        self.assertEqual([point["threads"] for point in points], [2] * 4)
        self.assertEqual([q["reference"] for q in header["questions"]["ratios"]], ["malloc"])


if __name__ == "__main__":
    main()
