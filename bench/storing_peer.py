"""Stores claims by a plain schema of SQLite with FTS5 and R*Tree kept by triggers, as a floor for `storing`.

python3 bench/storing_peer.py [CLAIMS] [FOLDER]. Needs nothing but Python with SQLite; prints claims a second and the
times of the same questions. It keeps no log, no chain of hashes, no texts of documents and no former versions.
"""

import os
import random
import sqlite3
import sys
import tempfile
import time

WORDS, DAYS, BATCH, ASKED = 30, 3650, 50_000, 500

SCHEMA = """
CREATE TABLE claim (number INTEGER PRIMARY KEY, id TEXT NOT NULL, quote TEXT NOT NULL, source TEXT, agent TEXT, place TEXT,
                    day INTEGER, latitude REAL, longitude REAL);
CREATE UNIQUE INDEX claim_id ON claim (id);
CREATE INDEX claim_day ON claim (day);
CREATE INDEX claim_place ON claim (place);
CREATE VIRTUAL TABLE words USING fts5 (quote, content='claim', content_rowid='number');
CREATE VIRTUAL TABLE point USING rtree (number, south, north, west, east);
CREATE TRIGGER claim_words AFTER INSERT ON claim BEGIN
  INSERT INTO words (rowid, quote) VALUES (NEW.number, NEW.quote);
  INSERT INTO point VALUES (NEW.number, NEW.latitude, NEW.latitude, NEW.longitude, NEW.longitude);
END;
"""


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
        store = sqlite3.connect(os.path.join(folder, "peer.db"), isolation_level=None)
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = FULL")
        store.executescript(SCHEMA)
        draw = random.Random(7)
        words = [f"w{n:x}" if n >= 4000 else f"{'bcdfglmnprst'[n % 12]}{'aeiou'[n % 5]}{n:x}" for n in range(60_000)]
        spent = 0.0
        for first in range(0, count, BATCH):
            rows = [row(draw, words, number) for number in range(first, min(first + BATCH, count))]
            start = time.perf_counter()
            store.execute("BEGIN IMMEDIATE")
            store.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            store.execute("COMMIT")
            spent += time.perf_counter() - start
        print(f"{count} claims of {WORDS} words: {spent:.1f} s, {count / spent:.0f} claims a second")
        ask(store, draw, words)


def row(draw, words, number):
    # The lower a word's place, the likelier it is (Zipf, exponent 1).
    quote = " ".join(words[min(int(60_001 ** draw.random()), 60_000) - 1] for _ in range(WORDS))
    return (number, f"clm-{draw.getrandbits(48):012x}", quote, f"source {draw.randrange(500)}", f"brigade {draw.randrange(300)}",
            f"village {draw.randrange(2000)}", draw.randrange(DAYS), draw.uniform(32, 42), draw.uniform(36, 46))


def ask(store, draw, words):
    def week():
        first = draw.randrange(DAYS - 7)
        return "SELECT * FROM claim WHERE day BETWEEN ? AND ? LIMIT 50", (first, first + 6)

    def box():
        south, west = draw.uniform(32, 41.5), draw.uniform(36, 45.5)
        return ("SELECT claim.* FROM point JOIN claim USING (number) WHERE south >= ? AND north <= ? AND west >= ? AND east <= ? "
                "LIMIT 50", (south, south + 0.5, west, west + 0.5))

    def common():
        both = f"{words[draw.randrange(40)]} {words[draw.randrange(40)]}"
        return "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 20", (both,)

    for what, question in [("a week, 50 claims", week), ("half a degree, 50 claims", box),
                           ("two of the forty commonest words, best 20", common)]:
        times = []
        for _ in range(ASKED if question is not common else 50):
            sql, values = question()
            start = time.perf_counter()
            store.execute(sql, values).fetchall()
            times.append(time.perf_counter() - start)
        times.sort()
        at = lambda part: times[(len(times) - 1) * part // 100] * 1e3
        print(f"{what}: {at(50):.2f} ms at the 50th, {at(99):.2f} ms at the 99th percentile")


if __name__ == "__main__":
    main()
