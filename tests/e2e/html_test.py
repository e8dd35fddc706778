"""What a sweep leaves for people and for programs: the page is whole and quiet, results.json is as
its schema says, and the sample of the unit tests, which has every oddity, is so too."""
import json
import os
import pathlib
import re
import subprocess
import unittest

import html_check
from command import CONTEND, CommandTest, contend, journal, main

SCHEMA = pathlib.Path(__file__).parents[2] / "docs/schema/results.schema.json"
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_a(value, kind):
    if kind in ("number", "integer"):
        fits = (int, float) if kind == "number" else int
        return isinstance(value, fits) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


def errors(value, schema, root, at="$"):
    """What of JSON Schema 2020-12 our schema uses; yields one line for each violation."""
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        yield from errors(value, target, root, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(is_a(value, kind) for kind in kinds):
        yield f"{at}: {value!r} is no {' or '.join(kinds)}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "minimum" in schema and is_a(value, "number") and value < schema["minimum"]:
        yield f"{at}: {value} is too small"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    if "oneOf" in schema:
        fitting = [s for s in schema["oneOf"] if not any(errors(value, s, root, at))]
        if len(fitting) != 1:
            yield f"{at}: fits {len(fitting)} of the alternatives"
    if "if" in schema:
        branch = "else" if any(errors(value, schema["if"], root, at)) else "then"
        yield from errors(value, schema.get(branch, {}), root, at)
    if isinstance(value, dict):
        yield from (f"{at}: {name} is missing" for name in schema.get("required", []) if name not in value)
        for name, part in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            yield from errors(part, inner, root, f"{at}.{name}")
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        if len(value) < schema.get("minItems", 0) or (schema.get("items") is False and len(value) > len(first)):
            yield f"{at}: has {len(value)} items"
        for i, part in enumerate(value):
            inner = first[i] if i < len(first) else schema.get("items") or {}
            yield from errors(part, inner, root, f"{at}[{i}]")


class Html(CommandTest):
    def sweep(self):
        # 64 threads: on most hosts oversubscribed, so that a busy one can't void every point.
        self.assert_fine(contend("sweep", "--filter", "control/(empty|hot_atomic)/", "--threads", "1,64",
                                 "--window", "5ms", "--windows", 2, "--blocks", 2, "--out", self.out))
        return self.out

    def sample(self):
        """The unit tests' made-up run, as files."""
        program = pathlib.Path(CONTEND).resolve().parent / "tests/unit_tests"
        self.scratch.joinpath("sample").mkdir()
        done = subprocess.run([program, "--gtest_filter=html.writes_the_sample_where_asked"], check=False,
                              capture_output=True, text=True,
                              env={**os.environ, "CONTEND_SAMPLE": str(self.scratch / "sample")})
        self.assertEqual(done.returncode, 0, done.stdout)
        return self.scratch / "sample"

    def check_results(self, directory):
        schema = json.loads(SCHEMA.read_text())
        results = json.loads((directory / "results.json").read_text(), parse_constant=self.fail)
        self.assertEqual(list(errors(results, schema, schema)), [])
        try:
            import jsonschema
        except ImportError:
            return
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(results)

    def test_page_of_a_sweep_is_whole_and_quiet(self):
        self.assertEqual(html_check.parse((self.sweep() / "report.html").read_text()), [])

    def test_sample_page_is_whole_and_quiet(self):
        self.assertEqual(html_check.parse((self.sample() / "report.html").read_text()), [])

    def test_sample_page_has_every_section(self):
        page = (self.sample() / "report.html").read_text()
        for mark in ('id="ratio-1"', 'id="crossings"', 'class="here"', "Ranking at 8 threads", "negative scaling",
                     "retained over time", "Made to break", "Preset <b>sample</b>"):
            self.assertIn(mark, page)

    def test_what_a_load_recorded_over_time_is_drawn(self):
        # 64 threads: see sweep().
        self.assert_fine(contend("sweep", "--filter", "refcount/cross_drop/(biased|atomic)/remote:100/",
                                 "--threads", "2,64", "--window", "5ms", "--windows", 2, "--blocks", 1,
                                 "--out", self.out))
        _, points = journal(self.out)
        if not any(p.get("series") for p in points):
            self.skipTest("the host was too busy to sample anything")
        self.assertIn("over time", (self.out / "report.html").read_text())
        self.check_results(self.out)

    def test_pages_load_in_a_browser_without_a_request(self):
        chromium = html_check.find_chromium()
        if chromium is None:
            self.skipTest("no chromium on this machine; the pages are parsed by other tests")
        for page in (self.sweep(), self.sample()):
            self.assertEqual(html_check.browse(chromium, page / "report.html"), [])

    def test_check_sees_what_it_must(self):
        page = (self.sample() / "report.html").read_text()
        for evil in ('<img src="http://example.invalid/x.png">', "<b onclick='x()'>b</b>",
                     "<script>alert(1)</script>", "<p>", '<h2 id="ratio-1">late</h2>',
                     "<table><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></table>", '<a href="#nowhere">a</a>', '<p style="x">p</p>'):
            self.assertNotEqual(html_check.parse(page.replace("</main>", evil + "</main>")), [], evil)

    def test_results_of_a_sweep_follow_the_schema(self):
        self.check_results(self.sweep())

    def test_sample_results_follow_the_schema(self):
        self.check_results(self.sample())

    def test_schema_refuses_what_it_must(self):
        schema = json.loads(SCHEMA.read_text())
        text = (self.sample() / "results.json").read_text()
        for change in (lambda r: r.update(schema=2), lambda r: r["run"].pop("seed"),
                       lambda r: r["curves"][0]["points"][0].update(throughput=None),
                       lambda r: r["curves"][0]["points"][0].update(status="fine"),
                       lambda r: r["curves"][0]["points"][0].update(interval=[1])):
            results = json.loads(text)
            change(results)
            self.assertNotEqual(list(errors(results, schema, schema)), [])


if __name__ == "__main__":
    main()
