-- What became of the bytes, or the address, of each source, so that a long run that is taken up again passes them over.
CREATE TABLE taken (
    mark   BLOB PRIMARY KEY,           -- hash of the content or the address, and of what was given with it
    engine BLOB NOT NULL,              -- hash of the versions that took it in
    reason TEXT                        -- why there is no reading; null where there is one
) WITHOUT ROWID;

-- Feeds that are watched, and what they said last.
CREATE TABLE feed (
    url       TEXT PRIMARY KEY,
    title     TEXT,
    etag      TEXT,
    modified  TEXT,
    asked     TEXT NOT NULL,           -- UTC
    ask_after TEXT,                    -- UTC; null: any time
    failures  INTEGER NOT NULL,        -- in a row
    reason    TEXT                     -- of the last of them
) WITHOUT ROWID;

CREATE TABLE feed_item (
    link      TEXT PRIMARY KEY,        -- of whichever feed named it first
    feed      TEXT NOT NULL,
    title     TEXT,
    published TEXT,
    seen      TEXT NOT NULL,           -- UTC
    state     TEXT NOT NULL,           -- waiting, read, failed
    tries     INTEGER NOT NULL DEFAULT 0,
    reason    TEXT
) WITHOUT ROWID;
CREATE INDEX feed_item_open ON feed_item (feed, state) WHERE state <> 'read';
