"""Every SELECT over a ledger's records, each a named function that returns records.

Two sorts of record come back. `reading` gives those of `foedus.model`, built anew with the article and so checked
again. The others are flat `...Facts` and `Claim`, which carry their words and need no text: a busy pair of states
has tens of thousands of them.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from foedus.codes import Code
from foedus.model import (
    Article,
    Block,
    BlockKind,
    Ground,
    Kind,
    Mention,
    MentionKind,
    Mood,
    Reading,
    Relation,
    Speaker,
    Statement,
    TextSpan,
)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article without its text.

    Attributes:
        first_read, last_read: UTC, to the second.
    """

    id: str
    language: str
    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    published_from: str | None
    url: str | None
    file: str | None
    engine: str
    first_read: str
    last_read: str


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A statement with its words.

    Attributes:
        content_words: the pieces of the content joined by " [...] ".
        content_spans, source_span, cue_span: characters of the article's text.
    """

    id: str
    kind: Kind
    speaker: Speaker | None
    relay: tuple[str, ...]
    content_words: str
    content_spans: tuple[TextSpan, ...]
    source_words: str | None
    source_span: TextSpan | None
    cue_words: str | None
    cue_span: TextSpan | None
    rule: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation with its provenance: statement (None: the article's own voice) and article.

    Attributes:
        filed_under: date of the act, else of publication; for windows of time only.
    """

    id: str
    source_state: str
    target_state: str
    code: Code
    mood: Mood
    ground: Ground | None
    date: str | None
    date_from: str | None
    filed_under: str | None
    evidence_words: str
    evidence_span: TextSpan
    trigger_words: str
    trigger_span: TextSpan
    rule: str
    statement: StatementFacts | None
    article: ArticleFacts


@dataclass(frozen=True, slots=True)
class Partner:
    """Another state of which something is recorded together with one, and how many relations."""

    state: str
    count: int


ARTICLE_COLUMNS = """id, language, title, outlet, byline, published, published_from, url, file, engine, first_read,
    last_read"""
STATEMENT_COLUMNS = """id, kind, speaker, speaker_role, speaker_state, speaker_others, relay, content_words,
    content_spans, source_words, source_start, source_end, cue_words, cue_start, cue_end, rule"""


def article_ids(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the ids of all articles, sorted."""
    return tuple(id_ for (id_,) in connection.execute("SELECT id FROM article ORDER BY id"))


def articles(connection: sqlite3.Connection) -> tuple[ArticleFacts, ...]:
    """Return all articles, oldest publication first, undated ones last."""
    rows = connection.execute(f"SELECT {ARTICLE_COLUMNS} FROM article ORDER BY published IS NULL, published, id")
    return tuple(ArticleFacts(*row) for row in rows)


def article_facts(connection: sqlite3.Connection, article_id: str) -> ArticleFacts | None:
    """Return one article, None if it is not there."""
    row = connection.execute(f"SELECT {ARTICLE_COLUMNS} FROM article WHERE id = ?", (article_id,)).fetchone()
    return ArticleFacts(*row) if row else None


def texts(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the texts of articles, keyed by id; ids that are not there are left out."""
    rows = connection.execute(
        "SELECT id, text FROM article WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    return dict(rows.fetchall())


_CLAIMS = """
SELECT
    r.id, r.source_state, r.target_state, r.code, r.mood, r.ground, r.date, r.date_from, r.filed_under,
    r.evidence_words, r.evidence_start, r.evidence_end, r.trigger_words, r.trigger_start, r.trigger_end, r.rule,
    r.article_key, r.statement_key
FROM relation r
WHERE r.state_a = :a AND r.state_b = :b
    AND (:since IS NULL OR r.filed_under >= substr(:since, 1, length(r.filed_under)))
    AND (:until IS NULL OR substr(r.filed_under, 1, length(:until)) <= :until)
    AND (:moods IS NULL OR r.mood IN (SELECT value FROM json_each(:moods)))
"""
_STATEMENTS_OF_DYAD = f"""
SELECT key, {STATEMENT_COLUMNS}
FROM statement WHERE key IN (SELECT statement_key FROM relation WHERE state_a = :a AND state_b = :b)
"""
_ARTICLES_OF_DYAD = f"""
SELECT key, {ARTICLE_COLUMNS} FROM article
WHERE key IN (SELECT article_key FROM relation WHERE state_a = :a AND state_b = :b)
"""


def claims(
    connection: sqlite3.Connection,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    moods: Collection[Mood] | None = None,
) -> tuple[Claim, ...]:
    """Return what is claimed between two states, either way, in no order that means anything.

    Args:
        connection: of a ledger.
        a, b: ISO3, in any order.
        since, until: ISO dates, as precise as wanted, both included; a claim stands in the window if its date, as
            far as it is known, can lie in it. Claims without a date stand in no window.
        moods: only these; all if None.
    """
    first, second = sorted((a, b))
    dyad = {"a": first, "b": second}
    wanted = None if moods is None else json.dumps([mood.value for mood in moods])
    with snapshot(connection):
        rows = connection.execute(_CLAIMS, {**dyad, "since": since, "until": until, "moods": wanted}).fetchall()
        statements = {row[0]: statement_facts(row[1:]) for row in connection.execute(_STATEMENTS_OF_DYAD, dyad)}
        sources = {row[0]: ArticleFacts(*row[1:]) for row in connection.execute(_ARTICLES_OF_DYAD, dyad)}
    return tuple(
        Claim(
            id=id_,
            source_state=source,
            target_state=target,
            code=Code(code),
            mood=Mood(mood),
            ground=Ground(ground) if ground else None,
            date=date,
            date_from=date_from,
            filed_under=filed_under,
            evidence_words=evidence,
            evidence_span=TextSpan(evidence_start, evidence_end),
            trigger_words=trigger,
            trigger_span=TextSpan(trigger_start, trigger_end),
            rule=rule,
            article=sources[article_key],
            statement=None if statement_key is None else statements[statement_key],
        )
        for id_, source, target, code, mood, ground, date, date_from, filed_under, evidence, evidence_start,
        evidence_end, trigger, trigger_start, trigger_end, rule, article_key, statement_key in rows
    )  # fmt: skip


def partners(connection: sqlite3.Connection, state: str) -> tuple[Partner, ...]:
    """Return the states of which relations with this one are recorded, most relations first."""
    rows = connection.execute(
        """SELECT other, sum(count) FROM (
            SELECT state_b AS other, count FROM dyad_month WHERE state_a = :state
            UNION ALL
            SELECT state_a, count FROM dyad_month WHERE state_b = :state
        ) GROUP BY other ORDER BY 2 DESC, 1""",
        {"state": state},
    )
    return tuple(Partner(*row) for row in rows)


def dyad_count(connection: sqlite3.Connection, a: str, b: str) -> int:
    """Return how many relations are recorded between two states, either way."""
    row = connection.execute(
        "SELECT coalesce(sum(count), 0) FROM dyad_month WHERE state_a = ? AND state_b = ?", tuple(sorted((a, b)))
    ).fetchone()
    count: int = row[0]
    return count


def reading(connection: sqlite3.Connection, article_id: str) -> Reading | None:
    """Return an article and its records as they were added, None if it is not there.

    Raises:
        NotVerbatim: a stored span does not slice the stored text.
    """
    with snapshot(connection):
        found = connection.execute(
            """SELECT key, engine, text, language, title, outlet, byline, published, published_from, url, file
            FROM article WHERE id = ?""",
            (article_id,),
        ).fetchone()
        if found is None:
            return None
        key, engine, text, language, *rest = found
        article = Article(text, _blocks(connection, key), language, *rest)
        mentions = _mentions(connection, key)
        statements = _statements(connection, key, article)
        relations = _relations(connection, key, article)
    return Reading(article, mentions, statements, relations, engine)


def _blocks(connection: sqlite3.Connection, article_key: int) -> tuple[Block, ...]:
    rows = connection.execute(
        "SELECT start_char, end_char, kind FROM block WHERE article_key = ? ORDER BY place", (article_key,)
    )
    return tuple(Block(TextSpan(start, end), BlockKind(kind)) for start, end, kind in rows)


def _mentions(connection: sqlite3.Connection, article_key: int) -> tuple[Mention, ...]:
    rows = connection.execute(
        """SELECT start_char, end_char, actor, kind, rule, name, role FROM mention
        WHERE article_key = ? ORDER BY place""",
        (article_key,),
    )
    return tuple(
        Mention(TextSpan(start, end), actor, MentionKind(kind), *rest) for start, end, actor, kind, *rest in rows
    )


def _statements(connection: sqlite3.Connection, article_key: int, article: Article) -> tuple[Statement, ...]:
    rows = connection.execute(
        f"""SELECT {STATEMENT_COLUMNS}
        FROM statement WHERE article_key = ? ORDER BY key""",
        (article_key,),
    )
    return tuple(
        Statement(
            article,
            content_spans=facts.content_spans,
            kind=facts.kind,
            rule=facts.rule,
            source_span=facts.source_span,
            cue_span=facts.cue_span,
            speaker=facts.speaker,
            relay=facts.relay,
        )
        for facts in map(statement_facts, rows)
    )


def _relations(connection: sqlite3.Connection, article_key: int, article: Article) -> tuple[Relation, ...]:
    rows = connection.execute(
        """SELECT r.source_state, r.target_state, r.code, r.mood, r.evidence_start, r.evidence_end, r.trigger_start,
            r.trigger_end, r.rule, r.ground, r.date, r.date_from, s.id
        FROM relation r LEFT JOIN statement s ON s.key = r.statement_key
        WHERE r.article_key = ? ORDER BY r.key""",
        (article_key,),
    )
    return tuple(
        Relation(
            article,
            source,
            target,
            code=Code(code),
            mood=Mood(mood),
            evidence_span=TextSpan(evidence_start, evidence_end),
            trigger_span=TextSpan(trigger_start, trigger_end),
            rule=rule,
            ground=Ground(ground) if ground else None,
            date=date,
            date_from=date_from,
            statement_id=statement_id,
        )
        for source, target, code, mood, evidence_start, evidence_end, trigger_start, trigger_end, rule, ground, date,
        date_from, statement_id in rows
    )  # fmt: skip


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let several SELECTs see one state of the ledger, whatever another process writes meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def statement_facts(row: Sequence[Any]) -> StatementFacts:
    """Return the statement of a row of STATEMENT_COLUMNS."""
    id_, kind, speaker, role, state, others, relay, content, spans, source, source_start, source_end, *rest = row
    cue, cue_start, cue_end, rule = rest
    return StatementFacts(
        id=id_,
        kind=Kind(kind),
        speaker=None if speaker is None else Speaker(speaker, role, state, tuple(json.loads(others))),
        relay=tuple(json.loads(relay)),
        content_words=content,
        content_spans=tuple(TextSpan(start, end) for start, end in json.loads(spans)),
        source_words=source,
        source_span=None if source_start is None else TextSpan(source_start, source_end),
        cue_words=cue,
        cue_span=None if cue_start is None else TextSpan(cue_start, cue_end),
        rule=rule,
    )
