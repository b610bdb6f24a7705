"""Every SELECT over a ledger's records, each a named function that returns records.

Two sorts of record come back. `reading` gives those of `foedus.model`, built anew with the article and so checked
again. The others are flat `...Facts` and `Claim`, which carry their words and need no text: a busy pair of states
has tens of thousands of them.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from foedus.codes import Code
from foedus.ledger.frozen import thawed
from foedus.ledger.reviews import Review, Verdict
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
    Unresolved,
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


def text(connection: sqlite3.Connection, article_id: str) -> str:
    """Return the text of an article, "" if it is not there."""
    row = connection.execute("SELECT text FROM article WHERE id = ?", (article_id,)).fetchone()
    return str(row[0]) if row else ""


def sources_of(connection: sqlite3.Connection, article_id: str, name: str) -> tuple[str, ...]:
    """Return the words by which an article brings in a speaker, in its order; pronouns are among them."""
    rows = connection.execute(
        """SELECT source_words FROM statement JOIN article a ON a.key = article_key
        WHERE a.id = ? AND speaker = ? AND source_words IS NOT NULL ORDER BY source_start""",
        (article_id, name),
    )
    return tuple(words for (words,) in rows)


_CLAIMS = f"""
SELECT
    r.key, r.id, r.source_state, r.target_state, r.code, r.mood, r.ground, r.date, r.date_from, r.filed_under,
    r.evidence_words, r.evidence_start, r.evidence_end, r.trigger_words, r.trigger_start, r.trigger_end, r.rule,
    s.key, s.id, s.kind, s.speaker, s.speaker_role, s.speaker_state, s.speaker_others, s.relay, s.content_words,
    s.content_spans, s.source_words, s.source_start, s.source_end, s.cue_words, s.cue_start, s.cue_end, s.rule,
    {", ".join("a." + name.strip() for name in ARTICLE_COLUMNS.split(","))}
FROM relation r JOIN article a ON a.key = r.article_key LEFT JOIN statement s ON s.key = r.statement_key
"""
_OF_STATEMENT, _OF_ARTICLE = 17, 34  # where its columns begin


def claims_by_key(connection: sqlite3.Connection, keys: Collection[int]) -> dict[int, Claim]:
    """Return relations with their provenance, by the number of their row."""
    rows = connection.execute(_CLAIMS + "WHERE r.key IN (SELECT value FROM json_each(?))", (json.dumps([*keys]),))
    return {row[0]: _claim(row) for row in rows}


def claims(connection: sqlite3.Connection, a: str, b: str) -> tuple[Claim, ...]:
    """Return all that is claimed between two states, either way, in no order that means anything."""
    rows = connection.execute(_CLAIMS + "WHERE r.state_a = ? AND r.state_b = ?", sorted((a, b)))
    return tuple(map(_claim, rows))


def _claim(row: Sequence[Any]) -> Claim:
    _, id_, source, target, code, mood, ground, date, date_from, filed, evidence, start, end, *trigger, rule = row[
        :_OF_STATEMENT
    ]
    words, trigger_start, trigger_end = trigger
    statement = row[_OF_STATEMENT:_OF_ARTICLE]
    return Claim(
        id=id_,
        source_state=source,
        target_state=target,
        code=Code(code),
        mood=Mood(mood),
        ground=Ground(ground) if ground else None,
        date=date,
        date_from=date_from,
        filed_under=filed,
        evidence_words=evidence,
        evidence_span=TextSpan(start, end),
        trigger_words=words,
        trigger_span=TextSpan(trigger_start, trigger_end),
        rule=rule,
        statement=None if statement[0] is None else statement_facts(statement[1:]),
        article=ArticleFacts(*row[_OF_ARTICLE:]),
    )


_REVIEW_COLUMNS = "kind, record_id, article_sha256, record, verdict, corrected, by, at, why"


def reviews(connection: sqlite3.Connection, article_sha256: str | None = None) -> tuple[Review, ...]:
    """Return all reviews, or those of one text, in the order in which they were made."""
    rows = connection.execute(
        f"SELECT {_REVIEW_COLUMNS} FROM review WHERE ?1 IS NULL OR article_sha256 = ?1 ORDER BY key",
        (article_sha256,),
    )
    return tuple(
        Review(kind, id_, sha, json.loads(record), Verdict(verdict), json.loads(corrected or "{}"), by, at, why)
        for kind, id_, sha, record, verdict, corrected, by, at, why in rows
    )


def article_of_record(connection: sqlite3.Connection, beginning: str) -> tuple[tuple[str, str, str], ...]:
    """Return kind, id and article id of each statement and relation whose id begins like that."""
    end = beginning + "g"  # after the last hexadecimal digit
    rows = connection.execute(
        """SELECT 'relation', r.id, a.id FROM relation r JOIN article a ON a.key = r.article_key
        WHERE r.id >= :low AND r.id < :high
        UNION SELECT 'statement', s.id, a.id FROM statement s JOIN article a ON a.key = s.article_key
        WHERE s.id >= :low AND s.id < :high
        UNION SELECT v.kind, v.record_id, a.id FROM review v JOIN article a ON a.sha256 = v.article_sha256
        WHERE v.record_id >= :low AND v.record_id < :high""",
        {"low": beginning, "high": end},
    )
    return tuple((kind, id_, article_id) for kind, id_, article_id in rows)


def reviewed_articles(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the ids of the articles whose records reviews have changed."""
    rows = connection.execute("SELECT a.id FROM as_read x JOIN article a ON a.key = x.article_key ORDER BY a.id")
    return tuple(id_ for (id_,) in rows)


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


def reading(
    connection: sqlite3.Connection, article_id: str, *, as_read: bool = False, unresolved: bool = True
) -> Reading | None:
    """Return an article and its records as they stand after reviews, None if it is not there.

    Args:
        connection: of a ledger.
        article_id: of the article.
        as_read: take no notice of reviews.
        unresolved: with what could not be resolved, of which schemas before 4 know nothing.

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
        left = _unresolved(connection, key) if unresolved else ()
        kept = connection.execute("SELECT records FROM as_read WHERE article_key = ?", (key,)) if as_read else None
        if kept and (row := kept.fetchone()):
            return replace(thawed(row[0], article, mentions, engine), unresolved=left)
        statements = _statements(connection, key, article)
        relations = _relations(connection, key, article)
    return Reading(article, mentions, statements, relations, engine, left)


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


def _unresolved(connection: sqlite3.Connection, article_key: int) -> tuple[Unresolved, ...]:
    rows = connection.execute(
        "SELECT start_char, end_char, words, part FROM unresolved WHERE article_key = ? ORDER BY place", (article_key,)
    )
    return tuple(Unresolved(TextSpan(start, end), words, part) for start, end, words, part in rows)


def _statements(connection: sqlite3.Connection, article_key: int, article: Article) -> tuple[Statement, ...]:
    rows = connection.execute(
        f"""SELECT {STATEMENT_COLUMNS}
        FROM statement WHERE article_key = ? ORDER BY key""",
        (article_key,),
    )
    return tuple(statement_of(statement_facts(row), article) for row in rows)


def statement_of(facts: StatementFacts, article: Article) -> Statement:
    """Return a statement built anew, and so checked again.

    Raises:
        NotVerbatim: a span does not slice the article.
    """
    return Statement(
        article,
        content_spans=facts.content_spans,
        kind=facts.kind,
        rule=facts.rule,
        source_span=facts.source_span,
        cue_span=facts.cue_span,
        speaker=facts.speaker,
        relay=facts.relay,
    )


def _relations(connection: sqlite3.Connection, article_key: int, article: Article) -> tuple[Relation, ...]:
    rows = connection.execute(
        """SELECT r.source_state, r.target_state, r.code, r.mood, r.evidence_start, r.evidence_end, r.trigger_start,
            r.trigger_end, r.rule, r.ground, r.date, r.date_from, s.id
        FROM relation r LEFT JOIN statement s ON s.key = r.statement_key
        WHERE r.article_key = ? ORDER BY r.key""",
        (article_key,),
    )
    return tuple(relation_of(row, article) for row in rows)


def relation_of(row: Sequence[Any], article: Article) -> Relation:
    """Return a relation built anew from states, code, mood, spans, rule, ground, dates and id of the statement.

    Raises:
        NotVerbatim: a span does not slice the article.
    """
    source, target, code, mood, evidence_start, evidence_end, trigger_start, trigger_end, rule, *rest = row
    ground, date, date_from, statement_id = rest
    return Relation(
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


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let several SELECTs see one state of the ledger, whatever another process writes meanwhile."""
    if connection.in_transaction:
        yield
        return
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
