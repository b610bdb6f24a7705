"""Which prediction is which gold statement: one to one, greedily by falling overlap of their contents.

Overlap is the intersection of two sets of characters over their union, white space left out. Where a predicted text
leaves something out (site furniture), its characters are first found again in the gold text.

Source: Pareti 2015, Attribution: a computational approach, for partial matches; the greedy matching is that of the
scorers that come with PolNeAR.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foedus.evaluate.gold import Spans, Told

Chars = frozenset[int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement with the characters of its content and source in the gold text."""

    told: Told
    content: Chars
    source: Chars


def place(told: Told, text: str, there: Mapping[int, int] | None = None) -> Placed:
    """Return where a statement stands; `there` as of `alignment`, None where the texts are equal."""
    return Placed(told, characters(told.content, text, there), characters(told.source, text, there))


def characters(spans: Spans, text: str, there: Mapping[int, int] | None = None) -> Chars:
    """Return the characters of spans, white space aside; those without a place in the gold text become negative."""
    found = {i for start, end in spans for i in range(start, end) if not text[i].isspace()}
    return frozenset(found) if there is None else frozenset(there.get(i, -1 - i) for i in found)


def alignment(text: str, gold_text: str) -> dict[int, int] | None:
    """Return {place in the text: place in the gold text} of what both have; None where they are equal."""
    if text == gold_text:
        return None
    found: dict[int, int] = {}
    ours, theirs = _lines(text), _lines(gold_text)
    lines = difflib.SequenceMatcher(None, [k for k, _ in ours], [k for k, _ in theirs], autojunk=False)
    for tag, a, b, c, d in lines.get_opcodes():
        left = [i for _, places in ours[a:b] for i in places]
        right = [i for _, places in theirs[c:d] for i in places]
        if tag == "equal":
            found.update(zip(left, right, strict=True))
        elif tag == "replace":
            inner = difflib.SequenceMatcher(
                None, [text[i] for i in left], [gold_text[i] for i in right], autojunk=False
            )
            for block in inner.get_matching_blocks():
                found.update((left[block.a + n], right[block.b + n]) for n in range(block.size))
    return found


def _lines(text: str) -> list[tuple[str, list[int]]]:
    """Return each line without white space, with the places of its characters."""
    lines: list[tuple[str, list[int]]] = []
    start = 0
    for line in text.split("\n"):
        places = [start + n for n, c in enumerate(line) if not c.isspace()]
        if places:
            lines.append(("".join(text[i] for i in places), places))
        start += len(line) + 1
    return lines


def match(gold: Sequence[Placed], predicted: Sequence[Placed]) -> Iterator[tuple[int, int, float]]:
    """Yield (place among gold, place among predicted, overlap 0..1), each used once, best overlap first."""
    pairs = []
    for g, wanted in enumerate(gold):
        for p, given in enumerate(predicted):
            shared = len(wanted.content & given.content)
            if shared:
                pairs.append((-shared / (len(wanted.content) + len(given.content) - shared), g, p))
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for cost, g, p in sorted(pairs):
        if g not in used_gold and p not in used_predicted:
            used_gold.add(g)
            used_predicted.add(p)
            yield g, p, -cost


def sources_agree(gold: Placed, predicted: Placed) -> bool:
    """Whether the two sources share a character, or there is none in either."""
    return bool(gold.source & predicted.source) or not (gold.source or predicted.source)
