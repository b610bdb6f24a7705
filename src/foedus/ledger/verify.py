"""Whether each record still stands on the words it was made from: here, elsewhere in the text, in another article, or
nowhere; and whether the file is whole."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

_PIECES = " [...] "  # between the pieces of a content that the text interrupts


class Answer(StrEnum):
    """Where the words of a span were found."""

    HERE = "here"
    ELSEWHERE = "elsewhere in this text"
    ANOTHER = "in another article"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Fault:
    """A span that does not slice the words that are stored beside it.

    Attributes:
        kind: mention, statement, relation.
        record: id of the record; of a mention its place in the article.
        span: evidence, trigger, content, source, cue, or words of a mention.
        article: id of the article that the record belongs to.
        found_in: id of the other article that has the words.
    """

    kind: str
    record: str
    span: str
    words: str
    answer: Answer
    article: str
    found_in: str | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is wrong with a ledger beyond the spans of its records.

    Attributes:
        kind: file, text, rows, months, dossier.
        what: what SQLite says of the file, the id of the article whose text has another hash than the one that was
            read, the first table in which rows belong to records that are not there.
        n: how many rows, months of the summary, or relations that are in no dossier.
    """

    kind: str
    what: str = ""
    n: int = 1


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and what is off.

    Attributes:
        articles, spans: how many were checked.
        faults: spans that are off.
        damage: what is wrong with the file, the texts' hashes or the summaries.
    """

    articles: int
    spans: int
    faults: tuple[Fault, ...]
    damage: tuple[Damage, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is off."""
        return not self.faults and not self.damage


def verify(connection: sqlite3.Connection) -> Verification:
    """Check every span of every record, the texts' hashes, the summaries and the file."""
    said = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    if said:
        # Nothing that such a file says can be relied on.
        return Verification(0, 0, (), tuple(Damage("file", line) for line in said))
    faults: list[Fault] = []
    damage = list(_damage(connection))
    articles = spans = 0
    rows = connection.execute("SELECT key, id, text, sha256 FROM article ORDER BY key")
    for key, article_id, text, sha256 in rows:
        articles += 1
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            damage.append(Damage("text", article_id))
        for kind, record, name, words, start, end in _spans(connection, key, text):
            spans += 1
            if text[start:end] != words:
                faults.append(_fault(connection, kind, record, name, words, text, article_id))
    return Verification(articles, spans, tuple(faults), tuple(damage))


_Span = tuple[str, str, str, str, int, int]


def _spans(connection: sqlite3.Connection, article_key: int, text: str) -> Iterator[_Span]:
    yield from connection.execute(
        """SELECT 'mention', place, 'words', words, start_char, end_char FROM mention WHERE article_key = ?1
        UNION ALL SELECT 'statement', id, 'source', source_words, source_start, source_end FROM statement
            WHERE article_key = ?1 AND source_start IS NOT NULL
        UNION ALL SELECT 'statement', id, 'cue', cue_words, cue_start, cue_end FROM statement
            WHERE article_key = ?1 AND cue_start IS NOT NULL
        UNION ALL SELECT 'relation', id, 'evidence', evidence_words, evidence_start, evidence_end FROM relation
            WHERE article_key = ?1
        UNION ALL SELECT 'relation', id, 'trigger', trigger_words, trigger_start, trigger_end FROM relation
            WHERE article_key = ?1""",
        (article_key,),
    )
    rows = connection.execute(
        "SELECT id, content_words, content_spans FROM statement WHERE article_key = ?", (article_key,)
    )
    for id_, words, raw in rows:
        spans = json.loads(raw)
        sliced = [text[start:end] for start, end in spans]
        # The words may hold the sign of an interruption themselves: they are cut only where something is off.
        pieces = sliced if _PIECES.join(sliced) == words else words.split(_PIECES)
        for piece, (start, end) in zip_longest(pieces, spans, fillvalue=(0, 0)):
            yield "statement", id_, "content", str(piece), start, end


def _fault(
    connection: sqlite3.Connection, kind: str, record: object, name: str, words: str, text: str, article_id: str
) -> Fault:
    if words in text:
        return Fault(kind, str(record), name, words, Answer.ELSEWHERE, article_id)
    other = connection.execute("SELECT id FROM article WHERE instr(text, ?) LIMIT 1", (words,)).fetchone()
    answer = Answer.ANOTHER if other else Answer.NOWHERE
    return Fault(kind, str(record), name, words, answer, article_id, other[0] if other else None)


_COUNTED = """SELECT count(*) FROM (
    SELECT state_a, state_b, substr(coalesce(filed_under, ''), 1, 7) AS month, code, mood, count(*) AS n
    FROM relation GROUP BY 1, 2, 3, 4, 5
    EXCEPT SELECT state_a, state_b, month, code, mood, sum(count) FROM dyad_month GROUP BY 1, 2, 3, 4, 5)"""
_MISSING = "SELECT count(*) FROM relation WHERE key NOT IN (SELECT relation_key FROM dossier)"


def _damage(connection: sqlite3.Connection) -> Iterator[Damage]:
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        yield Damage("rows", orphans[0][0], len(orphans))
    for sql, kind in ((_COUNTED, "months"), (_MISSING, "dossier")):
        (wrong,) = connection.execute(sql).fetchone()
        if wrong:
            yield Damage(kind, n=wrong)
