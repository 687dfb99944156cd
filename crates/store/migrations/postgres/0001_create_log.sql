-- The log and the texts: what nothing may change but an erasure. The views that are derived from them come beside.
-- `{schema}` stands for the schema of the store.

CREATE TABLE trucewatch (
    version INTEGER NOT NULL              -- how many of these files were applied
);

CREATE TABLE log (
    seq         BIGINT PRIMARY KEY,       -- from 1, without gaps
    recorded_at TEXT COLLATE "C" NOT NULL, -- UTC, nine decimals, never before that of the record above
    kind        TEXT COLLATE "C" NOT NULL, -- document, extraction, agreement, decision
    payload     TEXT COLLATE "C" NOT NULL, -- the record, as JSON
    hash        TEXT COLLATE "C" NOT NULL -- over the hash above it, seq, recorded_at, kind and the payload's hash
);

CREATE INDEX log_recorded_at ON log (recorded_at);

CREATE TABLE blob (
    hash  TEXT COLLATE "C" PRIMARY KEY,   -- SHA-256 of bytes, in hexadecimal
    bytes BYTEA NOT NULL
);

CREATE TABLE erased_record (
    seq     BIGINT PRIMARY KEY,           -- the record that lost its words
    content TEXT COLLATE "C" NOT NULL,    -- SHA-256 of the payload as it was
    by_seq  BIGINT NOT NULL               -- the record that erased it
);

CREATE TABLE erased_blob (
    hash   TEXT COLLATE "C" PRIMARY KEY,  -- of the bytes as they were
    by_seq BIGINT NOT NULL
);

-- One row while an erasure is not yet carried through to the last byte of the files.
CREATE TABLE unscrubbed (
    by_seq BIGINT PRIMARY KEY
);

CREATE FUNCTION log_has_no_gap() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM {schema}.log) THEN
        RAISE EXCEPTION 'the log only grows at its end';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION log_is_not_updated() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.seq IS DISTINCT FROM OLD.seq OR NEW.recorded_at IS DISTINCT FROM OLD.recorded_at
       OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.hash IS DISTINCT FROM OLD.hash
       OR NOT EXISTS (SELECT 1 FROM {schema}.erased_record WHERE seq = OLD.seq) THEN
        RAISE EXCEPTION 'the log is never updated';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION log_is_not_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the log is never deleted from';
END $$;

CREATE FUNCTION blob_is_not_updated() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a blob is never updated';
END $$;

CREATE FUNCTION blob_is_not_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR NOT EXISTS (SELECT 1 FROM {schema}.erased_blob WHERE hash = OLD.hash) THEN
        RAISE EXCEPTION 'a blob is never deleted';
    END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION erased_stays_so() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'what was erased stays so';
END $$;

CREATE TRIGGER log_has_no_gap BEFORE INSERT ON log
    FOR EACH ROW EXECUTE FUNCTION {schema}.log_has_no_gap();
CREATE TRIGGER log_is_not_updated BEFORE UPDATE ON log
    FOR EACH ROW EXECUTE FUNCTION {schema}.log_is_not_updated();
CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log
    FOR EACH ROW EXECUTE FUNCTION {schema}.log_is_not_deleted();
CREATE TRIGGER log_is_not_emptied BEFORE TRUNCATE ON log
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.log_is_not_deleted();
CREATE TRIGGER blob_is_not_updated BEFORE UPDATE ON blob
    FOR EACH ROW EXECUTE FUNCTION {schema}.blob_is_not_updated();
CREATE TRIGGER blob_is_not_deleted BEFORE DELETE ON blob
    FOR EACH ROW EXECUTE FUNCTION {schema}.blob_is_not_deleted();
CREATE TRIGGER blob_is_not_emptied BEFORE TRUNCATE ON blob
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.blob_is_not_deleted();
CREATE TRIGGER erased_record_stays_so BEFORE UPDATE OR DELETE ON erased_record
    FOR EACH ROW EXECUTE FUNCTION {schema}.erased_stays_so();
CREATE TRIGGER erased_record_is_not_emptied BEFORE TRUNCATE ON erased_record
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.erased_stays_so();
CREATE TRIGGER erased_blob_stays_so BEFORE UPDATE OR DELETE ON erased_blob
    FOR EACH ROW EXECUTE FUNCTION {schema}.erased_stays_so();
CREATE TRIGGER erased_blob_is_not_emptied BEFORE TRUNCATE ON erased_blob
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.erased_stays_so();

-- Also in a session that says it replays what another server did.
ALTER TABLE log ENABLE ALWAYS TRIGGER log_has_no_gap;
ALTER TABLE log ENABLE ALWAYS TRIGGER log_is_not_updated;
ALTER TABLE log ENABLE ALWAYS TRIGGER log_is_not_deleted;
ALTER TABLE log ENABLE ALWAYS TRIGGER log_is_not_emptied;
ALTER TABLE blob ENABLE ALWAYS TRIGGER blob_is_not_updated;
ALTER TABLE blob ENABLE ALWAYS TRIGGER blob_is_not_deleted;
ALTER TABLE blob ENABLE ALWAYS TRIGGER blob_is_not_emptied;
ALTER TABLE erased_record ENABLE ALWAYS TRIGGER erased_record_stays_so;
ALTER TABLE erased_record ENABLE ALWAYS TRIGGER erased_record_is_not_emptied;
ALTER TABLE erased_blob ENABLE ALWAYS TRIGGER erased_blob_stays_so;
ALTER TABLE erased_blob ENABLE ALWAYS TRIGGER erased_blob_is_not_emptied;
