#!/usr/bin/env python3
"""Counts what ctest did, from its JUnit files: the last lines of scripts/test.

Arguments, one a stage: PRESET=JUNIT=CTEST_EXIT=LOG, or PRESET=REASON for a stage that did not
get as far as testing (one failure). Exit 0 if all passed, 1 if anything failed or nothing ran.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as xml


def reason(case):
    """The line of a skipped test's output that says why it was skipped."""
    lines = [line.strip() for line in (case.findtext("system-out") or "").splitlines()]
    for i, line in enumerate(lines):
        if line.lower().startswith("skipped:"):
            return line[len("skipped:"):].strip()
        if line.endswith(": Skipped") and i + 1 < len(lines):  # GoogleTest: file, then message
            return lines[i + 1] or line
    skipped = case.find("skipped")
    said = next((line for line in lines if line), "")
    return said or (skipped.get("message") if skipped is not None else "") or "no reason given"


def short(name):
    """CMake 3.25 copies GoogleTest's whole line into the name of a typed test: keep the type."""
    return re.sub(r"<[^<>]*/(\w+)\.\s+# TypeParam = .*>$", r"<\1>", name)


def suite(case):
    """What a process that ran a whole suite of GoogleTest says of it: (passed, [reason of each
    skipped test]); None for any other case. One that failed counts as one."""
    output = case.findtext("system-out") or ""
    passed = re.search(r"^\[  PASSED  \] (\d+) tests?\.", output, re.M)
    if not passed:
        return None
    reasons = [why.strip() or "no reason given" for why in re.findall(r": Skipped\n(.*)", output)]
    count = re.search(r"^\[  SKIPPED \] (\d+) tests?[.,]", output, re.M)
    reasons += ["no reason given"] * (int(count.group(1)) - len(reasons) if count else 0)
    return int(passed.group(1)), reasons


def cases(case):
    """The same of a process that ran several cases under `contend stress`:
    (passed, [(case, reason) of each skipped case]); None for any other."""
    output = case.findtext("system-out") or ""
    passed = re.search(r"^(\d+) passed, 0 failed, (\d+) skipped$", output, re.M)
    if not passed or not case.get("name").startswith("stress."):
        return None
    skipped = re.findall(r"^skip  (\S+): (.*)$", output, re.M)
    skipped += [("?", "no reason given")] * (int(passed.group(2)) - len(skipped))
    return int(passed.group(1)), skipped


def blame(case, most=12):
    """The lines of a failed test's output that say what failed: those that look like it, with the
    line before the first, else its last ones."""
    lines = [line.rstrip() for line in (case.findtext("system-out") or "").splitlines() if line.strip()]
    tells = re.compile(r"fail|error|sanitizer|warning|leak|killed|signal|timeout|expected|actual|#[0-4] 0x", re.I)
    calm = re.compile(r"^\d+ passed, 0 failed|^100% tests passed|^ok |^\[ +(OK|RUN) ")
    told = [line for line in lines if tells.search(line) and not calm.search(line)]
    said = told[:most] if told else lines[-most:]
    failure = case.find("failure")
    message = failure.get("message") if failure is not None else None
    return ([message] if message else []) + said


def stage(preset, junit):
    """(passed, [(name, what it said)] of failed, [(name, reason)] of skipped)"""
    passed, failed, skipped = 0, [], []
    for case in xml.parse(junit).getroot().iter("testcase"):
        name = f"{preset}: {short(case.get('name'))}"
        status = case.get("status")
        if case.find("skipped") is not None or status in ("notrun", "disabled"):
            why = reason(case)
            # ctest also says "notrun" for a program that is not there: that is a failure.
            if status == "notrun" and "Unable to find executable" in (
                    why + str(case.find("skipped").get("message") if case.find("skipped") is not None else "")):
                failed.append((name, ["its program was not built"]))
            else:
                skipped.append((name, why))
        elif case.find("failure") is not None or status == "fail":
            failed.append((name, blame(case)))
        elif together := cases(case):
            passed += together[0]
            skipped += [(f"{preset}: stress.{which}", why) for which, why in together[1]]
        else:
            ran, left_out = suite(case) or (1, [])
            passed += ran
            skipped += [(name, why) for why in left_out]
    return passed, failed, skipped


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if arguments else 2
    passed, failed, skipped, empty = 0, [], [], False
    for argument in arguments:
        preset, _, rest = argument.partition("=")
        fields = rest.split("=")
        if len(fields) < 3 or not pathlib.Path(fields[0]).exists():
            why = fields[0] if len(fields) < 3 else f"ctest ended with {fields[1]}, see {fields[2]}"
            print(f"{preset}: {why}")
            failed.append((f"{preset}: {why}", []))
            continue
        junit, code, log = fields
        ok, bad, left_out = stage(preset, junit)
        print(f"{preset}: {ok} passed, {len(bad)} failed, {len(left_out)} skipped")
        if ok + len(bad) == 0:
            bad.append((f"{preset}: no test ran", []))
        if int(code) != 0 and not bad:
            bad.append((f"{preset}: ctest ended with {code}, see {log}", []))
        if bad:
            print(f"  log with the output of what failed: {log}")
        passed, failed, skipped = passed + ok, failed + bad, skipped + left_out
    for name, why in skipped:
        print(f"skipped  {name}  ({why})")
    for name, said in failed:
        print(f"FAILED   {name}")
        for line in said:
            print(f"    {line[:240]}")
    print(f"{passed} passed, {len(failed)} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
