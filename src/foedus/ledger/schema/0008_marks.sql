-- What a statement or an article may be filtered by, as words of the indexes, so that one look at an index finds what
-- has both the words and the marks: state `srus`, code `caid`, kind `kdirect`, outlet `o` and its name in small letters,
-- in hexadecimal, date of publication `d2024`, `d202403` and `d20240315`, and `e2024` or `e202403` where no more of it is
-- known.
ALTER TABLE article ADD COLUMN marks TEXT;
ALTER TABLE statement ADD COLUMN marks TEXT;

DROP TRIGGER article_added;
DROP TRIGGER article_removed;
DROP TRIGGER article_text_altered;
DROP TRIGGER statement_added;
DROP TRIGGER statement_removed;
DROP TRIGGER statement_altered;
DROP TABLE article_fts;
DROP TABLE statement_fts;

CREATE VIRTUAL TABLE article_fts USING fts5 (
    title, text, marks, content = 'article', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE statement_fts USING fts5 (
    speaker, content_words, marks,
    content = 'statement', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
    INSERT INTO article_fts (rowid, title, text, marks) VALUES (new.key, new.title, new.text, new.marks);
END;
CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, title, text, marks)
    VALUES ('delete', old.key, old.title, old.text, old.marks);
END;
CREATE TRIGGER statement_added AFTER INSERT ON statement BEGIN
    INSERT INTO statement_fts (rowid, speaker, content_words, marks)
    VALUES (new.key, new.speaker, new.content_words, new.marks);
END;
CREATE TRIGGER statement_removed AFTER DELETE ON statement BEGIN
    INSERT INTO statement_fts (statement_fts, rowid, speaker, content_words, marks)
    VALUES ('delete', old.key, old.speaker, old.content_words, old.marks);
END;

-- As before, and neither what the marks are made of. What was there before this migration gets its marks with it.
CREATE TRIGGER article_text_altered
BEFORE UPDATE OF key, id, text, sha256, title, outlet, published, marks ON article WHEN old.marks IS NOT NULL BEGIN
    SELECT raise(ABORT, 'the text of an article is never altered');
END;
CREATE TRIGGER statement_altered BEFORE UPDATE ON statement WHEN old.marks IS NOT NULL BEGIN
    SELECT raise(ABORT, 'a statement is never altered: remove its article and add it again');
END;
