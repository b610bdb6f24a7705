"""What a migration cannot say in SQL: fill the tables of 0002 from the records that are there."""

import sqlite3

from foedus.ledger import queries
from foedus.ledger.dossier import add_dossier, add_stems


def fill_dossiers(connection: sqlite3.Connection) -> None:
    """Find origins and fill the dossiers of every article, within the transaction of the migration."""
    for key, article_id in connection.execute("SELECT key, id FROM article ORDER BY key").fetchall():
        reading = queries.reading(connection, article_id)  # reviews came later than this migration
        assert reading is not None
        keys = dict(connection.execute("SELECT id, key FROM statement WHERE article_key = ?", (key,)).fetchall())
        keys |= dict(connection.execute("SELECT id, key FROM relation WHERE article_key = ?", (key,)).fetchall())
        add_dossier(connection, key, reading, keys, reading.relations)
        add_stems(connection, f"{reading.article.title or ''} {reading.article.text}", reading.article.language)
