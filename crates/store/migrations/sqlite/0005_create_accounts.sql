-- Who may use the record on a server. Beside the log: no view is derived from it, no bundle and no copy holds it. Of secrets
-- there are hashes alone. Times are seconds since 1970-01-01 UTC.

CREATE TABLE account (
    key       TEXT    PRIMARY KEY,        -- the name in the form in which names are compared
    name      TEXT    NOT NULL,           -- under which changes are recorded; never changed
    role      TEXT    NOT NULL,           -- reader, coder, reviewer, administrator
    clearance TEXT    NOT NULL,           -- public, restricted, confidential
    password  TEXT,                       -- Argon2id, as a PHC string
    email     TEXT    UNIQUE,             -- by which a provider's first word of this account is believed
    issuer    TEXT,                       -- the provider that vouches for it, and the provider's own name for it
    subject   TEXT,
    disabled  INTEGER NOT NULL,           -- 0 or 1
    made_at   INTEGER NOT NULL,
    seen_at   INTEGER,                    -- the last login or renewal
    UNIQUE (issuer, subject)
) STRICT;

CREATE TABLE session (
    hash       TEXT    PRIMARY KEY,       -- SHA-256 of its secret
    account    TEXT    NOT NULL REFERENCES account (key),
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_account ON session (account);

CREATE TABLE token (
    hash       TEXT    PRIMARY KEY,       -- SHA-256 of it
    account    TEXT    NOT NULL REFERENCES account (key),
    name       TEXT    NOT NULL,          -- what it is for
    scopes     TEXT    NOT NULL,          -- read, write, administer; with spaces between them
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,                   -- to the hour
    UNIQUE (account, name)
) STRICT;

-- What was answered to requests that may be sent again.
CREATE TABLE answered (
    key     TEXT    PRIMARY KEY,          -- SHA-256 of who asked and of the key of the request
    request TEXT    NOT NULL,             -- SHA-256 of the request
    at      INTEGER NOT NULL,
    status  INTEGER,                      -- none while it is being answered
    headers TEXT,                         -- JSON
    body    BLOB
) STRICT;

CREATE INDEX answered_at ON answered (at);
