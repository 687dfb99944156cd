-- The views: derived from the log alone, each row in force from from_seq until before to_seq. They say which records
-- and claims to read; the content itself is read from the log. They may be emptied or dropped at any time and are
-- rebuilt with identical content. Written once for all databases: see `views::define`.

DROP TABLE IF EXISTS claim_place;
DROP TABLE IF EXISTS claim;
DROP TABLE IF EXISTS document;
DROP TABLE IF EXISTS agreement;
DROP TABLE IF EXISTS word_part;
DROP TABLE IF EXISTS word_chunk;
DROP TABLE IF EXISTS word_run;
DROP TABLE IF EXISTS loading;
DROP TABLE IF EXISTS told;
DROP TABLE IF EXISTS telling;

CREATE TABLE document (
    from_seq  INTEGER PRIMARY KEY,        -- the record that brought it
    to_seq    INTEGER,                    -- the record that withdrew or erased it
    id        TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    outlet    TEXT,
    published TEXT,
    text      TEXT    NOT NULL,
    original  TEXT    NOT NULL
) STRICT;

CREATE INDEX document_id ON document (id, from_seq);

CREATE TABLE claim (
    number     INTEGER PRIMARY KEY,       -- the record that read it times 2^20, plus its place among that record's claims
    to_seq     INTEGER,                   -- the record that withdrew its document or read it anew
    id         TEXT    NOT NULL,
    document   INTEGER NOT NULL,          -- from_seq of its document
    kind       TEXT    NOT NULL,
    act        TEXT    NOT NULL,
    source_key TEXT,                      -- names in the form in which they are compared
    agent_key  TEXT,
    target_key TEXT,
    stretch    INTEGER,                   -- how long it can have taken: class 0 is a day, each further one eight times as long
    first_day  INTEGER,                   -- first and last day on which it can have happened, counted from 1970-01-01
    last_day   INTEGER,
    cell       INTEGER,                   -- where its source gives coordinates: the quarter of a degree, row by row
    latitude   INTEGER,                   -- in millionths of a degree
    longitude  INTEGER
) STRICT;

CREATE INDEX claim_document ON claim (document);

CREATE TABLE claim_place (
    number    INTEGER NOT NULL,           -- the claim's
    position  INTEGER NOT NULL,           -- from 0, most specific first
    place_key TEXT    NOT NULL,
    PRIMARY KEY (number, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement (
    from_seq INTEGER PRIMARY KEY,         -- the record that brought this version
    to_seq   INTEGER,                     -- the record that brought the next
    id       TEXT    NOT NULL,
    title    TEXT    NOT NULL
) STRICT;

CREATE INDEX agreement_id ON agreement (id, from_seq);

-- One row while an archive is loaded and the indexes of claims are left out.
CREATE TABLE loading (
    since INTEGER PRIMARY KEY             -- the last record before it
) STRICT;

-- The words of claims, in indexes that rank. Claims count here from 0, in the order of the log.
CREATE TABLE word_part (
    part     INTEGER PRIMARY KEY,         -- from the hash of its bytes
    first    INTEGER NOT NULL,            -- the first claim of it
    claims   INTEGER NOT NULL,            -- how many
    words    INTEGER NOT NULL,            -- how many words they have
    contents TEXT    NOT NULL             -- its files: name, first byte and length of each, as JSON
) STRICT;

CREATE TABLE word_chunk (
    part     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    bytes    BLOB    NOT NULL,            -- 64 KiB of the files of a part, one behind the other
    sum      INTEGER NOT NULL,            -- the first 63 bits of their SHA-256, so that damage is found before it is read
    PRIMARY KEY (part, position)
) STRICT;

CREATE TABLE word_run (
    first  INTEGER PRIMARY KEY,           -- from this claim on
    number INTEGER NOT NULL,              -- numbers follow one another from here
    words  INTEGER NOT NULL               -- how many words the claims of the part have before it
) STRICT;

CREATE INDEX word_run_number ON word_run (number);

CREATE TABLE telling (
    seq     INTEGER PRIMARY KEY,          -- the last record of a day, or the last of all
    program TEXT    NOT NULL              -- what computed it: the program and its lists, by their hash
) STRICT;

CREATE TABLE told (
    view     TEXT    NOT NULL,            -- incident, finding, toll, obligation
    id       TEXT    NOT NULL,
    from_seq INTEGER NOT NULL,            -- the telling from which it stood so
    to_seq   INTEGER,                     -- the telling from which it did not
    content  TEXT    NOT NULL,            -- as JSON
    PRIMARY KEY (view, id, from_seq)
) STRICT;

CREATE INDEX told_from ON told (from_seq);
CREATE INDEX told_to ON told (to_seq);
