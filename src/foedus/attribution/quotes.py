"""Quotation marks, paired on the raw text before anything is split into sentences.

    « Le port est “ouvert” », a-t-il dit.
    [        outer         ]
      [      inner       ]

Marks are paired by kind with a stack, paragraph by paragraph, in one pass. A quotation left open runs to the end of
its paragraph, and on into the next one where that reopens the mark, as newspapers do; a bad mark costs no more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from foedus.model import TextSpan

_CLOSER = {
    "«": ("»",), "“": ("”", '"', "“"), "„": ("“", "”"), "``": ("''", '"'), "‹": ("›",), "‘": ("’", "'"),
    '"': ('"', "”"), "''": ("''",), "'": ("'",),
}  # fmt: skip
_MARKS = re.compile(r"[«»“”„‟\"‹›‘’]|(?<=\S)'(?='')|''|``|'")
_EITHER = ('"', "''", "'", "“")  # marks that some outlets open and close with
_BLANK = " \t\n\u00a0\u202f\u2009"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: with its marks (`outer`) and without (`inner`).

    Attributes:
        closed: False where the closing mark is missing in the paragraph.
        nested: True inside another quotation.
        reopens: True where it carries on a quotation left open by the paragraph before.
    """

    outer: TextSpan
    inner: TextSpan
    closed: bool
    nested: bool
    reopens: bool = False


def find_quotations(text: str, paragraphs: Iterable[TextSpan]) -> list[Quotation]:
    """Return the quotations of all paragraphs in order of the text."""
    found: list[Quotation] = []
    left_open = ""
    for paragraph in paragraphs:
        quotations, left_open = _pair(text, paragraph, left_open)
        found.extend(quotations)
    return found


def _pair(text: str, paragraph: TextSpan, left_open: str) -> tuple[list[Quotation], str]:
    stack: list[tuple[str, int]] = []
    found: list[Quotation] = []
    first_mark = True
    reopened = -1
    for match in _MARKS.finditer(text, paragraph.start, paragraph.end):
        mark, at = match[0], match.start()
        if first_mark and left_open == mark and not text[paragraph.start : at].strip(_BLANK):
            reopened = at
        first_mark = False
        opener = _open_mark_for(mark, stack, text, at, paragraph)
        if opener is not None:
            start = stack[opener][1]
            del stack[opener + 1 :]
            kind, _ = stack.pop()
            made = _quotation(text, start, at, len(kind), len(mark), start == reopened)
            if made:
                found.append(made)
        elif _may_open(mark, text, at, paragraph):
            stack.append((mark, at))
    open_marks = [(kind, at) for kind, at in stack if kind not in ("'", "‘")]
    left_open = ""
    if open_marks:
        kind, start = open_marks[0]
        made = _quotation(text, start, paragraph.end, len(kind), 0, start == reopened)
        if made and len(made.inner.slice(text).split()) > 2:
            found.append(made)
            left_open = kind
    return _nested(found), left_open


def _nested(found: list[Quotation]) -> list[Quotation]:
    """Return quotations in order of the text, those inside another marked so."""
    ordered, end = [], -1
    for quotation in sorted(found, key=lambda q: (q.outer.start, -q.outer.end)):
        ordered.append(replace(quotation, nested=quotation.outer.start < end))
        end = max(end, quotation.outer.end)
    return ordered


def _open_mark_for(mark: str, stack: list[tuple[str, int]], text: str, at: int, paragraph: TextSpan) -> int | None:
    """Return the place on the stack of the mark that this one closes, or None."""
    if mark in ("'", "’") and not _single_may_close(text, at, paragraph):
        return None
    if mark in _EITHER and _opens(text, at, at + len(mark), paragraph):
        return None
    for place in range(len(stack) - 1, max(-1, len(stack) - 9), -1):
        if mark in _CLOSER.get(stack[place][0], ()):
            return place
    return None


def _opens(text: str, at: int, end: int, paragraph: TextSpan) -> bool:
    """Return whether a mark has a blank or bracket before it and none behind it: it cannot close."""
    before = text[at - 1] if at > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    return (before in _BLANK or before in "([—–-«“‘") and after not in _BLANK and after not in ",.;:!?)]"


def _single_may_close(text: str, at: int, paragraph: TextSpan) -> bool:
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not after.isalnum() and at > paragraph.start and text[at - 1] not in _BLANK


def _may_open(mark: str, text: str, at: int, paragraph: TextSpan) -> bool:
    if mark in "»”›’":
        return False
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + len(mark)] if at + len(mark) < paragraph.end else " "
    if mark in ("'", "‘"):
        return not before.isalnum() and before not in ".,;" and after.isalnum()
    return after not in _BLANK or mark in "«„‹" or (mark == "“" and before in _BLANK)


def _quotation(text: str, start: int, end: int, width: int, closing: int, reopens: bool) -> Quotation | None:
    inner_start, inner_end = start + width, end
    while inner_start < inner_end and text[inner_start] in _BLANK:
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1] in _BLANK:
        inner_end -= 1
    if inner_start == inner_end:
        return None
    outer = TextSpan(start, end + closing)
    return Quotation(outer, TextSpan(inner_start, inner_end), closing > 0, False, reopens)


def top_level(quotations: Iterable[Quotation]) -> list[Quotation]:
    """Return the quotations that stand in no other."""
    return [q for q in quotations if not q.nested]
