-- Who says or does something in an article and could not be told for a state, as it was read. Articles read before are
-- without, until `foedus reread --all`.
CREATE TABLE unresolved (
    article_key INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    place       INTEGER NOT NULL,          -- 0 for the first of the article
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    words       TEXT NOT NULL,
    part        TEXT NOT NULL,             -- speaker; end: of an act whose other end is a state
    PRIMARY KEY (article_key, place)
) WITHOUT ROWID;

-- The hashes of one person's, or one outlet's, words now lie together: they are made anew from the words.
DELETE FROM voice_hash;
