"""Who is behind "the raids", "the decision", "these charges": whoever did the last such thing told of before.

Israeli jets bombed Lebanon. Syria condemned the raids.       SYR ACCUSE ISR
"""

from collections.abc import Iterable, Sequence
from functools import cache

from foedus.attribution.sources import TIMES
from foedus.codes import Code, facts
from foedus.language.syntax import Word
from foedus.relations.claim import Claim
from foedus.tables import word_classes

_POINTING = {"the", "this", "these", "that", "those", "such", "le", "la", "les", "l'", "ce", "cet", "cette", "ces"}
_WHOSE = {"de", "d'", "du", "des", "of", "'s"}
_FAR = 900  # characters back
_CODES = {
    "attack": {Code.ASSAULT, Code.COERCE}, "sanction": {Code.SANCTION}, "claim": {Code.ACCUSE},
    "demand": {Code.REQUEST}, "aid": {Code.AID}, "exercise": {Code.MOBILIZE, Code.COOPERATE},
    "barbs": {Code.ACCUSE, Code.THREATEN}, "agreement": {Code.AGREE},
}  # fmt: skip


@cache
def _codes_of(noun: str, language: str) -> frozenset[Code]:
    """Return which acts a noun can point back to; none for a noun that points to no act."""
    classes = word_classes(language)
    found = {code for name, codes in _CODES.items() if noun in classes.get(name, ()) for code in codes}
    if not found and noun in classes.get("deed", ()):
        found = {code for code in Code if facts(code).quad_class is not None and code is not Code.CONSULT}
    return frozenset(found)


def _another_between(claim: Claim, noun: Word, language: str) -> bool:
    """Tell whether one more agreement is spoken of between the one told of and the noun that points back."""
    agreements = word_classes(language).get("agreement", frozenset())
    here = noun.previous
    while here is not None and here.start > claim.trigger.start:
        if here.lemma in agreements and claim.trigger not in here.ancestors():
            return True
        here = here.previous
    return False


def points_back(noun: Word, language: str) -> bool:
    """Return whether a noun is definite and one of those for what a state does, and names nobody whose it is."""
    whose = [c for c in noun.children_by("nmod") if c.preposition() in _WHOSE and c.text[0].isupper()]
    if any(c.lower not in TIMES for c in whose) or noun.child("relcl") is not None:
        return False  # « la décision des Européens », « l'accord qui le lie à Paris »
    return bool(_codes_of(noun.lemma, language)) and any(c.lower in _POINTING for c in noun.children_by("det"))


def doers(noun: Word, told: Iterable[Claim], language: str, without: Sequence[str]) -> list[str]:
    """Return the states that did what a definite noun points back to; [] if it points to nothing told of."""
    told = list(told)
    own = [c.sources for c in told if c.trigger is noun and c.pairs()]  # "the drills of Iran and Oman" need no other
    if own or not points_back(noun, language):
        return [s for s in own[0] if s not in without] if own else []
    codes = _codes_of(noun.lemma, language)
    before = [c for c in told if c.code in codes and 0 < noun.start - c.trigger.start < _FAR and c.pairs()]
    for claim in sorted(before, key=lambda c: -c.trigger.start):
        if claim.code is Code.AGREE and _another_between(claim, noun, language):
            return []
        both = (*claim.sources, *claim.targets) if facts(claim.code).symmetric else claim.sources
        found = [s for s in dict.fromkeys(both) if s not in without]
        if found:
            return found
    return []
