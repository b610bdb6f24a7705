"""The text of an article cut where something begins or ends, so that it can be marked without nesting.

« Kiev dément avoir livré des obus », dit-il.
  [---] [----] [-------------------]           source, cue, content of a statement
                     [---]                     trigger of a relation
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from foedus.model import Block, Reading, TextSpan


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and what they belong to.

    Attributes:
        statement: id of the innermost statement whose content, source or cue this is; None in the article's own voice.
        part: "content", "source" or "cue" of it; None outside.
        relation: id of a relation whose trigger this is.
        evidence: ids of the relations that stand on these words.
        is_first: whether nothing before it belongs to the same statement.
    """

    words: str
    statement: str | None
    part: str | None
    relation: str | None
    evidence: tuple[str, ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A title, paragraph, item or caption, in pieces."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    span: TextSpan
    statement: str | None = None
    part: str | None = None
    trigger: str | None = None
    evidence: str | None = None


def marked(reading: Reading) -> Iterator[MarkedBlock]:
    """Yield the blocks of an article with everything found in it marked."""
    marks = sorted(_marks(reading), key=lambda mark: mark.span)
    seen: set[str] = set()
    for block in reading.article.blocks:
        here = [mark for mark in marks if mark.span.overlaps(block.span)]
        yield MarkedBlock(block.kind.value, tuple(_pieces(reading.article.text, block, here, seen)))


def _marks(reading: Reading) -> Iterator[_Mark]:
    for statement in reading.statements:
        yield from (_Mark(span, statement.id, "content") for span in statement.content_spans)
        if statement.source_span:
            yield _Mark(statement.source_span, statement.id, "source")
        if statement.cue_span:
            yield _Mark(statement.cue_span, statement.id, "cue")
    for relation in reading.relations:
        yield _Mark(relation.trigger_span, trigger=relation.id)
        yield _Mark(relation.evidence_span, evidence=relation.id)


def _pieces(text: str, block: Block, marks: Sequence[_Mark], seen: set[str]) -> Iterator[Piece]:
    cuts = {block.span.start, block.span.end}
    cuts |= {place for mark in marks for place in (mark.span.start, mark.span.end)}
    inside = sorted(cut for cut in cuts if block.span.start <= cut <= block.span.end)
    for start, end in pairwise(inside):
        over = [mark for mark in marks if mark.span.start <= start and end <= mark.span.end]
        inner = _innermost(mark for mark in over if mark.statement)
        statement = inner.statement if inner else None
        is_first = statement is not None and statement not in seen
        if statement:
            seen.add(statement)
        yield Piece(
            words=text[start:end],
            statement=statement,
            part=inner.part if inner else None,
            relation=next((mark.trigger for mark in over if mark.trigger), None),
            evidence=tuple(dict.fromkeys(mark.evidence for mark in over if mark.evidence)),
            is_first=is_first,
        )


def _innermost(marks: Iterable[_Mark]) -> _Mark | None:
    return min(marks, key=lambda mark: mark.span.end - mark.span.start, default=None)
