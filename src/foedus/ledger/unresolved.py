"""The SELECTs behind `foedus unresolved`: who and what the ledger holds without knowing the state."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A source to which statements are attributed, and for which no state is known.

    Attributes:
        name: of the speaker; the words of the source where it stands for nobody.
        is_speaker: whether it stands for somebody.
        published: the earliest publication; None if no date is known.
        example: key of the first of its statements, for `places`.
    """

    name: str
    is_speaker: bool
    role: str | None
    language: str
    statements: int
    articles: int
    published: str | None
    example: int


@dataclass(frozen=True, slots=True)
class OutletFacts:
    """Who publishes or relays, how many statements, in how many articles."""

    name: str
    statements: int
    articles: int


def sources_without_state(connection: sqlite3.Connection) -> tuple[SourceFacts, ...]:
    """Return the sources of statements for which no state is known, most statements first."""
    rows = connection.execute(
        """SELECT coalesce(s.speaker, s.source_words), s.speaker IS NOT NULL, max(s.speaker_role), a.language, count(*),
            count(DISTINCT s.article_key), min(a.published), min(s.key)
        FROM statement s JOIN article a ON a.key = s.article_key
        WHERE s.speaker_state IS NULL AND s.source_words IS NOT NULL GROUP BY 1, 2, 4 ORDER BY 5 DESC, 1"""
    )
    return tuple(SourceFacts(name, bool(known), *rest) for name, known, *rest in rows)


def places(connection: sqlite3.Connection, keys: Collection[int]) -> dict[int, tuple[str, int, int]]:
    """Return {key of a statement: (text of its article, start and end of its source)}."""
    rows = connection.execute(
        """SELECT s.key, a.text, s.source_start, s.source_end FROM statement s JOIN article a ON a.key = s.article_key
        WHERE s.key IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(keys)),),
    )
    return {key: (text, start, end) for key, text, start, end in rows}


@dataclass(frozen=True, slots=True)
class EndFacts:
    """Words for somebody who acts on a state, or is acted on by one, and for whom no state is known.

    Attributes:
        example: key of the first article with them, and where they stand in it, for `texts`.
    """

    words: str
    language: str
    count: int
    articles: int
    published: str | None
    example: tuple[int, int, int]


def ends_without_state(connection: sqlite3.Connection) -> tuple[EndFacts, ...]:
    """Return the ends of acts of which no state could be told, most frequent first."""
    rows = connection.execute(
        """SELECT u.words, a.language, count(*), count(DISTINCT a.key), min(a.published), min(a.key), u.start_char,
            u.end_char
        FROM unresolved u JOIN article a ON a.key = u.article_key
        WHERE u.part = 'end' GROUP BY 1, 2 ORDER BY 3 DESC, 1"""
    )
    return tuple(
        EndFacts(words, language, count, articles, published, (key, start, end))
        for words, language, count, articles, published, key, start, end in rows
    )


def texts(connection: sqlite3.Connection, keys: Collection[int]) -> dict[int, str]:
    """Return {key of an article: its text}."""
    rows = connection.execute(
        "SELECT key, text FROM article WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
    )
    return dict(rows.fetchall())


def outlets(connection: sqlite3.Connection) -> tuple[OutletFacts, ...]:
    """Return all who publish or relay, most statements first."""
    rows = connection.execute(
        """SELECT name, count(statement_key), count(DISTINCT article_key) FROM (
            SELECT a.outlet AS name, s.key AS statement_key, a.key AS article_key
            FROM article a LEFT JOIN statement s ON s.article_key = a.key WHERE a.outlet IS NOT NULL
            UNION ALL SELECT r.value, s.key, s.article_key FROM statement s, json_each(s.relay) r
        ) GROUP BY 1 ORDER BY 2 DESC, 1"""
    )
    return tuple(OutletFacts(*row) for row in rows)


def texts_with_mentions(connection: sqlite3.Connection) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Yield (language, text, spans of all mentions) of each article."""
    for key, language, text in connection.execute("SELECT key, language, text FROM article ORDER BY key").fetchall():
        spans = connection.execute("SELECT start_char, end_char FROM mention WHERE article_key = ?", (key,))
        yield language, text, spans.fetchall()
