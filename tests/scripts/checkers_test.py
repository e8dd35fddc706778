"""Planted bugs for the checkers of scripts/: each rule has an input that breaks it, and the same
input with the bug taken out must pass."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAYERS = """
```layers
core     sees
host     sees core
load     sees core
suites   sees core load
plugs    sees core load suites
driver   sees core host load plugs

core     never <boost/
only driver includes <benchmark/
```
"""


class Checker(unittest.TestCase):
    script = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)

    def run_on(self, files):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return subprocess.run([sys.executable, ROOT / "scripts" / self.script, "--root", self.root],
                              capture_output=True, text=True)

    def passes(self, files):
        done = self.run_on(files)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def fails(self, files, where, message):
        done = self.run_on(files)
        self.assertEqual(done.returncode, 1, "the planted bug was not found\n" + done.stdout)
        self.assertRegex(done.stdout, rf"(?m)^{re.escape(where)}: .*{message}")

    def fails_on_nothing(self):
        (self.root / "lib").mkdir()
        (self.root / "lib" / "README.md").write_text(LAYERS)
        self.assertEqual(self.run_on({}).returncode, 1)


class Layers(Checker):
    script = "check_layers"

    def tree(self, **files):
        return {"lib/README.md": LAYERS, **{k.replace("__", "/") + ".hpp": v for k, v in files.items()}}

    def test_nothing_to_look_at(self):
        self.fails_on_nothing()

    def test_downward_is_right(self):
        self.passes(self.tree(lib__contend__host__a="#include <contend/core/b.hpp>\n#include <vector>\n"))

    def test_upward(self):
        self.fails(self.tree(lib__contend__core__a="\n#include <contend/host/b.hpp>\n"),
                   "lib/contend/core/a.hpp:2", "core may not include lib/contend/host/b.hpp")

    def test_upward_by_relative_path(self):
        self.fails(self.tree(lib__contend__core__a='#include "../host/b.hpp"\n'),
                   "lib/contend/core/a.hpp:1", "core may not include")

    def test_workload_sees_no_driver_but_plug_sees_workload(self):
        self.fails(self.tree(suites__x__load="#include <contend/driver/b.hpp>\n"),
                   "suites/x/load.hpp:1", "suites may not include")
        (self.root / "suites/x/load.hpp").unlink()
        self.passes({**self.tree(), "suites/x/suite.cpp": '#include "../plug.hpp"\n#include "load.hpp"\n'})

    def test_foreign_headers(self):
        self.fails(self.tree(lib__contend__core__a="#include <boost/math.hpp>\n"),
                   "lib/contend/core/a.hpp:1", "core never includes")
        self.fails(self.tree(lib__contend__core__a="", lib__contend__load__a="#include <benchmark/benchmark.h>\n"),
                   "lib/contend/load/a.hpp:1", "only driver includes")
        self.passes(self.tree(lib__contend__load__a="", lib__contend__driver__a="#include <benchmark/benchmark.h>\n"))

    def test_unknown_layer(self):
        self.fails(self.tree(lib__contend__attic__a=""), "lib/contend/attic/a.hpp:1", "layer attic")

    def test_circle_in_the_order(self):
        self.fails({"lib/README.md": LAYERS.replace("core     sees\n", "core     sees host\n"),
                    "lib/contend/core/a.hpp": ""}, "lib/README.md:3", "core sees host")

    def test_no_order(self):
        self.fails({"lib/README.md": "words", "lib/contend/core/a.hpp": ""}, "lib/README.md:1", "no ")


class Orderings(Checker):
    script = "check_orderings"
    good = """
atomic<int> _x{0};
int a() {
  // (1) acquire, partner (2): sees what was
  // published.
  return _x.load(memory_order_acquire);
}
void b() {
  // (2) release, partner (1): publishes.
  _x.store(1, memory_order_release);
  // Relaxed: a hint.
  _x.store(2, memory_order_relaxed);
}
"""

    def source(self, text, name="model/a.hpp"):
        return {"lib/contend/" + name: text}

    def planted(self, old, new, line, message):
        self.assertIn(old, self.good)
        self.fails(self.source(self.good.replace(old, new)), f"lib/contend/model/a.hpp:{line}", message)

    def test_nothing_to_look_at(self):
        self.fails_on_nothing()

    def test_good(self):
        self.passes(self.source(self.good))

    def test_no_comment(self):
        self.planted("  // (2) release, partner (1): publishes.\n", "", 9, "release store without a numbered")

    def test_unnumbered_comment(self):
        self.planted("// (2) release, partner (1): publishes.", "// release: publishes", 10, "without a numbered")

    def test_comment_too_far(self):
        self.planted("publishes.\n", "publishes.\n" + "  f();\n" * 5, 15, "without a numbered")

    def test_no_partner_named(self):
        self.planted("(2) release, partner (1): p", "(2) release, partner: p", 9, "names no partner")

    def test_dangling_partner(self):
        self.planted("partner (1)", "partner (7)", 9, r"partner \(7\) does not exist")

    def test_one_way_partner(self):
        text = self.good + "int c() {\n  // (3) acquire, partner (2).\n  return _x.load(memory_order_acquire);\n}\n"
        self.fails(self.source(text), "lib/contend/model/a.hpp:15", "does not name it back")
        self.passes(self.source(text.replace("partner (1)", "partners (1), (3)")))

    def test_comment_states_another_order(self):
        self.planted("(2) release,", "(2) seq_cst,", 10, "store is release, its comment .2. says seq_cst")

    def test_pair_that_does_not_synchronise(self):
        self.planted("_x.store(1, memory_order_release)", "_x.load(memory_order_acquire)", 10, "is acquire")
        self.fails(self.source(self.good.replace("(2) release", "(2) acquire")
                               .replace("_x.store(1, memory_order_release)", "_x.load(memory_order_acquire)")),
                   "lib/contend/model/a.hpp:9", "do not synchronise")

    def test_duplicate_number(self):
        self.planted("(2) release, partner (1)", "(1) release, partner (1)", 9, "already at line 4")

    def test_comment_without_operation(self):
        self.planted("  _x.store(1, memory_order_release);\n", "", 9, "belongs to no operation")

    def test_one_comment_for_two_operations(self):
        self.planted("  _x.store(1, memory_order_release);\n", "  _x.store(1, memory_order_release);\n" * 2,
                     11, "without a numbered comment")

    def test_relaxed_without_reason(self):
        self.planted("  // Relaxed: a hint.\n", "  f();\n  f();\n  f();\n  f();\n", 15, "relaxed store without")

    def test_default_order(self):
        self.planted("_x.store(2, memory_order_relaxed)", "_x.store(2)", 12, "store without an order")
        self.planted("_x.store(2, memory_order_relaxed)", "_x.fetch_add(2)", 12, "fetch_add without an order")

    def test_operators(self):
        for text in ("++_x", "_x++", "_x += 2", "_x = 2"):
            self.planted("_x.store(2, memory_order_relaxed)", text, 12, "through an operator")

    def test_order_in_a_variable(self):
        self.planted("memory_order_relaxed", "order", 12, "not a constant")

    def test_multi_line_compare_exchange(self):
        text = self.good + """
void c(int e) {
  // (3) acq_rel, partner (3): each sees the last. Relaxed on failure: only retries.
  while (!_x.compare_exchange_weak(e,
                                   f(e, 1),
                                   memory_order_acq_rel,
                                   memory_order_relaxed)) {
  }
}
"""
        self.passes(self.source(text))
        self.fails(self.source(text.replace("  // (3) acq_rel, partner (3): each", "  // each")),
                   "lib/contend/model/a.hpp:17", "acq_rel/relaxed compare_exchange_weak without")

    def test_other_file(self):
        other = """
int c() {
  // (1) acquire, partner a.hpp(2).
  return _x.load(memory_order_acquire);
}
"""
        one = self.good.replace("publishes", "publishes").replace("partner (1)", "partners (1), b.hpp(1)")
        self.passes({**self.source(one), **self.source(other, "model/b.hpp")})
        self.fails({**self.source(self.good), **self.source(other, "model/b.hpp")},
                   "lib/contend/model/b.hpp:3", "does not name it back")
        self.fails({**self.source(one), **self.source("", "model/b.hpp")},
                   "lib/contend/model/a.hpp:9", "does not exist")

    def test_fences_and_builtins(self):
        for text, message in (("std::atomic_thread_fence(std::memory_order_acquire)", "fence"),
                              ("__atomic_load_n(&y, 5)", "builtin"),
                              ("std::atomic_load_explicit(&y, z)", "free atomic function")):
            self.planted("_x.store(2, memory_order_relaxed)", text, 12, message)

    def test_seam(self):
        self.fails(self.source("std::atomic<int> x;\n"), "lib/contend/model/a.hpp:1", "use contend::atomic")
        self.passes({**self.source(""), **self.source("std::atomic<int> x;\n", "harness/a.hpp")})

    def test_strings_and_comments_are_no_code(self):
        self.passes(self.source('auto s = "x.store(1, memory_order_release)"; // x.store(1)\n'
                                "int big = 1'000'000; char c = '\\'';\n"))

    def test_other_classes_have_such_names(self):
        self.passes(self.source("void f() { v.clear(); file.load(name); bits.test(3); cv.wait(lock); }\n"))


class Headers(Checker):
    script = "check_headers"
    good = "// What it is for.\n#pragma once\n"

    def test_good(self):
        self.passes({"lib/a.hpp": self.good + "\n" * 298})

    def test_too_long(self):
        self.fails({"lib/a.hpp": self.good + "\n" * 299}, "lib/a.hpp:301", "301 lines")
        self.fails({"lib/a.hpp": self.good, "tests/a.cpp": "\n" * 351}, "tests/a.cpp:351", "351 lines")

    def test_no_guard(self):
        self.fails({"lib/a.hpp": "// What.\n"}, "lib/a.hpp:1", "no #pragma once")

    def test_using_namespace(self):
        self.fails({"lib/a.hpp": self.good + "using namespace std;\n"}, "lib/a.hpp:3", "using namespace")

    def test_no_purpose(self):
        self.fails({"suites/a.hpp": "#pragma once\n"}, "suites/a.hpp:1", "no comment at the top")

    def test_machine_path(self):
        for folder in ("home/x", "root/x", "work/x"):
            self.fails({"docs/a.md": f"see /{folder}\n"}, "docs/a.md:1", "path of one machine")


if __name__ == "__main__":
    unittest.main()
