"""Whole passages of our own against how many of their statements, speakers' states and relays are read right.

tests/passages/*.txt: "= name", the text, then a line for each statement,

    - source < cue > content // more content | kind state relay

with "-" for none. Words are found where they stand nearest to the cue; "@2" asks for the second place.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from tests.builders import article

from foedus.model import Statement, TextSpan
from foedus.reading import read_articles

FOLDER = Path(__file__).parents[1] / "passages"
# F1 of statements with source and content, share of the found with the right state, with the right relay: only rising.
FLOORS = {
    "fr": (0.87, 0.87, 0.75),
    "fr_dense": (0.8, 0.8, 0.7),
    "fr_wide": (0.92, 0.93, 0.95),
    "en": (0.88, 0.9, 0.85),
    "en_wide": (0.82, 0.74, 0.8),
}
_LINE = re.compile(r"- (.*?) < (.*?) > (.*) \| ([dim]) (\S+)(?: (.*))?")


@dataclass(frozen=True)
class Marked:
    """A statement as marked."""

    source: TextSpan | None
    content: tuple[TextSpan, ...]
    state: str | None
    relay: frozenset[str]


def passages(name: str) -> list[tuple[str, list[Marked]]]:
    """Return the texts of a file with what is marked in each."""
    found = []
    for block in re.split(r"^= .*\n", (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), flags=re.M)[1:]:
        lines = [line for line in block.splitlines() if line.strip()]
        text = "\n".join(line for line in lines if not line.startswith("- "))
        found.append((text, [marked(text, line) for line in lines if line.startswith("- ")]))
    return found


def marked(text: str, line: str) -> Marked:
    match = _LINE.fullmatch(line)
    assert match, line
    source, cue, content, _, state, relay = match.groups()
    pieces = content.split(" // ")
    near = max(text.find(pieces[0]), 0)
    anchor = near if cue == "-" else place(text, cue, near).start
    return Marked(
        None if source == "-" else place(text, source, anchor),
        tuple(place(text, piece, anchor) for piece in pieces),
        None if state == "-" else state,
        frozenset((relay or "").split(",")) - {""},
    )


def place(text: str, words: str, near: int) -> TextSpan:
    words, _, wanted = words.partition("@")
    starts = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    assert starts, f"{words!r} is not in {text[:60]!r}"
    start = starts[int(wanted) - 1] if wanted else min(starts, key=lambda s: abs(s - near))
    return TextSpan(start, start + len(words))


def letters(spans: tuple[TextSpan, ...], text: str) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end) if not text[i].isspace()}


def pairs(text: str, wanted: list[Marked], found: tuple[Statement, ...]) -> list[tuple[Marked, Statement]]:
    """Return what goes together, one to one, best content first, half of the characters in common at least."""
    scored = []
    for w, mark in enumerate(wanted):
        for f, one in enumerate(found):
            a, b = letters(mark.content, text), letters(one.content_spans, text)
            if len(a & b) * 2 >= len(a | b):
                scored.append((-len(a & b) / len(a | b), w, f))
    used: set[tuple[str, int]] = set()
    out = []
    for _, w, f in sorted(scored):
        if not {("w", w), ("f", f)} & used:
            used |= {("w", w), ("f", f)}
            out.append((wanted[w], found[f]))
    return out


def agree(a: TextSpan | None, b: TextSpan | None) -> bool:
    return a is b if a is None or b is None else a.overlaps(b)


@cache
def figures(name: str) -> tuple[float, float, float]:
    """Return F1 with sources, and the shares of states and of relays that are right among what is found."""
    texts = passages(name)
    readings = read_articles(article(text, language=name[:2], published=None) for text, _ in texts)
    right = marks = made = states = relayed = relays = found = 0
    for (text, wanted), reading in zip(texts, readings, strict=True):
        marks, made = marks + len(wanted), made + len(reading.statements)
        for mark, one in pairs(text, wanted, reading.statements):
            found += 1
            right += agree(mark.source, one.source_span)
            states += mark.state == (one.speaker.state if one.speaker else None)
            relayed += bool(mark.relay)
            relays += bool(mark.relay & set(one.relay))
    return 2 * right / (marks + made), states / found, relays / relayed


@pytest.mark.parametrize("name", FLOORS)
def test_passages_are_read_as_well_as_before(name: str) -> None:
    reached = figures(name)
    assert all(figure >= floor for figure, floor in zip(reached, FLOORS[name], strict=True)), reached
