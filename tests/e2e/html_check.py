#!/usr/bin/env python3
"""Checks a report.html: whole, self-contained, and quiet on the network.

usage: html_check.py REPORT.html

What a parser can tell is always checked; where a Chromium is installed, the page is also loaded
with the network log on. Prints what is wrong, one line each; exit 1 if anything is."""
import base64
import hashlib
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

VOID = {"meta", "br", "hr", "input", "link", "img", "col", "wbr"}


class Page(html.parser.HTMLParser):
    """Collects what the checks ask for, and complains about tags that do not match."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.wrong, self.count = [], [], [], [], {}
        self.policy, self.inline = "", {"style": [], "script": []}
        self.widths = []  # of the open table's rows

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.widths = []
        elif tag == "tr":
            self.widths.append(0)
        elif tag in ("td", "th"):
            self.widths[-1] += int(attributes.get("colspan", 1))
        for name, value in attributes.items():
            if name == "style" or name.startswith("on"):
                self.wrong.append(f"<{tag}> has {name}=, which the policy forbids")
            if name in ("src", "srcset", "data", "poster", "action"):
                self.wrong.append(f"<{tag}> has {name}={value}")
            if name == "href" and not value.startswith("#"):
                self.wrong.append(f"<{tag}> links out: {value}")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if attributes.get("href", "").startswith("#"):
            self.links.append(attributes["href"][1:])
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"line {self.getpos()[0]}: </{tag}> closes nothing")
        if tag == "table" and len(set(self.widths)) > 1:
            self.wrong.append(f"line {self.getpos()[0]}: a table's rows are {set(self.widths)} cells wide")

    def handle_data(self, data):
        if self.open and self.open[-1] in self.inline:
            self.inline[self.open[-1]].append(data)


def digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def parse(text):
    page = Page()
    page.feed(text)
    wrong = page.wrong + [f"<{tag}> is never closed" for tag in page.open]
    wrong += [f"id {i} is there twice" for i in set(page.ids) if page.ids.count(i) > 1]
    wrong += [f"#{link} leads nowhere" for link in page.links if link not in page.ids]
    if "default-src 'none'" not in page.policy:
        wrong.append("no policy that forbids all by default")
    for kind, blocks in page.inline.items():
        if len(blocks) != 1 or f"{kind}-src {digest(''.join(blocks))}" not in page.policy:
            wrong.append(f"the policy does not name the page's own {kind}")
    wrong += [f"an address: {a}" for a in re.findall(r"\bhttps?://[^\s\"'<]*", text)]
    wrong += ["a number that is none"] * len(re.findall(r"[\"\s,]-?(?:nan|inf)[\"\s,<]", text))
    at = [text.find(mark) for mark in ('id="ratio-1"', 'class="notice', "<nav", 'id="crossings"', 'class="plots"')]
    if sorted(at, key=lambda i: (i < 0, i))[:sum(i >= 0 for i in at)] != [i for i in at if i >= 0]:
        wrong.append("its sections are not in the order in which they should be read")
    wrong += ["a chart without a title"] * len(re.findall(r'<svg class="chart"[^>]*>(?!<title)', text))
    for tag in ("svg", "table", "title", "footer"):
        if not page.count.get(tag):
            wrong.append(f"no <{tag}>")
    return wrong


def browse(chromium, file):
    """Loads the page and reads the browser's own log of its requests and its console."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "net.json"
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
             "--disable-background-networking", "--disable-component-update", "--no-first-run",
             "--host-resolver-rules=MAP * ~NOTFOUND", f"--log-net-log={log}",
             "--enable-logging=stderr", "--dump-dom", file.resolve().as_uri()],
            capture_output=True, text=True, timeout=120, check=False)
        wrong = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        if "</svg>" not in done.stdout:
            wrong.append("the browser sees no chart")
        if log.exists():
            text = log.read_text(errors="replace").rstrip().rstrip(",")
            try:
                events = json.loads(text)["events"]
            except ValueError:
                events = json.loads(text + "]}")["events"]
            urls = {e.get("params", {}).get("url", "") for e in events}
            # The browser's own errands go to its makers; a page's would name the page as initiator.
            mine = {e["params"]["url"] for e in events
                    if e.get("params", {}).get("initiator", "").startswith("file:") and "url" in e["params"]}
            wrong += [f"a request: {u}" for u in sorted(mine & urls) if not u.startswith("file:")]
        return wrong


def find_chromium():
    """The browser's path; None if there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def check(file):
    """All that is wrong with the file, a line each."""
    wrong = parse(file.read_text(encoding="utf-8"))
    chromium = find_chromium()
    if chromium:
        return wrong + browse(chromium, file)
    print("html_check: no Chromium, so the page was parsed but not loaded")
    return wrong


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    file = pathlib.Path(sys.argv[1])
    wrong = check(file)
    for line in wrong:
        print(f"{file}: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
