"""What is counted of statements.

content     overlap of at least 0.5 (also at 0.3 and 0.8)
end to end  and the sources overlap, or there is none in either
source      right, over the pairs found whose gold has a source
kind, state, relay   right, over the pairs found, where the gold says
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from foedus.evaluate.cues import cue_kind
from foedus.evaluate.gold import Document, Told
from foedus.evaluate.matching import Placed, alignment, match, place, sources_agree
from foedus.evaluate.tally import Tally

FOUND = 0.5
THRESHOLDS = (0.5, 0.3, 0.8)
KINDS = ("direct", "indirect", "mixed")
_MARKS = re.compile(r"[“”„«»\"]|''|``")
_OPENING, _CLOSING = ("“", "„", "«", "``"), ("”", "»")


@dataclass(frozen=True, slots=True)
class Item:
    """One gold statement or relation, or one prediction that is none.

    Attributes:
        key: the same in every run on the same gold.
        right: found, of gold; False of a prediction that no gold bears out.
        words: to print.
    """

    key: str
    right: bool
    words: str


def count_statements(number: int, gold: Document, predicted: Document, tally: Tally, language: str) -> Iterator[Item]:
    """Count one document, and yield what was found, missed and invented."""
    text = gold.text
    there = alignment(predicted.text or text, text)
    quoted = quoted_characters(text)
    wanted = [place(told, text) for told in gold.statements or ()]
    given = [one for told in predicted.statements or () if (one := place(told, predicted.text or text, there)).content]
    pairs = list(match(wanted, given))
    for threshold in THRESHOLDS:
        right = sum(overlap >= threshold for *_, overlap in pairs)
        tally.add(f"content {threshold}", number, right, len(given), len(wanted))
    found = [(g, p) for g, p, overlap in pairs if overlap >= FOUND]
    ends = {g: p for g, p in found if sources_agree(wanted[g], given[p])}
    for name, of in _slices(quoted, text, language).items():
        _count_slice(name, number, of, (wanted, given), ends, tally)
        if name in ("kind", "cue"):
            _count_slice(f"{name} found", number, of, (wanted, given), dict(found), tally)
    right_ones = set(ends.values())
    for p, placed in enumerate(given):
        if placed.told.rule:
            tally.share(f"rule: {placed.told.rule.partition(':')[0]}", number, p in right_ones)
    for g, p in found:
        _count_shares(number, wanted[g], given[p], tally)
    yield from _items(gold, wanted, given, ends)


def quoted_characters(text: str) -> frozenset[int]:
    """Return the characters inside double quotation marks; one left open ends with its paragraph."""
    inside: set[int] = set()
    for line in re.finditer(r"[^\n]+", text):
        start = None
        for mark in _MARKS.finditer(text, line.start(), line.end()):
            if start is None and mark[0] not in _CLOSING:
                start = mark.start()
            elif start is not None and mark[0] not in _OPENING:
                inside.update(range(start, mark.end()))
                start = None
        if start is not None:
            inside.update(range(start, line.end()))
    return frozenset(inside)


def kind_of(placed: Placed, quoted: frozenset[int]) -> str:
    """Return the kind the data give, else direct where at least half of the content is quoted."""
    if placed.told.kind:
        return placed.told.kind
    shared = len(placed.content & quoted)
    return "direct" if 2 * shared >= len(placed.content) else "mixed" if shared else "indirect"


_Slices = Mapping[str, Callable[[Placed], str]]


def _slices(quoted: frozenset[int], text: str, language: str) -> _Slices:
    """Return what statements are told apart by: {name: function of a statement}."""
    return {
        "end to end": lambda placed: "",
        "kind": lambda placed: kind_of(placed, quoted),
        "quoted": lambda placed: "half" if 2 * len(placed.content & quoted) >= len(placed.content) else "less",
        "cue": lambda placed: cue_kind([text[s:e] for s, e in placed.told.cue], language),
        "language": lambda placed: language,
    }


def _count_slice(
    name: str,
    number: int,
    of: Callable[[Placed], str],
    statements: tuple[Sequence[Placed], Sequence[Placed]],
    ends: Mapping[int, int],
    tally: Tally,
) -> None:
    """Count what is right end to end by the gold's side (recall) and by the prediction's (precision)."""
    wanted, given = statements
    for g, placed in enumerate(wanted):
        tally.add(_measure(name, of(placed)), number, 0, 0, 1, int(g in ends))
    right = set(ends.values())
    for p, placed in enumerate(given):
        tally.add(_measure(name, of(placed)), number, int(p in right), 1, 0, 0)


def _measure(name: str, value: str) -> str:
    return f"{name}: {value}" if value else name


def _count_shares(number: int, gold: Placed, predicted: Placed, tally: Tally) -> None:
    if gold.source:
        tally.share("source", number, bool(gold.source & predicted.source))
    if gold.told.kind:
        tally.share("kind right", number, gold.told.kind == predicted.told.kind)
    if gold.told.says:
        tally.share("state", number, gold.told.state == predicted.told.state)
    if gold.told.relay:
        tally.share("relay", number, bool(set(gold.told.relay) & set(predicted.told.relay)))


def _items(
    gold: Document, wanted: Sequence[Placed], given: Sequence[Placed], ends: Mapping[int, int]
) -> Iterator[Item]:
    for g, placed in enumerate(wanted):
        yield Item(_key(gold, "statement", placed), g in ends, _words(placed.told, gold.text))
    right = set(ends.values())
    for number, placed in enumerate(given):
        if number not in right and min(placed.content) >= 0:
            start, end = min(placed.content), max(placed.content) + 1
            yield Item(_key(gold, "no statement", placed), False, gold.text[start:end])


def _key(document: Document, sort: str, placed: Placed) -> str:
    return f"{document.id} {sort} {min(placed.content)}-{max(placed.content)}"


def _words(told: Told, text: str) -> str:
    pieces = (told.source, told.cue, told.content)
    return " | ".join(" [...] ".join(text[s:e] for s, e in spans) or "-" for spans in pieces)
