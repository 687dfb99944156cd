-- The views: derived from the log alone, each row in force from from_seq until before to_seq.
-- They say which records and claims to read; the content itself is read from the log. They may be emptied
-- or dropped at any time and are rebuilt with identical content.

CREATE TABLE document (
    id        TEXT    NOT NULL,
    from_seq  INTEGER NOT NULL,           -- the record that brought it
    to_seq    INTEGER,                    -- the record that withdrew it
    name      TEXT    NOT NULL,
    outlet    TEXT,
    published TEXT,
    text      TEXT    NOT NULL,
    original  TEXT    NOT NULL,
    PRIMARY KEY (id, from_seq)
) STRICT;

CREATE UNIQUE INDEX document_in_force ON document (id) WHERE to_seq IS NULL;

CREATE TABLE claim (
    id         TEXT    NOT NULL,
    from_seq   INTEGER NOT NULL,          -- the record that read it
    position   INTEGER NOT NULL,          -- its place among the claims of that record, from 0
    to_seq     INTEGER,                   -- the record that withdrew its document or read it anew
    document   TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    act        TEXT    NOT NULL,
    source_key TEXT,                      -- names in the form in which they are compared
    agent_key  TEXT,
    target_key TEXT,
    start_on   TEXT,                      -- first and last day on which it happened
    end_on     TEXT,
    PRIMARY KEY (id, from_seq)
) STRICT;

CREATE INDEX claim_document ON claim (document);
CREATE INDEX claim_act ON claim (act);

CREATE TABLE claim_place (
    claim     TEXT    NOT NULL,
    from_seq  INTEGER NOT NULL,
    position  INTEGER NOT NULL,           -- from 0, most specific first
    name      TEXT    NOT NULL,
    place_key TEXT    NOT NULL,
    PRIMARY KEY (claim, from_seq, position),
    FOREIGN KEY (claim, from_seq) REFERENCES claim (id, from_seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_place_key ON claim_place (place_key);

CREATE TABLE agreement (
    id       TEXT    NOT NULL,
    from_seq INTEGER NOT NULL,            -- the record that brought this version
    to_seq   INTEGER,                     -- the record that brought the next
    title    TEXT    NOT NULL,
    PRIMARY KEY (id, from_seq)
) STRICT;

CREATE UNIQUE INDEX agreement_in_force ON agreement (id) WHERE to_seq IS NULL;
