"""Articles and their statements as JSON that other programs read: annotations, quotations, citations, gold passages."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from foedus.export import reading_to_dict
from foedus.ledger import Ledger
from foedus.model import Article, Kind, Reading, Relation, Statement, TextSpan

CONTEXT = 32  # characters before and after the words, as Hypothesis keeps them


def _dumped(found: object) -> str:
    return json.dumps(found, ensure_ascii=False)


def _joined(items: Iterable[object], before: str, after: str) -> Iterator[str]:
    """Yield a JSON array of items, one a line, between two pieces of text."""
    yield before + "["
    for number, item in enumerate(items):
        yield ("," if number else "") + "\n" + _dumped(item)
    yield "\n]" + after + "\n"


# W3C Web Annotation Data Model, https://www.w3.org/TR/annotation-model/


# What the standard has no name for bears ours, so that no reader of JSON-LD drops it.
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"sha256": "urn:foedus:sha256"}]


def annotations(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield an AnnotationPage: one annotation a statement and a relation.

    Positions and quotations are of the stored text, whose hash stands with the target.
    """
    items = chain.from_iterable(_annotations(reading) for reading in readings)
    head = f'{{"@context": {_dumped(_CONTEXT)}, "id": "urn:foedus:annotations", "type": "AnnotationPage", "items": '
    return _joined(items, head, "}")


def _annotations(reading: Reading) -> Iterator[dict[str, Any]]:
    data = reading_to_dict(reading)
    for statement, raw in zip(reading.statements, data["statements"], strict=True):
        yield _annotation("statement", statement.id, raw, statement.content_spans, reading)
    for relation, raw in zip(reading.relations, data["relations"], strict=True):
        yield _annotation("relation", relation.id, raw, (relation.evidence_span,), reading)


def _annotation(
    kind: str, id_: str, raw: dict[str, Any], spans: Iterable[TextSpan], reading: Reading
) -> dict[str, Any]:
    article = reading.article
    return {
        "@context": _CONTEXT,
        "id": f"urn:foedus:{kind}:{id_}",
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"type": "Software", "name": reading.engine},
        "body": {"type": "TextualBody", "format": "application/json", "value": _dumped(raw), "purpose": "describing"},
        "target": [
            {
                "source": article.url or f"urn:sha256:{article.sha256}",
                "state": {"type": "State", "sha256": article.sha256},
                "selector": _selectors(span, article.text),
            }
            for span in spans
        ],
    }


def _selectors(span: TextSpan, text: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": span.slice(text),
            "prefix": text[max(0, span.start - CONTEXT) : span.start],
            "suffix": text[span.end : span.end + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


# Citron, https://github.com/bbc/citron, docs/data_format.md


def citron(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield a document a line, with its quotes; statements without source or cue have none."""
    for reading in readings:
        text = reading.article.text
        quotes = [
            {
                "id": statement.id,
                "cue": _citron(statement.cue_span, text),
                "sources": [_citron(statement.source_span, text)] if statement.source_span else [],
                "contents": [_citron(span, text) for span in statement.content_spans],
            }
            for statement in reading.statements
        ]
        yield _dumped({"id": reading.article.id, "text": text, "quotes": quotes}) + "\n"


def _citron(span: TextSpan | None, text: str) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.slice(text)}


# schema.org


def quotations(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield a JSON-LD graph of schema.org Quotations: of what was said in so many words, and nothing else."""
    items = chain.from_iterable(_quotations(reading) for reading in readings)
    return _joined(items, '{"@context": "https://schema.org", "@graph": ', "}")


def _quotations(reading: Reading) -> Iterator[dict[str, Any]]:
    article = reading.article
    for statement in reading.statements:
        if statement.kind is Kind.DIRECT:
            found = {
                "@type": "Quotation",
                "@id": f"urn:foedus:statement:{statement.id}",
                "text": " […] ".join(span.slice(article.text) for span in statement.content_spans),
                "inLanguage": article.language,
                "spokenByCharacter": _person(statement),
                "isBasedOn": _news_article(article),
            }
            yield {name: value for name, value in found.items() if value is not None}


def _person(statement: Statement) -> dict[str, Any] | None:
    speaker = statement.speaker
    if speaker is None:
        return None
    found = {"@type": "Person", "name": speaker.name, "jobTitle": speaker.role}
    return {name: value for name, value in found.items() if value}


def _news_article(article: Article) -> dict[str, Any]:
    found = {
        "@type": "NewsArticle",
        "headline": article.title,
        "url": article.url,
        "datePublished": article.published,
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
    }
    return {name: value for name, value in found.items() if value}


# Citation Style Language, https://github.com/citation-style-language/schema


def csl(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the articles as an array of CSL-JSON."""
    return _joined((_csl(reading.article) for reading in readings), "", "")


def _csl(article: Article) -> dict[str, Any]:
    found = {
        "id": article.id,
        "type": "article-newspaper",
        "title": article.title,
        "container-title": article.outlet,
        "author": [{"literal": article.byline}] if article.byline else None,
        "issued": {"date-parts": [[int(part) for part in article.published.split("-")]]} if article.published else None,
        "URL": article.url,
        "language": article.language,
    }
    return {name: value for name, value in found.items() if value}


# Gold passages, in the form of the canonical JSON


def gold(ledger: Ledger) -> Iterator[str]:
    """Yield a passage a line: the paragraphs in which people have said of every record whether it is right.

    A statement counts as reviewed with a relation that hangs on it. What was reviewed as wrong is not there, what was
    corrected is as it should be: a passage without records is gold too.
    """
    by_text: dict[str, list[Any]] = {}
    for review in ledger.reviews():
        by_text.setdefault(review.article_sha256, []).append(review)
    for article_id in ledger.article_ids():
        reading = ledger.reading(article_id)
        reviews = by_text.get(reading.article.sha256, ())
        if reviews:
            yield from _passages(reading, {(r.kind, _first(r.record)) for r in reviews})


def _first(record: Any) -> int:
    spans = record.get("evidence") or record.get("content")
    start: int = spans[0][0]
    return start


def _passages(reading: Reading, reviewed: set[tuple[str, int]]) -> Iterator[str]:
    article = reading.article
    starts = {start for _, start in reviewed}
    for number, block in enumerate(article.blocks):
        relations = [r for r in reading.relations if block.span.contains(r.evidence_span)]
        statements = [s for s in reading.statements if all(block.span.contains(span) for span in s.content_spans)]
        if not any(block.span.start <= start < block.span.end for start in starts):
            continue
        sure = [r for r in relations if ("relation", r.evidence_span.start) in reviewed]
        spoken = {r.statement_id for r in sure}
        said = [s for s in statements if s.id in spoken or ("statement", s.content_spans[0].start) in reviewed]
        if len(sure) == len(relations) and len(said) == len(statements):
            yield _dumped(_passage(reading, number, block.span, said, relations)) + "\n"


def _passage(
    reading: Reading, number: int, span: TextSpan, statements: list[Statement], relations: list[Relation]
) -> dict[str, Any]:
    data = reading_to_dict(reading)
    wanted = {one.id for one in statements} | {one.id for one in relations}
    moved = {
        kind: [_moved(raw, span.start) for raw in data[kind] if raw["id"] in wanted]
        for kind in ("statements", "relations")
    }
    article = reading.article
    return {
        "id": f"{article.id}-{number}",
        "text": span.slice(article.text),
        "language": article.language,
        "published": article.published,
        "outlet": article.outlet,
        **moved,
    }


def _moved(raw: dict[str, Any], by: int) -> dict[str, Any]:
    """Return a record with its spans counted from the start of the passage."""

    def move(value: Any) -> Any:
        if isinstance(value, list) and value and isinstance(value[0], list):
            return [move(one) for one in value]
        if isinstance(value, list) and len(value) == 2 and all(isinstance(one, int) for one in value):
            return [value[0] - by, value[1] - by]
        return value

    spans = ("source", "cue", "content") if "content" in raw else ("evidence", "trigger")
    return raw | {name: move(raw[name]) for name in spans}
