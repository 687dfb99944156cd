-- The log and the texts: what nothing may change. The views that are derived from it come in 0002.

CREATE TABLE log (
    seq         INTEGER PRIMARY KEY,      -- from 1, without gaps
    recorded_at TEXT    NOT NULL,         -- UTC, nine decimals, never before that of the record above
    kind        TEXT    NOT NULL,         -- document, extraction, agreement, decision
    payload     TEXT    NOT NULL,         -- the record, as JSON
    hash        TEXT    NOT NULL          -- over the hash above it, seq, recorded_at, kind and the payload's hash
) STRICT;

CREATE INDEX log_recorded_at ON log (recorded_at);

CREATE TABLE blob (
    hash  TEXT PRIMARY KEY,               -- SHA-256 of bytes, in hexadecimal
    bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER log_is_not_updated BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is never updated'); END;

CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is never deleted from'); END;

-- Also keeps INSERT OR REPLACE out, which deletes without asking the trigger above.
CREATE TRIGGER log_has_no_gap BEFORE INSERT ON log
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM log)
BEGIN SELECT RAISE(ABORT, 'the log only grows at its end'); END;

CREATE TRIGGER blob_is_not_updated BEFORE UPDATE ON blob
BEGIN SELECT RAISE(ABORT, 'a blob is never updated'); END;

CREATE TRIGGER blob_is_not_deleted BEFORE DELETE ON blob
BEGIN SELECT RAISE(ABORT, 'a blob is never deleted'); END;

CREATE TRIGGER blob_is_not_replaced BEFORE INSERT ON blob
WHEN EXISTS (SELECT 1 FROM blob WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'a blob is never replaced'); END;
