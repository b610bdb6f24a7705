"""What people say of records, and the records as they stand after it.

A review is never taken back or altered; a later one on the same record counts instead. It is found again in a new
reading of the same text by the record's spans and words, not by its id, which a better version may change.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from foedus.codes import Code
from foedus.errors import UsageError
from foedus.ledger.frozen import as_relation
from foedus.model import Article, Ground, Mood, Reading, Relation, Speaker, Statement, TextSpan, content_id

BY_REVIEW = "review"  # the rule of what a person corrected, with who it was
_RELATION_FIELDS = ("source", "target", "code", "mood", "ground", "date")
_SPEAKER_FIELDS = ("name", "role", "state")


class Verdict(StrEnum):
    """What a person says of a record."""

    RIGHT = "right"
    WRONG = "wrong"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's verdict on a record.

    Attributes:
        kind: "relation" or "statement".
        record_id: id of the record as it was.
        article_sha256: of the text that it stands in.
        record: the record as it was, see `record_of`.
        corrected: what it should say instead: some of source, target, code, mood, ground and date of a relation, or of
            name, role and state of a statement's speaker; empty for the other verdicts.
        by: who says so.
        at: UTC.
        why: in words; None if no reason was given.
    """

    kind: str
    record_id: str
    article_sha256: str
    record: Mapping[str, Any]
    verdict: Verdict
    corrected: Mapping[str, Any]
    by: str
    at: str
    why: str | None = None

    @property
    def id(self) -> str:
        """Depends on what is said, by whom and when."""
        parts = (self.kind, self.record_id, self.article_sha256, self.verdict, sorted(self.corrected.items()))
        return content_id("review", *parts, self.by, self.at, self.why)


def record_of(found: Relation | Statement, article: Article) -> dict[str, Any]:
    """Return a record as a review keeps it: what it says, its spans and their words."""
    if isinstance(found, Relation):
        fields: dict[str, Any] = {name: getattr(found, name) for name in _RELATION_FIELDS}
        spans = {"evidence": [found.evidence_span], "trigger": [found.trigger_span]}
    else:
        speaker = found.speaker or Speaker("")
        fields = {name: getattr(speaker, name) for name in _SPEAKER_FIELDS} | {"kind": found.kind}
        spans = {"content": list(found.content_spans)}
    return fields | {
        name: [[span.start, span.end, span.slice(article.text)] for span in found] for name, found in spans.items()
    }


def check_correction(kind: str, corrected: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return a correction whose fields and values exist.

    Raises:
        UsageError: one does not.
    """
    allowed = _RELATION_FIELDS if kind == "relation" else _SPEAKER_FIELDS
    values: dict[str, Iterable[str]] = {"code": Code, "mood": Mood, "ground": Ground}
    for name, value in corrected.items():
        if name not in allowed:
            raise UsageError(f"a {kind} has no {name!r} to correct: expected one of {', '.join(allowed)}")
        if name in values and value not in {*values[name], *([None] if name == "ground" else [])}:
            raise UsageError(f"{name} {value!r} does not exist: expected one of {', '.join(values[name])}")
        if value is None and name in ("source", "target", "name"):
            raise UsageError(f"{name} cannot be left empty: say what it should be, or review the {kind} as wrong")
    return dict(corrected)


def reviewed(reading: Reading, reviews: Sequence[Review]) -> Reading:
    """Return a reading as it stands after reviews, the last on each record.

    What is wrong goes, a statement with the relations that hang on it; what is corrected takes the place of what was
    read. A correction stands even where a later version no longer reads what it corrects.
    """
    last: dict[tuple[str, str], Review] = {(r.kind, json.dumps(r.record, sort_keys=True)): r for r in reviews}
    statements, relations = list(reading.statements), list(reading.relations)
    for review in last.values():
        if review.kind == "statement":
            statements, relations = _statements_after(review, reading.article, statements, relations)
    for review in last.values():
        if review.kind == "relation":
            relations = _relations_after(review, reading.article, statements, relations)
    return replace(reading, statements=tuple(statements), relations=tuple(relations))


def _statements_after(
    review: Review, article: Article, statements: list[Statement], relations: list[Relation]
) -> tuple[list[Statement], list[Relation]]:
    matching = [s for s in statements if _same_words(review, "content", s.content_spans, article)]
    if review.verdict is Verdict.WRONG:
        gone = {s.id for s in matching}
        return [s for s in statements if s.id not in gone], [r for r in relations if r.statement_id not in gone]
    if review.verdict is Verdict.CORRECTED:
        statements = [_corrected_statement(s, review, article) if s in matching else s for s in statements]
    return statements, relations


def _corrected_statement(statement: Statement, review: Review, article: Article) -> Statement:
    old = statement.speaker or Speaker("")
    speaker = replace(old, **{name: value for name, value in review.corrected.items() if name in _SPEAKER_FIELDS})
    return replace(statement, article=article, speaker=speaker, rule=f"{BY_REVIEW}: {review.by}")


def _relations_after(
    review: Review, article: Article, statements: list[Statement], relations: list[Relation]
) -> list[Relation]:
    matching = [
        r
        for r in relations
        if _same_words(review, "evidence", (r.evidence_span,), article)
        and all(getattr(r, name) == review.record[name] for name in ("source", "target", "code"))
    ]
    if review.verdict is Verdict.RIGHT:
        return relations
    kept = [r for r in relations if r not in matching]
    if review.verdict is Verdict.WRONG:
        return kept
    new = _corrected_relation(review, article, statements, matching)
    if any(r.id == new.id for r in kept):
        return kept
    place = relations.index(matching[0]) if matching else len(kept)
    return [*kept[:place], new, *kept[place:]]


def _corrected_relation(
    review: Review, article: Article, statements: list[Statement], matching: Sequence[Relation]
) -> Relation:
    (start, end, _), (first, last, _) = review.record["evidence"][0], review.record["trigger"][0]
    if matching:
        statement_id = matching[0].statement_id
    else:
        around = (s for s in statements if any(span.overlaps(TextSpan(start, end)) for span in s.content_spans))
        statement_id = next((s.id for s in around), None)
    written = {
        "evidence": (start, end),
        "trigger": (first, last),
        "rule": f"{BY_REVIEW}: {review.by}",
        "date_from": BY_REVIEW if "date" in review.corrected else (matching[0].date_from if matching else None),
        "statement": statement_id,
    }
    return as_relation({**review.record, **review.corrected, **written}, article)


def _same_words(review: Review, name: str, spans: Sequence[TextSpan], article: Article) -> bool:
    """Whether a record of the same text stands on the words that were reviewed, give or take a word at their ends."""
    theirs = [TextSpan(start, end) for start, end, _ in review.record[name]]
    if list(spans) == theirs:
        return True
    shared = sum(_overlap(one, other) for one in spans for other in theirs)
    longest = max(sum(s.end - s.start for s in spans), sum(s.end - s.start for s in theirs))
    return shared >= 0.8 * longest


def _overlap(one: TextSpan, other: TextSpan) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
