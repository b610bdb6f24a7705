"""What a migration cannot say in SQL: fill its tables from the records that are there."""

import sqlite3

from foedus.ledger import queries
from foedus.ledger.dossier import add_dossier, add_stems
from foedus.ledger.origins import keep_hashes, voices_of_article


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
