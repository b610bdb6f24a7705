"""What makes two voices one word. Twenty papers that print one agency's sentence are one word.

A voice is one speaker in one article, or the article itself. Two voices are tied where

1. the same speaker is heard in near-duplicate articles, or both are the own voice of near-duplicate articles;
2. the same speaker says near-identical words at about the same time, or a dozen of them at any time, whichever
   articles print them;
3. one agency or outlet carried both at about the same time, and their evidence is near-identical.

What ties two voices to a third ties them to each other: they have one origin. Where nobody can be named (a statement
without speaker and without relay, an article without outlet) the origin is unknown, and adds no independence.
The rules look at two voices and nothing else, so that no order of reading changes what is tied.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from foedus.origins.likeness import SENTENCE_SHINGLE, Shingles, fold, least_hashes, near_identical, shingles
from foedus.origins.people import Person, same_person

# Ours. Reprints come within days; a speaker who says it again later says it again. But nobody finds a dozen words
# in the same order twice: whoever prints those later quotes them.
DAYS = 7
LONG = 12  # pairs of words
LEAST = 8  # hashes of each sentence by which voices find each other
SHARED = 2  # of these, at least
SHARED_FAR = 4  # where the articles are known to be further apart
_HASHED = 3  # words of a run
_LOWER = 40  # bits, of 63


@dataclass(frozen=True, slots=True)
class Voice:
    """Who stands behind some records of one article, and with which words.

    Attributes:
        own: True where the article itself says it; it then has no speaker, state or relay.
        speaker: words of the name, folded; empty if not named.
        state: ISO3 of the state spoken for, or "".
        outlet: that prints it, folded; "" if unknown.
        relay: who carried it, folded.
        published: ISO date, as precise as known; None if unknown.
        said: what is said in the statements that carry relations.
        evidence: the words that carry the relations.
    """

    own: bool
    speaker: tuple[str, ...]
    state: str
    outlet: str
    relay: frozenset[str]
    published: str | None
    said: tuple[str, ...]
    evidence: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether somebody can be named."""
        return bool(self.outlet) if self.own else bool(self.speaker or self.relay)

    @property
    def person(self) -> Person:
        """The speaker, as people are told apart."""
        return self.speaker, self.state

    def hashes(self) -> tuple[int, ...]:
        """Return numbers of which voices that rules 2 or 3 tie have some in common, sorted."""
        found: set[int] = set()
        # « Kim » is the first word of a name, « Lavrov » the last.
        names = [f"said {name}" for name in {*self.speaker[:1], *self.speaker[-1:]}]
        carriers = [f"carried {carrier}" for carrier in {*self.relay, self.outlet} - {""}]
        for heads, sentences in ((names, self.said), (carriers, self.evidence)):
            if heads:
                for sentence in sentences:
                    numbers = _hashes(sentence)
                    found.update(_under(head, number) for head in heads for number in numbers)
        return tuple(sorted(found))


def _hashes(sentence: str) -> tuple[int, ...]:
    runs = shingles(fold(sentence), _HASHED)
    if len(runs) < SHARED:
        # A sentence of three words has one run; it must have as many hashes as are looked for.
        runs |= {(*run, "") for run in runs}
    return least_hashes(runs, LEAST)


def _under(head: str, number: int) -> int:
    """Return a number whose upper bits are the head's: what one person says lies together, and is written together."""
    return _head(head) << _LOWER | number & (1 << _LOWER) - 1


@lru_cache(maxsize=100_000)
def _head(words: str) -> int:
    return least_hashes([[words]], 1)[0] >> _LOWER


def outlet_key(name: str | None) -> str:
    """Return an outlet's name as voices compare it; "" for none."""
    return " ".join(fold(name or ""))


def tied(one: Voice, other: Voice, *, duplicates: bool) -> bool:
    """Whether two voices of different articles are one word.

    Args:
        one, other: in any order.
        duplicates: whether their articles are near-duplicates.
    """
    if duplicates and one.own and other.own:
        return True
    same = not one.own and not other.own and same_person(one.person, other.person)
    near = may_be_within(one.published, other.published, DAYS)
    if same and (duplicates or _alike(one.said, other.said, at_least=0 if near else LONG)):
        return True
    carried = one.relay & (other.relay | {other.outlet}) or other.relay & {one.outlet}
    return bool(carried - {""}) and near and _alike(one.evidence, other.evidence)


def _alike(left: Sequence[str], right: Sequence[str], *, at_least: int = 0) -> bool:
    theirs = _pairs(right)
    for mine in _pairs(left):
        for yours in theirs:
            if min(len(mine), len(yours)) >= at_least and near_identical(mine, yours):
                return True
    return False


def _pairs(sentences: Iterable[str]) -> list[Shingles]:
    return [_pairs_of(words) for words in sentences]


@lru_cache(maxsize=10_000)
def _pairs_of(sentence: str) -> Shingles:
    return shingles(fold(sentence), SENTENCE_SHINGLE)


def may_be_within(one: str | None, other: str | None, days: int) -> bool:
    """Whether two dates, as far as they are known, may lie at most that many days apart."""
    if one is None or other is None:
        return True
    (first, last), (others_first, others_last) = _bounds(one), _bounds(other)
    return (others_first - last).days <= days and (first - others_last).days <= days


def _bounds(iso: str) -> tuple[date, date]:
    parts = [int(part) for part in iso[:10].split("-")]
    year, month = [*parts, 12][:2]
    last_day = parts[2] if len(parts) > 2 else monthrange(year, month)[1]
    first = [*parts, 1, 1][:3]
    return date(*first), date(year, month, last_day)
