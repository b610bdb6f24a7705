"""What lies ready for each pair of states: a narrow row a relation, and the words that lead to articles."""

import re
import sqlite3
from collections.abc import Mapping
from functools import cache, lru_cache

import Stemmer

from foedus.ledger.origins import add_origins, voices_of
from foedus.ledger.told import Told, told_of
from foedus.model import Reading
from foedus.origins.likeness import fold

_LANGUAGES = {"fr": "french", "en": "english"}
_WORD = re.compile(r"[^\W\d_]+")


def add_dossier(
    connection: sqlite3.Connection,
    article_key: int,
    reading: Reading,
    keys: Mapping[str, int],
) -> None:
    """Keep what `explain` needs of an article that was just added.

    Args:
        connection: within the transaction that added it.
        article_key: row of the article.
        reading: the article and its records.
        keys: row of each statement and relation, by id.
    """
    voices = voices_of(reading)
    voice_keys = add_origins(connection, article_key, reading.article.text, voices)
    origins = _origins(connection, article_key)
    dossier = DossierRows(connection)
    for told in told_of(reading, voices):
        statement, voice_key = told.statement_id, voice_keys[told.statement_id]
        dossier.add(
            told,
            relation=keys[told.id],
            statement=None if statement is None else keys[statement],
            article=article_key,
            voice=voice_key,
            origin=origins[voice_key] if told.known else None,
        )


class DossierRows:
    """Writes rows of `dossier`, and what they point to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._key_of = _Dictionary(connection).key_of

    def add(
        self, told: Told, *, relation: int, statement: int | None, article: int, voice: int, origin: int | None
    ) -> None:
        """Write what is told by a relation, given the keys of its rows."""
        row = (
            told.state_a,
            told.state_b,
            told.rank,
            told.filed_under,
            int(told.id, 16) >> 1,
            relation,
            self._key_of("facet", told.facet),
            told.date,
            origin,
            self._key_of("person", told.person) if told.person else None,
            self._key_of("carrier", (told.carrier,)),
            statement,
            article,
            voice,
            told.words,
            told.spoken_for,
            told.thirds,
        )
        self.connection.execute(f"INSERT INTO dossier VALUES ({', '.join('?' * 17)})", row)


def _origins(connection: sqlite3.Connection, article_key: int) -> dict[int, int]:
    return dict(connection.execute("SELECT key, origin FROM voice WHERE article_key = ?", (article_key,)).fetchall())


_WRITTEN_ONCE = {
    "facet": ("part", "word", "parties", "code", "direction", "mood"),
    "person": ("name", "state"),
    "carrier": ("names",),
}


class _Dictionary:
    """The tables in which everything is written once, and what of them one article needs."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.known: dict[tuple[str, tuple[str, ...]], int] = {}

    def key_of(self, table: str, row: tuple[str, ...]) -> int:
        """Return the key of a row, writing it if it is not there."""
        if (table, row) not in self.known:
            self.known[table, row] = self._found_or_written(table, row)
        return self.known[table, row]

    def _found_or_written(self, table: str, row: tuple[str, ...]) -> int:
        columns = _WRITTEN_ONCE[table]
        where = " AND ".join(f"{column} = ?" for column in columns)
        found = self.connection.execute(f"SELECT key FROM {table} WHERE {where}", row).fetchone()
        if found:
            number: int = found[0]
            return number
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        key = self.connection.execute(sql, row).lastrowid
        assert key is not None
        return key


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_LANGUAGES[language])


@lru_cache(maxsize=100_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """Return the stems of a word, accents folded: of the word as it is written, and of the word without accents.

    Snowball's, by PyStemmer: « livrées » and « livrer » meet in « livr », and so they do where accents are missing.
    """
    written = word.casefold()
    found = _stemmer(language).stemWords([written, _folded(written)])
    return tuple(sorted({_folded(stem) for stem in found} - {""}))


def _folded(word: str) -> str:
    return "".join(fold(word))


_plain = lru_cache(maxsize=100_000)(_folded)


def add_stems(connection: sqlite3.Connection, text: str, language: str) -> None:
    """Keep the stems of a text's words, for `search`."""
    if language not in _LANGUAGES:
        return
    words = {word for word in _WORD.findall(text.casefold()) if len(word) > 1}
    rows = sorted({(stem, _plain(word)) for word in words for stem in stems(word, language)})
    connection.executemany("INSERT OR IGNORE INTO stem VALUES (?, ?)", rows)
