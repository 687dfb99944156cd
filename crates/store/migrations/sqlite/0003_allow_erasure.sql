-- Lets the words of a record and the bytes of a blob go, and nothing else of them: the record that erases is in the
-- log, the hash of what stood there is kept here, and the chain is still checked by it.

CREATE TABLE erased_record (
    seq     INTEGER PRIMARY KEY,          -- the record that lost its words
    content TEXT    NOT NULL,             -- SHA-256 of the payload as it was
    by_seq  INTEGER NOT NULL              -- the record that erased it
) STRICT;

CREATE TABLE erased_blob (
    hash   TEXT    PRIMARY KEY,           -- of the bytes as they were
    by_seq INTEGER NOT NULL
) STRICT;

-- One row while an erasure is not yet carried through to the last byte of the files.
CREATE TABLE unscrubbed (
    by_seq INTEGER PRIMARY KEY
) STRICT;

DROP TRIGGER log_is_not_updated;
CREATE TRIGGER log_is_not_updated BEFORE UPDATE ON log
WHEN NEW.seq IS NOT OLD.seq OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.kind IS NOT OLD.kind
     OR NEW.hash IS NOT OLD.hash OR NOT EXISTS (SELECT 1 FROM erased_record WHERE seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'the log is never updated'); END;

DROP TRIGGER blob_is_not_deleted;
CREATE TRIGGER blob_is_not_deleted BEFORE DELETE ON blob
WHEN NOT EXISTS (SELECT 1 FROM erased_blob WHERE hash = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'a blob is never deleted'); END;

CREATE TRIGGER erased_record_is_not_updated BEFORE UPDATE ON erased_record
BEGIN SELECT RAISE(ABORT, 'what was erased stays so'); END;

CREATE TRIGGER erased_record_is_not_deleted BEFORE DELETE ON erased_record
BEGIN SELECT RAISE(ABORT, 'what was erased stays so'); END;

CREATE TRIGGER erased_blob_is_not_updated BEFORE UPDATE ON erased_blob
BEGIN SELECT RAISE(ABORT, 'what was erased stays so'); END;
