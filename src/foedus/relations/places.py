"""Whom an act concerns where the words name only a town: « La Russie a bombardé Kharkiv », "a reactor at Bushehr"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from foedus.codes import Code
from foedus.language.syntax import Word
from foedus.relations.claim import Claim
from foedus.tables import read_table

# Where things are done, sent or built; talks, threats and praise are for governments.
_ON_THE_SPOT = {Code.ASSAULT, Code.COERCE, Code.MOBILIZE, Code.RETREAT, Code.AID, Code.COOPERATE}
_FROM = {"depuis", "from"}  # « tirés depuis Koursk » are not aimed at it; « le retrait de Kherson » leaves it
_DEEPEST = 4  # steps below the trigger; ours


def complete_from_places(claims: Sequence[Claim], language: str) -> None:
    """Give an act that is told of one state the state of the town it strikes, besieges, leaves or supplies."""
    for claim in claims:
        if claim.code in _ON_THE_SPOT and claim.sources and not claim.targets:
            lie_in = dict.fromkeys(_states_of(claim, language))
            claim.targets = [state for state in lie_in if state not in claim.sources]


def _states_of(claim: Claim, language: str) -> Iterator[str]:
    passage = claim.passage
    if passage is None:
        return
    for word in _below(claim.trigger, leaving=claim.code is Code.RETREAT):
        for name, state in places(language).get(word.text, ()):
            if passage.text.startswith(name, word.start - passage.span.start):
                yield state


def _below(word: Word, *, leaving: bool, depth: int = 0) -> Iterator[Word]:
    """Yield the words below a trigger, those of other clauses left out."""
    for child in word.children:
        if depth == 0 and child.dep == "subj":
            continue
        if child.pos in ("VERB", "AUX") and child.dep not in ("acl", "xcomp"):
            continue
        if child.preposition() in _FROM and not leaving:
            continue
        yield child
        if depth < _DEEPEST:
            yield from _below(child, leaving=leaving, depth=depth + 1)


@cache
def places(language: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return {first word of a place's name: (name, state) of each place that begins with it}, from places.tsv."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in read_table("places.tsv", ("fr", "en", "state")):
        for name in row.words(language):
            for first in {name.split(" ")[0], re.split("[ -]", name)[0]}:  # a parser may cut at hyphens, or not
                found[first] = (*found.get(first, ()), (name, row["state"]))
    return found
