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
from foedus.origins.voices import Voice

_LANGUAGES = {"fr": "french", "en": "english"}
_WORD = re.compile(r"[^\W\d_]+")


def add_dossier(
    connection: sqlite3.Connection,
    article_key: int,
    reading: Reading,
    keys: Mapping[str, int],
    relations: Sequence[Relation],
) -> None:
    """Keep what `explain` needs of an article that was just added.

    Args:
        connection: within the transaction that added it.
        article_key: row of the article.
        reading: the article and its records.
        keys: row of each statement and relation, by id.
        relations: those that were added, each once.
    """
    voices = voices_of(reading)
    voice_keys = add_origins(connection, article_key, reading.article.text, voices)
    origins = {key: _origin(connection, key) for key in set(voice_keys.values())}
    statements: dict[str | None, Statement] = {}
    for one in reading.statements:
        statements.setdefault(one.id, one)
    places = _state_mentions(reading.mentions)
    for relation in relations:
        statement = statements.get(relation.statement_id)
        voice, voice_key = voices[relation.statement_id], voice_keys[relation.statement_id]
        row = (
            *sorted((relation.source, relation.target)),
            rank(relation, statement),
            relation.date or reading.article.published or UNDATED,
            int(relation.id, 16) >> 1,
            keys[relation.id],
            _facet(connection, relation, statement),
            relation.date,
            origins[voice_key] if voice.known else None,
            _person(connection, voice),
            _carrier(connection, reading.article, statement),
            None if statement is None else keys[statement.id],
            article_key,
            voice_key,
            _words_hash(relation, reading.article),
            " ".join(spoken_for(statement.speaker) if statement else ()),
            " ".join(_thirds(relation, places)),
        )
        connection.execute(_ADD, row)


_ADD = "INSERT INTO dossier VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _origin(connection: sqlite3.Connection, voice_key: int) -> int:
    number: int = connection.execute("SELECT origin FROM voice WHERE key = ?", (voice_key,)).fetchone()[0]
    return number


def _facet(connection: sqlite3.Connection, relation: Relation, statement: Statement | None) -> int:
    pair = (relation.source, relation.target)
    speaks = set(spoken_for(statement.speaker) if statement else ())
    parties = "".join(letter for letter, state in zip("ab", sorted(pair), strict=True) if state in speaks)
    row = (
        part_of(relation.code, relation.mood, relation.ground).value,
        whose_word(statement, pair).value,
        parties,
        relation.code.value,
        direction(relation),
        relation.mood.value,
    )
    return _key_of(connection, "facet", ("part", "word", "parties", "code", "direction", "mood"), row)


def _person(connection: sqlite3.Connection, voice: Voice) -> int | None:
    if not voice.speaker:
        return None
    return _key_of(connection, "person", ("name", "state"), (" ".join(voice.speaker), voice.state))


def _carrier(connection: sqlite3.Connection, article: Article, statement: Statement | None) -> int:
    names = [article.outlet, *(statement.relay if statement else ())]
    return _key_of(connection, "carrier", ("names",), (json.dumps(names, ensure_ascii=False),))


def _key_of(connection: sqlite3.Connection, table: str, columns: Sequence[str], row: Sequence[str]) -> int:
    """Return the key of what is written once in one of our tables, writing it if it is not there."""
    where = " AND ".join(f"{column} = ?" for column in columns)
    found = connection.execute(f"SELECT key FROM {table} WHERE {where}", row).fetchone()
    if found:
        number: int = found[0]
        return number
    marks = ", ".join("?" * len(columns))
    key = connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", row).lastrowid
    assert key is not None
    return key


def _words_hash(relation: Relation, article: Article) -> int:
    words = fold(relation.evidence_span.slice(article.text))
    return least_hashes([words], 1)[0]


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
