"""Write a reading into the tables, and take an article out of them again. Within a transaction of the store's."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from foedus.errors import LedgerError
from foedus.ledger.dossier import add_dossier, add_stems
from foedus.ledger.marks import marks
from foedus.ledger.origins import forget_origins, split_origins
from foedus.model import Article, Mention, Reading, Relation, Statement, TextSpan, Unresolved

_PIECES = " [...] "  # between the pieces of a content that the text interrupts


def insert(connection: sqlite3.Connection, reading: Reading, *, first_read: str, last_read: str) -> int:
    """Insert an article with its records, and what lies ready for questions; return its key.

    Raises:
        LedgerError: a relation names a statement that is not in the reading.
    """
    article, text = reading.article, reading.article.text
    article_key = _insert_article(connection, reading, first_read, last_read)
    put(connection, "mention", [_mention_row(article_key, *one, text) for one in enumerate(reading.mentions)])
    put(connection, "unresolved", [_unresolved_row(article_key, *one) for one in enumerate(reading.unresolved)])
    statements = _once(connection, "statement", reading.statements)
    marked = _marks_by_statement(reading)
    rows = [(*statement_row(key, id_, article_key, one, text), marked[id_]) for id_, (key, one) in statements.items()]
    put(connection, "statement", rows)
    relations = _once(connection, "relation", reading.relations)
    keys = {id_: key for id_, (key, _) in (statements | relations).items()}
    claimed = []
    for id_, (key, relation) in relations.items():
        hangs_on = relation.statement_id
        if hangs_on is not None and hangs_on not in statements:
            raise LedgerError(
                f"{called(article)} cannot be added: relation {id_} names statement {hangs_on}, which is not in the "
                "reading"
            )
        claimed.append(relation_row(key, id_, article_key, hangs_on and keys[hangs_on], relation, article))
    put(connection, RELATION, claimed)
    add_dossier(connection, article_key, reading, keys)
    add_stems(connection, f"{article.title or ''} {text}", article.language)
    return article_key


def delete(connection: sqlite3.Connection, article_id: str) -> bool:
    """Take out an article with all that came from it; False if it was not there."""
    found = connection.execute("SELECT key FROM article WHERE id = ?", (article_id,)).fetchone()
    if found is None:
        return False
    origins = forget_origins(connection, found[0])
    connection.execute("DELETE FROM article WHERE key = ?", found)
    split_origins(connection, origins)
    return True


def called(article: Article) -> str:
    """Return what to call an article in a message."""
    return f"article {article.file or article.url or article.title or article.id}"


Row = tuple[str | int | None, ...]
_Record = TypeVar("_Record", Statement, Relation)

_ADD_ARTICLE = """INSERT INTO article (
    id, text, sha256, language, title, outlet, byline, published, published_from, url, file, engine, first_read,
    last_read, marks
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
# Generated columns take no values, so the others are named.
RELATION = """relation (
    key, id, article_key, statement_key, source_state, target_state, code, mood, ground, date, date_from, filed_under,
    evidence_words, evidence_start, evidence_end, trigger_words, trigger_start, trigger_end, rule
)"""


def put(connection: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    """Insert rows into a table, given with its columns where the rows have not all of them."""
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _once(connection: sqlite3.Connection, table: str, records: Sequence[_Record]) -> dict[str, tuple[int, _Record]]:
    """Return records, of those that bear the same id the first, with the keys that their rows shall have."""
    found: dict[str, _Record] = {}
    for one in records:
        found.setdefault(one.id, one)
    (last,) = connection.execute(f"SELECT coalesce(max(key), 0) FROM {table}").fetchone()
    return {id_: (last + number, one) for number, (id_, one) in enumerate(found.items(), 1)}


def _insert_article(connection: sqlite3.Connection, reading: Reading, first_read: str, last_read: str) -> int:
    article = reading.article
    found = (article.title, article.outlet, article.byline, article.published, article.published_from)
    row = (article.id, article.text, article.sha256, article.language, *found, article.url, article.file)
    key = connection.execute(
        _ADD_ARTICLE, (*row, reading.engine, first_read, last_read, _marks_of_article(reading))
    ).lastrowid
    assert key is not None
    blocks = [(key, place, b.span.start, b.span.end, b.kind.value) for place, b in enumerate(article.blocks)]
    put(connection, "block", blocks)
    return key


def _marks_of_article(reading: Reading) -> str:
    article = reading.article
    return marks(
        states=[
            *(state for one in reading.statements for state in _spoken_for(one)),
            *(end for one in reading.relations for end in (one.source, one.target)),
        ],
        codes=[one.code for one in reading.relations],
        kind=None,
        outlet=article.outlet,
        published=article.published,
    )


def _spoken_for(statement: Statement) -> tuple[str | None, ...]:
    return (statement.speaker.state, *statement.speaker.others) if statement.speaker else ()


def _marks_by_statement(reading: Reading) -> dict[str, str]:
    claimed: dict[str | None, list[Relation]] = defaultdict(list)
    for relation in reading.relations:
        claimed[relation.statement_id].append(relation)
    return {
        one.id: marks(
            states=[
                *_spoken_for(one),
                *(end for relation in claimed[one.id] for end in (relation.source, relation.target)),
            ],
            codes=[relation.code for relation in claimed[one.id]],
            kind=one.kind,
            outlet=reading.article.outlet,
            published=reading.article.published,
        )
        for one in reading.statements
    }


def _mention_row(article_key: int, place: int, mention: Mention, text: str) -> Row:
    start, end, words = _written(mention.span, text)
    found = (mention.actor, mention.kind.value, mention.name, mention.role, mention.rule)
    return (article_key, place, start, end, words, *found)


def _unresolved_row(article_key: int, place: int, left: Unresolved) -> Row:
    return (article_key, place, left.span.start, left.span.end, left.words, left.part)


def statement_row(key: int, id_: str, article_key: int | str, statement: Statement, text: str) -> Row:
    """Return the columns of `statement`, in the order of the table, but for its marks."""
    speaker = statement.speaker
    who = (speaker.name, speaker.role, speaker.state) if speaker else (None, None, None)
    others = json.dumps(speaker.others if speaker else ())
    relay = json.dumps(statement.relay, ensure_ascii=False)
    content = _PIECES.join(span.slice(text) for span in statement.content_spans)
    spans = json.dumps([[span.start, span.end] for span in statement.content_spans])
    source_start, source_end, source = _written(statement.source_span, text)
    cue_start, cue_end, cue = _written(statement.cue_span, text)
    row = (key, id_, article_key, statement.kind.value, *who, others, relay, content, spans)
    return (*row, source, source_start, source_end, cue, cue_start, cue_end, statement.rule)


def relation_row(
    key: int, id_: str, article_key: int | str, statement_key: int | str | None, relation: Relation, article: Article
) -> Row:
    """Return the columns of `relation`, in the order of the table, without those that are generated."""
    evidence_start, evidence_end, evidence = _written(relation.evidence_span, article.text)
    trigger_start, trigger_end, trigger = _written(relation.trigger_span, article.text)
    ground = relation.ground.value if relation.ground else None
    claim = (relation.source, relation.target, relation.code.value, relation.mood.value, ground)
    dated = (relation.date, relation.date_from, relation.date or article.published)
    words = (evidence, evidence_start, evidence_end, trigger, trigger_start, trigger_end)
    return (key, id_, article_key, statement_key, *claim, *dated, *words, relation.rule)


def _written(span: TextSpan | None, text: str) -> tuple[int | None, int | None, str | None]:
    return (None, None, None) if span is None else (span.start, span.end, span.slice(text))
