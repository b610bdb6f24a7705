-- The first ledger. Never edited once released: what changes later is a migration of its own.
--
-- `key` is SQLite's row number, there for joins and for the word indexes; it means nothing outside this file.
-- `id` is a hash of content and is the same in every ledger. Spans count characters of article.text from 0,
-- end exclusive; the words of each span stand beside it, so that `sqlite3` and Datasette show them.
-- Columns that hold a list are JSON arrays: json_each(statement.relay), json_extract(relay, '$[0]').

CREATE TABLE article (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    text           TEXT NOT NULL,
    sha256         TEXT NOT NULL,          -- of the text
    language       TEXT NOT NULL,
    title          TEXT,
    outlet         TEXT,
    byline         TEXT,
    published      TEXT,                   -- ISO, as precise as known
    published_from TEXT,                   -- meta, url, text, given
    url            TEXT,
    file           TEXT,
    engine         TEXT NOT NULL,          -- what read it
    first_read     TEXT NOT NULL,          -- UTC
    last_read      TEXT NOT NULL           -- UTC
);
CREATE INDEX article_published ON article (published);

CREATE TABLE block (
    article_key INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    place       INTEGER NOT NULL,          -- 0 for the first of the article
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    kind        TEXT NOT NULL,             -- title, heading, paragraph, item, caption
    PRIMARY KEY (article_key, place)
) WITHOUT ROWID;

CREATE TABLE mention (
    article_key INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    words       TEXT NOT NULL,
    actor       TEXT NOT NULL,             -- ISO3 of a state, or the key of an organisation
    kind        TEXT NOT NULL,
    name        TEXT,
    role        TEXT,
    rule        TEXT NOT NULL,
    PRIMARY KEY (article_key, place)
) WITHOUT ROWID;

CREATE TABLE statement (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    article_key    INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    kind           TEXT NOT NULL,          -- direct, indirect, mixed
    speaker        TEXT,                   -- name; null where the text names nobody
    speaker_role   TEXT,
    speaker_state  TEXT,                   -- ISO3 of the state spoken for; null for whoever speaks for none
    speaker_others TEXT NOT NULL,          -- JSON: further states of a joint source
    relay          TEXT NOT NULL,          -- JSON: who carried it, nearest first
    content_words  TEXT NOT NULL,          -- the pieces joined by " [...] "
    content_spans  TEXT NOT NULL,          -- JSON: [[start, end], ...]
    source_words   TEXT,
    source_start   INTEGER,
    source_end     INTEGER,
    cue_words      TEXT,
    cue_start      INTEGER,
    cue_end        INTEGER,
    rule           TEXT NOT NULL
);
CREATE INDEX statement_of_article ON statement (article_key);

CREATE TABLE relation (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    article_key    INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    statement_key  INTEGER REFERENCES statement (key) ON DELETE CASCADE,  -- null: the article's own voice
    source_state   TEXT NOT NULL,          -- ISO3
    target_state   TEXT NOT NULL,          -- ISO3
    state_a        TEXT NOT NULL GENERATED ALWAYS AS (min(source_state, target_state)) VIRTUAL,
    state_b        TEXT NOT NULL GENERATED ALWAYS AS (max(source_state, target_state)) VIRTUAL,
    code           TEXT NOT NULL,
    mood           TEXT NOT NULL,
    ground         TEXT,
    date           TEXT,                   -- of the act, ISO, as precise as stated
    date_from      TEXT,
    filed_under    TEXT,                   -- date of the act, else of publication: for windows of time only
    evidence_words TEXT NOT NULL,
    evidence_start INTEGER NOT NULL,
    evidence_end   INTEGER NOT NULL,
    trigger_words  TEXT NOT NULL,
    trigger_start  INTEGER NOT NULL,
    trigger_end    INTEGER NOT NULL,
    rule           TEXT NOT NULL,
    CHECK (source_state <> target_state)
);
CREATE INDEX relation_of_dyad ON relation (state_a, state_b, filed_under);
CREATE INDEX relation_of_article ON relation (article_key);
CREATE INDEX relation_of_statement ON relation (statement_key);

-- How many records each dyad has per month: kept by the triggers below, in the transaction of the change.
CREATE TABLE dyad_month (
    state_a    TEXT NOT NULL,              -- the two ISO3 sorted
    state_b    TEXT NOT NULL,
    month      TEXT NOT NULL,              -- YYYY-MM; YYYY where no month is known; '' where nothing is
    month_from TEXT NOT NULL,              -- act, published, or '' where nothing is known
    code       TEXT NOT NULL,
    mood       TEXT NOT NULL,
    count      INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (state_a, state_b, month, month_from, code, mood)
) WITHOUT ROWID;
CREATE INDEX dyad_month_of_b ON dyad_month (state_b);

CREATE TRIGGER relation_added AFTER INSERT ON relation BEGIN
    INSERT INTO dyad_month (state_a, state_b, month, month_from, code, mood, count)
    VALUES (
        min(new.source_state, new.target_state), max(new.source_state, new.target_state),
        substr(coalesce(new.filed_under, ''), 1, 7),
        CASE WHEN new.filed_under IS NULL THEN '' WHEN new.date IS NULL THEN 'published' ELSE 'act' END,
        new.code, new.mood, 1
    )
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER relation_removed AFTER DELETE ON relation BEGIN
    DELETE FROM dyad_month
    WHERE state_a = min(old.source_state, old.target_state) AND state_b = max(old.source_state, old.target_state)
        AND month = substr(coalesce(old.filed_under, ''), 1, 7)
        AND month_from = CASE WHEN old.filed_under IS NULL THEN '' WHEN old.date IS NULL THEN 'published' ELSE 'act' END
        AND code = old.code AND mood = old.mood AND count = 1;
    UPDATE dyad_month SET count = count - 1
    WHERE state_a = min(old.source_state, old.target_state) AND state_b = max(old.source_state, old.target_state)
        AND month = substr(coalesce(old.filed_under, ''), 1, 7)
        AND month_from = CASE WHEN old.filed_under IS NULL THEN '' WHEN old.date IS NULL THEN 'published' ELSE 'act' END
        AND code = old.code AND mood = old.mood AND count > 1;
END;

-- A record is replaced, never altered: the summary and the word indexes rest on it.
CREATE TRIGGER relation_altered BEFORE UPDATE ON relation BEGIN
    SELECT raise(ABORT, 'a relation is never altered: remove its article and add it again');
END;
CREATE TRIGGER statement_altered BEFORE UPDATE ON statement BEGIN
    SELECT raise(ABORT, 'a statement is never altered: remove its article and add it again');
END;

-- The words of articles and statements, accents folded. The words themselves stay in their tables.
CREATE VIRTUAL TABLE article_fts USING fts5 (
    title, text, content = 'article', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE statement_fts USING fts5 (
    speaker, content_words, content = 'statement', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
    INSERT INTO article_fts (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
CREATE TRIGGER article_text_altered BEFORE UPDATE OF key, id, text, sha256, title ON article BEGIN
    SELECT raise(ABORT, 'the text of an article is never altered');
END;
CREATE TRIGGER statement_added AFTER INSERT ON statement BEGIN
    INSERT INTO statement_fts (rowid, speaker, content_words) VALUES (new.key, new.speaker, new.content_words);
END;
CREATE TRIGGER statement_removed AFTER DELETE ON statement BEGIN
    INSERT INTO statement_fts (statement_fts, rowid, speaker, content_words)
    VALUES ('delete', old.key, old.speaker, old.content_words);
END;

-- For those who come with sqlite3, pandas or Datasette: what is claimed, and on whose word.
CREATE VIEW claim AS
SELECT
    r.id, r.source_state, r.target_state, r.code, r.mood, r.ground, r.date, r.date_from, r.evidence_words,
    r.trigger_words, r.rule, s.id AS statement_id, s.kind, s.speaker, s.speaker_role, s.speaker_state, s.relay,
    s.content_words, a.id AS article_id, a.outlet, a.title, a.published, a.url, a.file
FROM relation r
JOIN article a ON a.key = r.article_key
LEFT JOIN statement s ON s.key = r.statement_key;

CREATE VIEW said AS
SELECT
    s.id, s.speaker, s.speaker_role, s.speaker_state, s.kind, s.content_words, s.cue_words, s.relay, s.rule,
    a.id AS article_id, a.outlet, a.title, a.published, a.url, a.file
FROM statement s
JOIN article a ON a.key = s.article_key;
