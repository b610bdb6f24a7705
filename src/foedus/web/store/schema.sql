CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE job (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,     -- random: whoever has it may see how far it is
    sort       TEXT NOT NULL,            -- text, file, address
    name       TEXT NOT NULL,            -- of the file, or the address; "-" for a text
    content    BLOB,                     -- null for an address, and once it is read
    language   TEXT,
    published  TEXT,
    state      TEXT NOT NULL,            -- waiting, fetching, reading, done, failed
    error      TEXT,
    article_id TEXT,
    by         TEXT,
    attempts   INTEGER NOT NULL DEFAULT 0,
    made       TEXT NOT NULL,            -- UTC
    changed    TEXT NOT NULL
);
CREATE INDEX job_state ON job (state);

CREATE TABLE comment (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    sort         TEXT NOT NULL,          -- article, pair
    place        TEXT NOT NULL,          -- id of the article; "PRK-RUS"
    name         TEXT NOT NULL,
    email        TEXT NOT NULL,          -- in no page, answer, export or log
    words        TEXT NOT NULL,
    record       TEXT,                   -- id of a record that it would have corrected
    suggestion   TEXT,                   -- JSON: verdict, and what it should say
    state        TEXT NOT NULL,          -- waiting, shown, refused
    made         TEXT NOT NULL,
    moderated    TEXT,
    moderated_by TEXT
);
CREATE INDEX comment_place ON comment (sort, place, state);
CREATE INDEX comment_state ON comment (state);

CREATE TABLE account (
    name  TEXT PRIMARY KEY,              -- case folded
    shown TEXT NOT NULL,
    hash  TEXT NOT NULL,                 -- argon2id
    role  TEXT NOT NULL,                 -- reader, reviewer, moderator
    made  TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE session (
    hash    TEXT PRIMARY KEY,            -- SHA-256 of what the cookie holds
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    expires TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE snapshot (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL,                 -- JSON
    made  TEXT NOT NULL
) WITHOUT ROWID;
