-- Who may use the record on a server. Beside the log: no view is derived from it, no bundle and no copy holds it. Of secrets
-- there are hashes alone. Times are seconds since 1970-01-01 UTC.

CREATE TABLE account (
    key       TEXT COLLATE "C" PRIMARY KEY,        -- the name in the form in which names are compared
    name      TEXT COLLATE "C" NOT NULL,           -- under which changes are recorded; never changed
    role      TEXT COLLATE "C" NOT NULL,           -- reader, coder, reviewer, administrator
    clearance TEXT COLLATE "C" NOT NULL,           -- public, restricted, confidential
    password  TEXT COLLATE "C",                       -- Argon2id, as a PHC string
    email     TEXT COLLATE "C" UNIQUE,             -- by which a provider's first word of this account is believed
    issuer    TEXT COLLATE "C",                       -- the provider that vouches for it, and the provider's own name for it
    subject   TEXT COLLATE "C",
    disabled  BIGINT NOT NULL,           -- 0 or 1
    made_at   BIGINT NOT NULL,
    seen_at   BIGINT,                    -- the last login or renewal
    UNIQUE (issuer, subject)
);

CREATE TABLE session (
    hash       TEXT COLLATE "C" PRIMARY KEY,       -- SHA-256 of its secret
    account    TEXT COLLATE "C" NOT NULL REFERENCES account (key),
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX session_account ON session (account);

CREATE TABLE token (
    hash       TEXT COLLATE "C" PRIMARY KEY,       -- SHA-256 of it
    account    TEXT COLLATE "C" NOT NULL REFERENCES account (key),
    name       TEXT COLLATE "C" NOT NULL,          -- what it is for
    scopes     TEXT COLLATE "C" NOT NULL,          -- read, write, administer; with spaces between them
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT,                   -- to the hour
    UNIQUE (account, name)
);

-- What was answered to requests that may be sent again.
CREATE TABLE answered (
    key     TEXT COLLATE "C" PRIMARY KEY,          -- SHA-256 of who asked and of the key of the request
    request TEXT COLLATE "C" NOT NULL,             -- SHA-256 of the request
    at      BIGINT NOT NULL,
    status  BIGINT,                      -- none while it is being answered
    headers TEXT COLLATE "C",                         -- JSON
    body    BYTEA
);

CREATE INDEX answered_at ON answered (at);
