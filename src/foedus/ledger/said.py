"""The SELECTs behind `foedus said`: who speaks in a ledger, and what they say."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from foedus.codes import Code
from foedus.ledger.queries import (
    ARTICLE_COLUMNS,
    STATEMENT_COLUMNS,
    ArticleFacts,
    StatementFacts,
    snapshot,
    statement_facts,
)
from foedus.model import Kind, Mood

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """A name that statements are attributed to, for one state or none, and how many are."""

    name: str
    state: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class ActFacts:
    """A relation that a statement holds or performs, without its words."""

    id: str
    source: str
    target: str
    code: Code
    mood: Mood


@dataclass(frozen=True, slots=True)
class SaidFacts:
    """A statement with its article and what it is about.

    Attributes:
        about: ISO3 of the states, and keys of the organisations, that its content names or its relations join, sorted.
        acts: the relations that rest on it, in order of the text.
    """

    statement: StatementFacts
    article: ArticleFacts
    about: tuple[str, ...]
    acts: tuple[ActFacts, ...]


_NAMED_IN = """ON m.article_key = s.article_key AND m.start_char >= json_extract(piece.value, '$[0]')
    AND m.end_char <= json_extract(piece.value, '$[1]')"""
_WANTED = f"""
SELECT s.key FROM statement s JOIN article a ON a.key = s.article_key
WHERE (:state IS NULL OR s.speaker_state = :state OR :state IN (SELECT value FROM json_each(s.speaker_others)))
    AND (:names IS NULL OR s.speaker IN (SELECT value FROM json_each(:names)))
    AND (:kinds IS NULL OR s.kind IN (SELECT value FROM json_each(:kinds)))
    AND (:since IS NULL OR a.published >= substr(:since, 1, length(a.published)))
    AND (:until IS NULL OR substr(a.published, 1, length(:until)) <= :until)
    AND (:outlets IS NULL OR a.outlet IN (SELECT value FROM json_each(:outlets))
        OR EXISTS (SELECT 1 FROM json_each(s.relay) r WHERE r.value IN (SELECT value FROM json_each(:outlets))))
    AND (:about IS NULL
        OR EXISTS (SELECT 1 FROM relation r
            WHERE r.statement_key = s.key AND :about IN (r.source_state, r.target_state))
        OR EXISTS (SELECT 1 FROM json_each(s.content_spans) piece JOIN mention m {_NAMED_IN} WHERE m.actor = :about))
"""
_STATEMENTS = f"""
SELECT key, article_key, {STATEMENT_COLUMNS}
FROM statement WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key
"""
_ACTS = """
SELECT statement_key, id, source_state, target_state, code, mood FROM relation
WHERE statement_key IN (SELECT value FROM json_each(?)) ORDER BY evidence_start, key
"""
_ABOUT = f"""
SELECT s.key, m.actor FROM json_each(?) wanted JOIN statement s ON s.key = wanted.value
JOIN json_each(s.content_spans) piece JOIN mention m {_NAMED_IN}
"""
_ARTICLES = f"SELECT key, {ARTICLE_COLUMNS} FROM article WHERE key IN (SELECT value FROM json_each(?))"


def speakers(connection: sqlite3.Connection) -> tuple[SpeakerFacts, ...]:
    """Return everyone to whom a statement is attributed, most statements first."""
    rows = connection.execute(
        """SELECT speaker, speaker_state, count(*) FROM statement WHERE speaker IS NOT NULL
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""
    )
    return tuple(SpeakerFacts(*row) for row in rows)


def outlets(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of all outlets that publish or relay something, sorted."""
    rows = connection.execute(
        """SELECT outlet FROM article WHERE outlet IS NOT NULL
        UNION SELECT r.value FROM statement, json_each(relay) r ORDER BY 1"""
    )
    return tuple(name for (name,) in rows)


def said(
    connection: sqlite3.Connection,
    *,
    state: str | None = None,
    names: Collection[str] | None = None,
    about: str | None = None,
    outlets: Collection[str] | None = None,
    kinds: Collection[Kind] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> tuple[SaidFacts, ...]:
    """Return statements, newest publication first, undated ones last; those of one article in order of the text.

    Args:
        connection: of a ledger.
        state: ISO3 of the state spoken for; any if None.
        names: of the speaker, as stored; any if None.
        about: ISO3 of a state or key of an organisation that the content names or a relation of it joins.
        outlets: names, as stored, of who publishes or relays it.
        kinds: only these.
        since, until: ISO dates of publication, as precise as wanted, both included; articles without a date stand in
            no window.
    """
    listed = {"names": names, "outlets": outlets, "kinds": kinds}
    given = {key: None if value is None else json.dumps([str(v) for v in value]) for key, value in listed.items()}
    with snapshot(connection):
        wanted = {"state": state, "about": about, "since": since, "until": until, **given}
        found = said_facts(connection, sorted(key for (key,) in connection.execute(_WANTED, wanted)))
    return tuple(sorted(found, key=lambda f: f.article.published or "", reverse=True))


def said_facts(connection: sqlite3.Connection, wanted: Sequence[int]) -> tuple[SaidFacts, ...]:
    """Return the statements of these keys, in their order, with their articles and what they are about."""
    keys = json.dumps(wanted)
    rows = {key: row for key, *row in connection.execute(_STATEMENTS, (keys,))}
    acts = _grouped((key, _act(row)) for key, *row in connection.execute(_ACTS, (keys,)))
    named = _grouped(connection.execute(_ABOUT, (keys,)))
    printed_in = json.dumps(sorted({article_key for article_key, *_ in rows.values()}))
    articles = {key: ArticleFacts(*row) for key, *row in connection.execute(_ARTICLES, (printed_in,))}
    found = []
    for key in wanted:
        article_key, *row = rows[key]
        here = tuple(acts.get(key, ()))
        about_whom = {*named.get(key, ()), *(end for act in here for end in (act.source, act.target))}
        found.append(SaidFacts(statement_facts(row), articles[article_key], tuple(sorted(about_whom)), here))
    return tuple(found)


def count(connection: sqlite3.Connection, *, state: str | None = None, names: Collection[str] | None = None) -> int:
    """Return how many statements there are by a state, or by somebody under these names."""
    row = connection.execute(
        """SELECT count(*) FROM statement s
        WHERE (:state IS NULL OR s.speaker_state = :state OR :state IN (SELECT value FROM json_each(s.speaker_others)))
            AND (:names IS NULL OR s.speaker IN (SELECT value FROM json_each(:names)))""",
        {"state": state, "names": None if names is None else json.dumps(list(names))},
    ).fetchone()
    number: int = row[0]
    return number


def _act(row: Sequence[str]) -> ActFacts:
    id_, source, target, code, mood = row
    return ActFacts(id_, source, target, Code(code), Mood(mood))


def _grouped(rows: Iterable[tuple[int, _Value]]) -> dict[int, list[_Value]]:
    groups: dict[int, list[_Value]] = {}
    for key, value in rows:
        groups.setdefault(key, []).append(value)
    return groups
