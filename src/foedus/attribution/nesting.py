"""Statements within statements: which of them someone else is made to answer for.

Lavrov said that Seoul had denied the attack.       two statements: Lavrov's, and Seoul's inside it
“I think the deal will hold,” the envoy said.       one: what "I think" has is the envoy's already
Officials said they believed the port was shut.     one, likewise
"""

from bisect import bisect_right
from collections.abc import Sequence

from foedus.attribution.cues import Stance
from foedus.attribution.quotes import Quotation
from foedus.attribution.scene import Draft
from foedus.model import Statement, TextSpan

Made = tuple[Draft, Statement]

_OWN_WORDS = ("turn", "incise")  # rules whose cue stands in the quotation it tells of
_WE = frozenset({"nous", "on", "we"})
_ACTS = frozenset(Stance) - {Stance.SAY, Stance.THINK}


def without_echoes(made: Sequence[Made], quotations: Sequence[Quotation]) -> list[Statement]:
    """Return the statements that stand in no other, and of the rest those that are a further voice's or an act.

    Args:
        quotations: those that stand in no other, in order.
    """
    around = _Around(made)
    asides = [draft.aside for draft, _ in made if draft.aside is not None]
    kept = []
    for draft, statement in made:
        if _of_the_aside(draft, asides):
            continue
        outer = around.of(draft, statement)
        if (outer is not None or _quoted(draft, quotations)) and not _a_further_voice(draft, statement, outer):
            continue
        kept.append(statement)
    return kept


class _Around:
    """Which statement's content a cue stands in: of those that begin before it, the one that reaches farthest."""

    def __init__(self, made: Sequence[Made]) -> None:
        told = [s for draft, s in made if draft.source is None or draft.source.head.pos != "DET"]  # « selon ses mots »
        spans = sorted(((span, s) for s in told for span in s.content_spans), key=lambda pair: pair[0])
        self._starts = [span.start for span, _ in spans]
        self._farthest: list[tuple[TextSpan, Statement]] = []
        for pair in spans:
            last = self._farthest[-1] if self._farthest else pair
            self._farthest.append(pair if pair[0].end > last[0].end else last)

    def of(self, draft: Draft, statement: Statement) -> Statement | None:
        """Return the statement around a draft's cue, other than its own; None without one."""
        if draft.cue is None:
            return None
        place = bisect_right(self._starts, draft.cue.span.start) - 1
        span, outer = self._farthest[place] if place >= 0 else (None, None)
        return outer if span is not None and span.end > draft.cue.span.start and outer is not statement else None


def _of_the_aside(draft: Draft, asides: Sequence[TextSpan]) -> bool:
    """« De source turque, on assure que le port est ouvert »: « on » is the source, told already."""
    nobody = draft.source is not None and draft.source.head.lower == "on"
    return nobody and draft.cue is not None and any(aside.contains(draft.cue.span) for aside in asides)


def _quoted(draft: Draft, quotations: Sequence[Quotation]) -> bool:
    if draft.cue is None or draft.rule.endswith(_OWN_WORDS):
        return False
    place = bisect_right(quotations, draft.cue.span.start, key=lambda q: q.outer.start) - 1
    return place >= 0 and draft.cue.span.start < quotations[place].inner.end


def _a_further_voice(draft: Draft, statement: Statement, outer: Statement | None) -> bool:
    """What someone does by saying it, « nous condamnons », or another state's own word."""
    speaker = statement.speaker
    if draft.cue is None or draft.source is None or speaker is None:
        return False
    named = draft.source.head.pos != "PRON"
    if draft.cue.entry.stance in _ACTS:
        return named or draft.source.head.lower in _WE or speaker.state is not None
    other = outer is None or outer.speaker is None or outer.speaker.name != speaker.name
    return named and other and speaker.state is not None
