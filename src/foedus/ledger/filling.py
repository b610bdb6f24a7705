"""What a migration cannot say in SQL: fill its tables from the records that are there."""

import sqlite3
from collections.abc import Mapping

from foedus.ledger import queries
from foedus.ledger.dossier import add_dossier, add_stems
from foedus.ledger.marks import marks
from foedus.ledger.migrations import Fill
from foedus.ledger.origins import keep_hashes, thin_ties, voices_of_article


def fill_dossiers(connection: sqlite3.Connection) -> None:
    """Find origins and fill the dossiers of every article, within the transaction of the migration."""
    for key, article_id in connection.execute("SELECT key, id FROM article ORDER BY key").fetchall():
        reading = queries.reading(connection, article_id, unresolved=False)  # reviews and `unresolved` came later
        assert reading is not None
        keys = dict(connection.execute("SELECT id, key FROM statement WHERE article_key = ?", (key,)).fetchall())
        keys |= dict(connection.execute("SELECT id, key FROM relation WHERE article_key = ?", (key,)).fetchall())
        add_dossier(connection, key, reading, keys)
        add_stems(connection, f"{reading.article.title or ''} {reading.article.text}", reading.article.language)


def fill_voice_hashes(connection: sqlite3.Connection) -> None:
    """Keep the hashes of 0004 of every voice, within the transaction of the migration."""
    for (key,) in connection.execute("SELECT key FROM article ORDER BY key").fetchall():
        voices = voices_of_article(connection, key)
        keep_hashes(connection, ((number, key) for key, voice in voices for number in voice.hashes()))


_SPOKEN_FOR = """coalesce(s.speaker_state, '') || ' '
            || coalesce((SELECT group_concat(value, ' ') FROM json_each(s.speaker_others)), '')"""
_CLAIMED = """
    (SELECT group_concat(r.source_state || ' ' || r.target_state, ' ') FROM relation r WHERE {of}),
    (SELECT group_concat(DISTINCT r.code) FROM relation r WHERE {of})"""
_TO_MARK = {
    "article": f"""SELECT a.key, NULL, a.outlet, a.published,
        (SELECT group_concat({_SPOKEN_FOR}, ' ') FROM statement s WHERE s.article_key = a.key),
        {_CLAIMED.format(of="r.article_key = a.key")} FROM article a""",
    "statement": f"""SELECT s.key, s.kind, a.outlet, a.published, {_SPOKEN_FOR},
        {_CLAIMED.format(of="r.statement_key = s.key")} FROM statement s JOIN article a ON a.key = s.article_key""",
}


def fill_marks(connection: sqlite3.Connection) -> None:
    """Mark every article and statement and index its words, within the transaction of the migration."""
    for table, sql in _TO_MARK.items():
        for key, kind, outlet, published, spoken_for, ends, codes in connection.execute(sql).fetchall():
            states = f"{spoken_for or ''} {ends or ''}".split()
            written = marks(
                states=states, codes=codes.split(",") if codes else (), kind=kind, outlet=outlet, published=published
            )
            connection.execute(f"UPDATE {table} SET marks = ? WHERE key = ?", (written, key))
        connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


# By the number of the migration.
FILLS: Mapping[int, Fill] = {2: fill_dossiers, 4: fill_voice_hashes, 8: fill_marks, 9: thin_ties}
