"""The records of a reading as JSON, and back: what was read, kept beside what reviews made of it."""

import json
from collections.abc import Mapping
from typing import Any

from foedus.codes import Code
from foedus.model import (
    Article,
    Ground,
    Kind,
    Mention,
    Mood,
    Reading,
    Relation,
    Speaker,
    Statement,
    TextSpan,
)


def frozen(reading: Reading) -> str:
    """Return the statements and relations of a reading as JSON."""
    return json.dumps(
        {
            "statements": [_statement(s) for s in reading.statements],
            "relations": [_relation(r) for r in reading.relations],
        },
        ensure_ascii=False,
    )


def thawed(text: str, article: Article, mentions: tuple[Mention, ...], engine: str) -> Reading:
    """Return the reading that `frozen` made JSON of."""
    raw = json.loads(text)
    statements = tuple(_as_statement(one, article) for one in raw["statements"])
    relations = tuple(as_relation(one, article) for one in raw["relations"])
    return Reading(article, mentions, statements, relations, engine)


def _pair(span: TextSpan | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span(pair: list[int] | None) -> TextSpan | None:
    return None if pair is None else TextSpan(*pair)


def _statement(statement: Statement) -> dict[str, Any]:
    speaker = statement.speaker
    return {
        "content": [_pair(span) for span in statement.content_spans],
        "kind": statement.kind.value,
        "rule": statement.rule,
        "source": _pair(statement.source_span),
        "cue": _pair(statement.cue_span),
        "speaker": speaker and [speaker.name, speaker.role, speaker.state, list(speaker.others)],
        "relay": list(statement.relay),
    }


def _as_statement(raw: dict[str, Any], article: Article) -> Statement:
    name, role, state, others = raw["speaker"] or ("", None, None, ())
    return Statement(
        article,
        content_spans=tuple(TextSpan(*pair) for pair in raw["content"]),
        kind=Kind(raw["kind"]),
        rule=raw["rule"],
        source_span=_span(raw["source"]),
        cue_span=_span(raw["cue"]),
        speaker=Speaker(name, role, state, tuple(others)) if raw["speaker"] else None,
        relay=tuple(raw["relay"]),
    )


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "source": relation.source,
        "target": relation.target,
        "code": relation.code.value,
        "mood": relation.mood.value,
        "evidence": _pair(relation.evidence_span),
        "trigger": _pair(relation.trigger_span),
        "rule": relation.rule,
        "ground": relation.ground and relation.ground.value,
        "date": relation.date,
        "date_from": relation.date_from,
        "statement": relation.statement_id,
    }


def as_relation(raw: Mapping[str, Any], article: Article) -> Relation:
    """Return the relation of an article that is written so.

    Raises:
        NotVerbatim: a span does not slice the article.
        ValueError: source and target are the same.
    """
    return Relation(
        article,
        raw["source"],
        raw["target"],
        code=Code(raw["code"]),
        mood=Mood(raw["mood"]),
        evidence_span=TextSpan(*raw["evidence"]),
        trigger_span=TextSpan(*raw["trigger"]),
        rule=raw["rule"],
        ground=Ground(raw["ground"]) if raw["ground"] else None,
        date=raw["date"],
        date_from=raw["date_from"],
        statement_id=raw["statement"],
    )
