-- What people say of records: appended, never altered. `article_sha256`, spans and words find the record again in
-- whatever a later version reads in the same text.
CREATE TABLE review (
    key            INTEGER PRIMARY KEY,    -- the later one of two on one record counts
    id             TEXT NOT NULL UNIQUE,
    kind           TEXT NOT NULL,          -- relation, statement
    record_id      TEXT NOT NULL,          -- as it was when reviewed
    article_sha256 TEXT NOT NULL,          -- of the text
    record         TEXT NOT NULL,          -- JSON: the record as it was, with its spans and words
    verdict        TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'corrected')),
    corrected      TEXT,                   -- JSON: what it should say instead
    by             TEXT NOT NULL,
    at             TEXT NOT NULL,          -- UTC
    why            TEXT
);
CREATE INDEX review_of_text ON review (article_sha256);
CREATE TRIGGER review_altered BEFORE UPDATE ON review BEGIN
    SELECT raise(ABORT, 'a review is never altered: add another');
END;
CREATE TRIGGER review_removed BEFORE DELETE ON review BEGIN
    SELECT raise(ABORT, 'a review is never removed: add another');
END;

-- Where reviews change an article's records, its tables hold what they say, and this what was read.
CREATE TABLE as_read (
    article_key INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    records     TEXT NOT NULL              -- JSON
);
