"""What is said: the content of a statement as spans, by the frame of its cue."""

import re
from collections.abc import Sequence

from foedus.attribution.cues import Cue
from foedus.attribution.quotes import Quotation
from foedus.language.syntax import Passage, Word, span_of, subtree
from foedus.model import Kind, TextSpan

_LIGHT = ("DET", "ADP", "PUNCT", "PART", "CCONJ", "SCONJ")
_LATER = ("parataxis",)
_CLAUSE_OPENERS = frozenset(
    "que qu' that si if whether de d' à to for du des of selon comme as laquelle lequel lesquelles lesquels".split()
)


_HYPHENED = re.compile(r"(?<=\w)(?:-\w+)+")
_JOINED = re.compile(r"\s(?:et|mais|and|but)$")


def trimmed(text: str, start: int, end: int) -> TextSpan | None:
    """Return the span without blanks, commas and stops at its ends; None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—.…"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—"):
        end -= 1
    if (rest := _HYPHENED.match(text, end)) is not None:
        end = rest.end()  # « ses postes-frontières », which the parser cuts
    if (left_over := _JOINED.search(text, max(start, end - 5), end)) is not None:
        return trimmed(text, start, left_over.start())  # "welcomed the deal but Bahrain, which ..."
    if end > start and text[end - 1] in ".!?" and not text[start:end].rstrip(".!?").endswith(("»", "”", '"')):
        end = len(text[:end].rstrip(".!?"))
    elif end > start and text[end - 1] == "." and text[end - 2] in '»”"':
        end -= 1
    return TextSpan(start, end) if end > start else None


def clause_spans(head: Word, text: str, *, after: int, keep_marker: bool = False) -> list[TextSpan]:
    """Return the clause below a word, one span for each joined clause that has its own « que »."""
    words = [w for w in subtree(head, without=_LATER) if w.i > after]
    joined = [c for c in head.children_by("conj") if c.child("mark") is not None]
    parts = []
    for clause in joined:
        own = [w for w in subtree(clause, without=_LATER) if w.i > after]
        words = [w for w in words if w not in own]
        parts.append(own)
    spans = []
    for part in [words, *parts]:
        part = part if keep_marker else without_marker(part)
        span = span_of(part)
        clean = trimmed(text, span.start, span.end) if span else None
        if clean:
            spans.append(clean)
    return spans


def without_marker(words: list[Word]) -> list[Word]:
    """Drop the « que », « de » or "that" that opens a clause, and the « et » before it."""
    rest = list(words)
    that = False
    while rest and (
        rest[0].pos in ("PUNCT", "CCONJ")
        or (rest[0].dep in ("mark", "case") and rest[0].lower in _CLAUSE_OPENERS)
        or (rest[0].lower == "to" and rest[0].pos == "PART")
    ):
        if (rest[0].pos == "PUNCT" and rest[0].text in "«“\"'‘``") or that:
            break
        that = rest[0].lower == "that"
        rest.pop(0)
    return rest


def kind_of(
    spans: Sequence[TextSpan], quotations: Sequence[Quotation], passage: Passage
) -> tuple[Kind, tuple[TextSpan, ...]]:
    """Return the kind of some content and its spans, the outer marks of a direct quotation taken off."""
    touching = [q for q in quotations if any(q.inner.overlaps(s) for s in spans)]
    if not touching:
        return Kind.INDIRECT, tuple(spans)
    outside = [
        w
        for s in spans
        for w in passage.words_in(s)
        if not any(q.outer.start <= w.start and w.end <= q.outer.end for q in touching)
    ]
    whole = [q for q in touching if any(s.start <= q.outer.start and q.inner.end <= s.end for s in spans)]
    if all(w.pos in _LIGHT for w in outside) and touching:
        pieces = []
        for span in spans:
            for q in touching:
                if q.inner.overlaps(span):
                    pieces.append(TextSpan(max(q.inner.start, span.start), min(q.inner.end, span.end)))
        return Kind.DIRECT, tuple(sorted(set(pieces)))
    return (Kind.MIXED if whole else Kind.INDIRECT), tuple(spans)


def widened(text: str, spans: Sequence[TextSpan], quotations: Sequence[Quotation], cue: Cue | None) -> list[TextSpan]:
    """Let a span that cuts through a quotation or ends right before one take it in, unless the cue stands inside."""
    out: list[TextSpan] = []
    for span in spans:
        start, end = span.start, span.end
        for q in quotations:
            if cue and q.inner.overlaps(cue.span):
                continue
            gap = text[end : q.outer.start] if 0 <= q.outer.start - end <= 2 else "x"
            apposed = gap == ", " and q.inner.slice(text)[:1].islower() and text[q.outer.end : q.outer.end + 1] in ".,"
            if not gap.strip() or (apposed and cue is not None and cue.span.end <= span.start):
                end = q.outer.end
            if not q.outer.overlaps(span):
                continue
            if q.outer.contains(span) and span.end < q.inner.end - 1 and span.start > q.inner.start + 1:
                continue
            start, end = min(start, q.outer.start), max(end, q.outer.end)
        out.append(TextSpan(start, end))
    return merged(out)


def merged(spans: Sequence[TextSpan]) -> list[TextSpan]:
    """Return spans in order, those that overlap made one."""
    out: list[TextSpan] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = TextSpan(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
