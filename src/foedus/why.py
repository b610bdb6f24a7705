"""How a record came to be: its words in the article, the rule and the lexicon row that fired, who spoke, the versions.

found = why(ledger, "5696e3e3")
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foedus.errors import NotHeld, UsageError
from foedus.export import relation_facts
from foedus.ledger import Ledger
from foedus.ledger import why as queries
from foedus.model import Article, Mention, Reading, Relation, Statement, TextSpan
from foedus.tables import LANGUAGES, Row, lexicon_version, read_table

SCHEMA = "foedus/why/1"
AROUND = 240  # characters of the article shown on either side of a record in a long paragraph
_FILE_AND_LINE = re.compile(r"([^()]+\.(?:tsv|toml)):(\d+)")
_ID = re.compile(r"[0-9a-f]{1,16}")
_LEXICONS = re.compile(r"lexicons (\w+)")


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a record.

    Attributes:
        rule: name of the rule, "reported_clause/que", and `entry` what it read: a cue or a trigger, in dictionary form.
        rows: the lexicon rows that fired, file and line as they are now.
    """

    rule: str
    entry: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A record and all that stands behind it.

    Attributes:
        statement: the record itself, or the one a relation hangs on; None for a relation in the article's own voice.
        relation: the record itself; None where it is a statement.
        claims: ids of the relations that hang on a statement.
        context: the words of the article around the record.
        mentions: of the states and people in the context, in order of the text.
        statement_origin, relation_origin: what made each.
        engine: versions that read the article.
        lexicons_changed: whether the tables are others now than when it was read.
    """

    article: Article
    statement: Statement | None
    relation: Relation | None
    claims: tuple[Relation, ...]
    context: TextSpan
    mentions: tuple[Mention, ...]
    statement_origin: Origin | None
    relation_origin: Origin | None
    engine: str
    lexicons_changed: bool

    @property
    def id(self) -> str:
        """The id of the record asked for."""
        record = self.relation or self.statement
        assert record is not None
        return record.id

    def marked(self) -> Iterator[tuple[str, TextSpan]]:
        """Yield what the words of the record are: "content", "source", "cue", "evidence", "trigger"."""
        if self.relation is not None:
            yield "evidence", self.relation.evidence_span
        if self.statement is not None:
            yield from (("content", span) for span in self.statement.content_spans)
            if self.statement.source_span:
                yield "source", self.statement.source_span
            if self.statement.cue_span:
                yield "cue", self.statement.cue_span
        if self.relation is not None:
            yield "trigger", self.relation.trigger_span

    def to_dict(self) -> dict[str, Any]:
        """Return it as data for JSON; spans are characters of the article's text."""
        text, article = self.article.text, self.article
        return {
            "schema": SCHEMA,
            "id": self.id,
            "record": "relation" if self.relation else "statement",
            "article": {
                "id": article.id,
                "title": article.title,
                "outlet": article.outlet,
                "published": article.published,
                "url": article.url,
                "file": article.file,
            },
            "context": {"span": _pair(self.context), "words": self.context.slice(text)},
            "words": [{"what": what, "span": _pair(span), "words": span.slice(text)} for what, span in self.marked()],
            "statement": _statement(self.statement),
            "relation": {**relation_facts(self.relation), "rule": self.relation.rule} if self.relation else None,
            "claims": [claim.id for claim in self.claims],
            "mentions": [
                {
                    "span": _pair(m.span),
                    "words": m.span.slice(text),
                    "actor": m.actor,
                    "kind": m.kind.value,
                    "rule": m.rule,
                }
                for m in self.mentions
            ],
            "statement_origin": _origin(self.statement_origin),
            "relation_origin": _origin(self.relation_origin),
            "engine": self.engine,
            "lexicons_changed": self.lexicons_changed,
        }


def why(ledger: Ledger, beginning: str) -> Why:
    """Explain the statement or relation whose id begins so.

    Raises:
        UsageError: it is no id, or the beginning of several.
        NotHeld: the ledger holds no such record.
    """
    wanted = beginning.strip().lower()
    if not _ID.fullmatch(wanted):
        raise UsageError(
            f"{beginning!r} is no id: expected up to 16 of the digits 0-9 and a-f, as `said` and `explain` print them"
        )
    with ledger.guarded("looking for a record"):
        found = queries.find(ledger.connection, wanted)
    if len(found) > 1:
        listed = ", ".join(f"{place.id} ({place.sort})" for place in found[:3])
        raise UsageError(
            f"{beginning!r} is the beginning of {len(found)} ids, such as {listed}: give more of its digits"
        )
    if not found:
        raise NotHeld(f"ledger {ledger.path} holds no statement or relation {beginning!r}")
    (place,) = found
    return explain_record(ledger.reading(place.article_id), place.id)


def explain_record(reading: Reading, record_id: str) -> Why:
    """Explain a record of a reading; its id is given in full."""
    relation = next((r for r in reading.relations if r.id == record_id), None)
    statement_id = relation.statement_id if relation else record_id
    statement = next((s for s in reading.statements if s.id == statement_id), None)
    article = reading.article
    context = _context(article, statement, relation)
    made_with = _LEXICONS.search(reading.engine)
    return Why(
        article=article,
        statement=statement,
        relation=relation,
        claims=() if relation else tuple(r for r in reading.relations if r.statement_id == record_id),
        context=context,
        mentions=tuple(m for m in reading.mentions if context.contains(m.span)),
        statement_origin=_of_statement(statement, article.language) if statement else None,
        relation_origin=_of_relation(relation, article.language) if relation else None,
        engine=reading.engine,
        lexicons_changed=made_with is None or made_with[1] != lexicon_version(),
    )


def _context(article: Article, statement: Statement | None, relation: Relation | None) -> TextSpan:
    """Return the paragraphs the record stands in, cut to what is near its words where they are long."""
    spans: list[TextSpan] = []
    if relation is not None:
        spans += [relation.evidence_span, relation.trigger_span]
    if statement is not None:
        spans += filter(None, (*statement.content_spans, statement.source_span, statement.cue_span))
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    around = [b.span for b in article.blocks if b.span.overlaps(TextSpan(first, last))] or [TextSpan(first, last)]
    start, end = min(around[0].start, first), max(around[-1].end, last)
    if first - start > AROUND:
        start = article.text.rfind(" ", start, first - AROUND) + 1 or first
    if end - last > AROUND:
        end = max(article.text.find(" ", last + AROUND, end), last)
    return TextSpan(start, end)


# -- rules and rows ----------------------------------------------------------------------------------------------------


def _of_statement(statement: Statement, language: str) -> Origin:
    rule, _, cue = statement.rule.partition(":")
    if cue.startswith("("):  # "(speech)": any verb beside a quotation, in no table
        cue = ""
    return Origin(rule, cue or None, _cue_rows(rule, cue, language))


def _of_relation(relation: Relation, language: str) -> Origin:
    """Take apart "signer (data/fr/frames.tsv:784)", "performed:accuser", "listed_reasons"."""
    named = _FILE_AND_LINE.search(relation.rule)
    if named:
        trigger = relation.rule.partition(" (")[0]
        return Origin("frames", trigger, _row_at(named[1].strip(), int(named[2]), trigger))
    rule, _, cue = relation.rule.partition(":")
    return Origin(rule, cue or None, _cue_rows(rule, cue, language))


def _cue_rows(rule: str, cue: str, language: str) -> tuple[Row, ...]:
    """Return the rows of a cue; of its parts of speech the one that the rule reads."""
    if not cue:
        return ()
    rows = [row for row in read_table(f"{language}/cues.tsv", ("cue", "pos")) if row["cue"] == cue]
    wanted = {"according_to": "P", "announced_by_noun": "N"}.get(rule, "V")
    return tuple([row for row in rows if row["pos"] == wanted] or rows)


def _row_at(file: str, line: int, entry: str) -> tuple[Row, ...]:
    """Return the row at a line; where the table has changed since, the rows that bear the same entry."""
    folder, _, table = file.rpartition("/")
    language = folder.rpartition("/")[2]
    try:
        rows = read_table(f"{language}/{table}" if language in LANGUAGES else table, ())
    except FileNotFoundError:
        return ()
    first = next(iter(rows[0].cells)) if rows else ""
    bearing = [row for row in rows if row[first] == entry]
    return tuple([row for row in bearing if row.where == f"{file}:{line}"] or bearing)


# -- as data -----------------------------------------------------------------------------------------------------------


def _pair(span: TextSpan) -> list[int]:
    return [span.start, span.end]


def _statement(statement: Statement | None) -> dict[str, Any] | None:
    if statement is None:
        return None
    return {
        "id": statement.id,
        "kind": statement.kind.value,
        "speaker": statement.speaker and statement.speaker.to_dict(),
        "relay": list(statement.relay),
        "rule": statement.rule,
    }


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    rows = [{"where": row.where, **{column: cell for column, cell in row.cells.items() if cell}} for row in origin.rows]
    return {"rule": origin.rule, "entry": origin.entry, "rows": rows}
