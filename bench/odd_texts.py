#!/usr/bin/env python3
"""Reads odd texts of one and of four lengths, and shows those for which four times the length take much more than four times.

Usage: python3 bench/odd_texts.py target/release/truce [LENGTH]
Prints a line a kind of text and reader; ends with 1 if a time grows faster than the length, or the program panics.
"""

import resource
import subprocess
import sys

SAID = "Northern forces shelled Arden on Tuesday, killing three people, the mayor said. "

REPEATED = {
    "claims in one paragraph": SAID,
    "claims in paragraphs": SAID + "\n\n",
    "no full stop": "the army and the rebels shelled Arden and ",
    "one word": "a",
    "capitals": "Arden ",
    "open quotation marks": "“truce ",
    "quotation marks": '"truce" ',
    "commas": "truce, ",
    "signs": ",",
    "open brackets": "(",
    "numbers": "1 2 truce 3,000 ",
    "dates": "truce on March 5, 2031, at 5 p.m. on Monday and ",
    "dated sentences": "The truce began on March 5, 2031, at 5 p.m. on Monday. ",
    "attributions": "he said truce ",
    "nested attributions": "said that truce ",
    "lines": "truce\n",
    "paragraphs": "truce\n\n",
    "datelines": "ARDEN, March 5 (Agency) - The truce held in Ruba on Monday.\n\n",
    "ruled lines": "The truce held.\n=====\n",
    "captions": "A man walks in Arden. AGENCY/A. Bee\n\n",
    "credits": "(Reporting by A. Bee; Editing by C. Dee)\n\n",
    "nested elements": "<div>truce ",
    "page of paragraphs": "<p>The truce held in Arden.</p>",
    "open attributes": '<p a="truce ',
    "references": "&amp;&lt",
    "open comments": "<!-- ",
    "open scripts": "<script>a</",
    "controls of direction": "truce \u202eArden\u202c \u05d0 ",
    "invisible signs": "tr\u200buce\u00ad ",
    "marks on one letter": "\u0301",
    "abbreviations": "U.S. Gen. A. B. truce Mr. ",
    "hyphens": "cease-fire-",
    "apostrophes": "truce's' ",
    "full stops": ".",
    "joined words": "truce and ",
    "phrases in phrases": "truce of ",
    "distances": "20 km north of truce ",
}
PAGES = {"nested elements", "page of paragraphs", "open attributes", "references", "open comments", "open scripts"}
READERS = {"claims": ["--format", "jsonl"], "places": ["--places"], "times": ["--timex"]}


def text(kind, length):
    start = "<html><body><p>The truce held in Arden. " if kind in PAGES else "The truce held in Arden. "
    if kind == "names":
        lines = (f"Colonel Ard{'abcdefgh'[i % 8]}sen of the Front of Tal{i} said rebels shelled Rub{i}." for i in range(length // 70))
        return start + "\n\n".join(lines)
    return start + (REPEATED[kind] * (length // len(REPEATED[kind]) + 1))[:length]


def busy(program, options, given):
    """Seconds on a core, and whether the program ended as it should."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run([program, "extract", *options, "--jobs", "1", "-"], input=given.encode(), capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    sound = run.returncode in (0, 1) and b"panicked" not in run.stderr
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, sound


def main():
    program = sys.argv[1]
    length = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    faults = 0
    for reader, options in READERS.items():
        start, _ = busy(program, options, "Arden.")
        for kind in [*REPEATED, "names"]:
            (short, sound), (long, sound_too) = (busy(program, options, text(kind, n)) for n in (length, 4 * length))
            # What is hardly more than the start tells nothing.
            grown = max(long - start, 0.0) / max(short - start, 0.05)
            fault = not (sound and sound_too) or grown > 7
            faults += fault
            print(f"{reader}, {kind}: {short:.2f} s, {long:.2f} s, {grown:.1f} times{'  <- FAULT' if fault else ''}", flush=True)
    print(f"{faults} faults")
    sys.exit(faults > 0)


main()
