"""What lies ready for each pair of states: a narrow row a relation, and the words that lead to articles."""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import Stemmer

from foedus.ledger.origins import add_origins, voices_of
from foedus.ledger.parts import UNDATED, direction, part_of, rank, spoken_for, whose_word
from foedus.model import Article, Mention, MentionKind, Reading, Relation, Statement
from foedus.origins.likeness import fold, least_hashes

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
    statements: dict[str | None, Statement] = {}
    for one in reading.statements:
        statements.setdefault(one.id, one)
    places = _state_mentions(reading.mentions)
    key_of = _Dictionary(connection).key_of
    rows: dict[str, tuple[str | int | None, ...]] = {}
    for relation in reading.relations:
        statement = statements.get(relation.statement_id)
        voice, voice_key = voices[relation.statement_id], voice_keys[relation.statement_id]
        id_ = relation.id
        row = (
            *sorted((relation.source, relation.target)),
            rank(relation, statement),
            relation.date or reading.article.published or UNDATED,
            int(id_, 16) >> 1,
            keys[id_],
            key_of("facet", _facet(relation, statement)),
            relation.date,
            origins[voice_key] if voice.known else None,
            key_of("person", (" ".join(voice.speaker), voice.state)) if voice.speaker else None,
            key_of("carrier", (_carrier(reading.article, statement),)),
            keys[relation.statement_id] if relation.statement_id is not None else None,
            article_key,
            voice_key,
            _words_hash(relation.evidence_span.slice(reading.article.text)),
            " ".join(spoken_for(statement.speaker) if statement else ()),
            " ".join(_thirds(relation, places)),
        )
        rows.setdefault(id_, row)
    connection.executemany(f"INSERT INTO dossier VALUES ({', '.join('?' * 17)})", rows.values())


def _origins(connection: sqlite3.Connection, article_key: int) -> dict[int, int]:
    return dict(connection.execute("SELECT key, origin FROM voice WHERE article_key = ?", (article_key,)).fetchall())


def _facet(relation: Relation, statement: Statement | None) -> tuple[str, ...]:
    pair = (relation.source, relation.target)
    speaks = set(spoken_for(statement.speaker) if statement else ())
    parties = "".join(letter for letter, state in zip("ab", sorted(pair), strict=True) if state in speaks)
    return (
        part_of(relation.code, relation.mood, relation.ground).value,
        whose_word(statement, pair).value,
        parties,
        relation.code.value,
        direction(relation),
        relation.mood.value,
    )


def _carrier(article: Article, statement: Statement | None) -> str:
    return json.dumps([article.outlet, *(statement.relay if statement else ())], ensure_ascii=False)


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


@lru_cache(maxsize=1000)
def _words_hash(evidence: str) -> int:
    return least_hashes([fold(evidence)], 1)[0]


_Places = list[tuple[int, int, str]]


def _state_mentions(mentions: Sequence[Mention]) -> _Places:
    return [
        (m.span.start, m.span.end, m.actor)
        for m in mentions
        if m.kind is not MentionKind.ORGANISATION and len(m.actor) == 3
    ]


def _thirds(relation: Relation, places: _Places) -> list[str]:
    """Return the other states that the evidence names, sorted."""
    span = relation.evidence_span
    named = {actor for start, end, actor in places if span.start <= start and end <= span.end}
    return sorted(named - {relation.source, relation.target})


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
