"""Readings as data for other programs: the canonical JSON (schema foedus/1)."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from foedus.model import Article, Reading, Relation, Statement, TextSpan
from foedus.relations.plover import folded

SCHEMA = "foedus/1"


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """Return a reading in canonical JSON; spans are `[start, end)` characters of `text`."""
    article = reading.article
    return {
        "schema": SCHEMA,
        "id": article.id,
        "file": article.file,
        "url": article.url,
        "text": article.text,
        "sha256": article.sha256,
        "title": article.title,
        "outlet": article.outlet,
        "byline": article.byline,
        "published": article.published,
        "published_from": article.published_from,
        "language": article.language,
        "engine": reading.engine,
        "blocks": [{"kind": b.kind.value, "span": _span(b.span)} for b in article.blocks],
        "statements": [_statement(s) for s in reading.statements],
        "relations": [_relation(r, article) for r in reading.relations],
        "unresolved": [{"span": _span(u.span), "words": u.words, "part": u.part} for u in reading.unresolved],
    }


def reading_to_json(reading: Reading) -> str:
    """Return a reading as one line of canonical JSON."""
    return json.dumps(reading_to_dict(reading), ensure_ascii=False)


def rows_to_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return rows as CSV with a header; a list is written as its parts with "|" between, None as an empty cell."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "|".join(map(str, map(_cell, value)))
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part is not None)
    return value


def _span(span: TextSpan | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "source": _span(statement.source_span),
        "cue": _span(statement.cue_span),
        "content": [_span(s) for s in statement.content_spans],
        "kind": statement.kind.value,
        "speaker": statement.speaker and statement.speaker.to_dict(),
        "relay": list(statement.relay),
        "rule": statement.rule,
    }


def relation_facts(relation: Relation) -> dict[str, Any]:
    """Return what a relation says, without the places of its words."""
    return {
        "id": relation.id,
        "source": relation.source,
        "target": relation.target,
        "code": relation.code.value,
        "mood": relation.mood.value,
        "ground": relation.ground.value if relation.ground else None,
        "date": relation.date,
        "date_from": relation.date_from,
        "statement": relation.statement_id,
    }


def _relation(relation: Relation, article: Article) -> dict[str, Any]:
    return {
        **relation_facts(relation),
        "evidence": _span(relation.evidence_span),
        "trigger": _span(relation.trigger_span),
        "words": relation.evidence_span.slice(article.text),
        "rule": relation.rule,
        "plover": folded(relation.code, relation.mood, relation.rule),
    }
