#!/usr/bin/env python3
"""Builds gazetteers of invented names at scale and measures them.

    gazetteer.py TRUCE [PLACES…]

TRUCE is the program, built with --release. For each number of places (200000, 1000000 and 12000000 unless told) it
writes tables in the format of GeoNames to a temporary folder, builds an index of them, and prints: time, size and peak
memory of the build; peak memory and time of `truce extract` over the readings below `cases/`, with the index and
without, for claims and for places; and the time of the program's start on one sentence. The same numbers give the same
tables. Figures are printed and never asserted.
"""
import os, random, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = "Guns fell silent in Arden on Monday, the mayor of Ruba said.\n"
# Codes of countries: those where names are spelt by ear come twice, so that half of the names have a sound as well.
COUNTRIES = "SY IQ YE LY SD LB JO AF EG IR FR DE RU UA CN IN BR MX US CO".split()
# Classes and codes of features, as often as GeoNames has them.
FEATURES = [("P", "PPL")] * 9 + [("P", "PPLX"), ("S", "SCH"), ("S", "FRM"), ("S", "CH"), ("H", "STM")] + [
    ("H", "STM"), ("H", "LK"), ("T", "HLL"), ("T", "MT"), ("A", "ADM3"), ("L", "LCTY")]
STARTS = "Ab Ar Ba Bel Cor Da Dur El Fa Gar Ha Il Jo Ka Kir Lo Ma Mir Na Or Pa Qa Ra Ru Sa Shi Ta Tel Um Va Wa Ya Za".split()
MIDDLES = "la ri no sha da mu ke ba ti ro ja zi fo ne ga hi lu va se wa".split()
ENDS = "n r l h m d t s b k na ra ya da la eh iya an ar un ek ov ak".split()
FIRSTS = ["", "", "", "Al-", "Tell ", "Old ", "New ", "Upper ", "Saint "]


def name(rng):
    middle = "".join(rng.choice(MIDDLES) for _ in range(rng.randrange(1, 4)))
    return rng.choice(FIRSTS) + rng.choice(STARTS) + middle + rng.choice(ENDS)


def tables(folder, places):
    """Writes countryInfo.txt and a dump of so many places."""
    rng = random.Random(places)
    countries = folder / "countryInfo.txt"
    with countries.open("w", encoding="utf-8") as out:
        for at, code in enumerate(COUNTRIES):
            cells = [code, code + "X", str(at), code, f"Land {code.title()}", "", "500000", "20000000", "AS"]
            out.write("\t".join(cells + [""] * 7 + [str(90_000_000 + at), "", ""]) + "\n")
    dump = folder / "dump.txt"
    with dump.open("w", encoding="utf-8", buffering=1 << 20) as out:
        for at in range(places):
            kind, code = rng.choice(FEATURES)
            others = ",".join(name(rng) for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 5))))
            people = int(10 ** rng.uniform(1, 5)) if kind == "P" and rng.random() < 0.1 else 0
            main = name(rng)
            out.write(
                f"{at + 1}\t{main}\t{main}\t{others}\t{rng.uniform(-60, 75):.4f}\t{rng.uniform(-180, 180):.4f}\t{kind}\t"
                f"{code}\t{rng.choice(COUNTRIES)}\t\t{rng.randrange(1, 30):02}\t\t\t\t{people}\t\t0\tEtc/UTC\t2031-01-01\n"
            )
    return [countries, dump]


def run(*command):
    """Runs a program; gives its output, seconds on the clock and on the cores, and peak memory in MB."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([str(word) for word in command], stdout=out, stderr=subprocess.PIPE)
        said = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        out.seek(0)
        if child.returncode:
            sys.exit(f"{' '.join(map(str, command))}: {said}")
        return out.read().decode(), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def reading(truce, gazetteer, folder):
    """Prints what reading costs with these arguments."""
    texts = sorted(path for path in (ROOT / "cases/readings").glob("*.txt") if path.name != "held-out.txt")
    for what, wanted in (("claims", ["--format", "jsonl"]), ("places", ["--places"])):
        _, seconds, cores, peak = run(truce, "extract", "--jobs", "1", *wanted, *gazetteer, *texts)
        print(f"  {what} of {len(texts)} readings: {seconds:.2f} s, {cores:.2f} s on the core, peak memory {peak:.0f} MB")
    sentence = folder / "sentence.txt"
    sentence.write_text(SENTENCE, encoding="utf-8")
    for what, wanted in (("claims", ["--format", "jsonl"]), ("places", ["--places"])):
        runs = [run(truce, "extract", *wanted, *gazetteer, sentence)[1:] for _ in range(25)]
        seconds, cores, peak = (sorted(column)[len(runs) // 2] for column in zip(*runs))
        clock, core = seconds * 1000, cores * 1000
        print(f"  {what} of one sentence: {clock:.0f} ms, {core:.0f} ms on the cores (medians of 25), peak memory {peak:.0f} MB")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    truce = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        print("without a gazetteer of one's own")
        reading(truce, [], folder)
        for places in map(int, sys.argv[2:] or ["200000", "1000000", "12000000"]):
            inputs = tables(folder, places)
            size = sum(path.stat().st_size for path in inputs) / 1e6
            print(f"\n{places} places, tables of {size:.0f} MB")
            index = folder / "own.gazetteer"
            said, seconds, cores, peak = run(truce, "gazetteer", "build", "--out", index, *inputs)
            print(f"  build: {seconds:.1f} s, {cores:.1f} s on the core, peak memory {peak:.0f} MB: {said.strip().partition(': ')[2]}")
            inputs[1].unlink()
            _, seconds, _, peak = run(truce, "gazetteer", "check", index)
            print(f"  check: {seconds:.2f} s, peak memory {peak:.0f} MB")
            reading(truce, ["--gazetteer", index], folder)
            sys.stdout.flush()


main()
