"""How many independent words stand behind a set of records.

Twenty papers that print one agency's sentence are one word. Two records share their origin where

1. the same speaker says both in one article, or in two that are near-duplicates of one another;
2. the same speaker says both in near-identical words, whichever articles print them;
3. one agency or outlet carried both, and their evidence is near-identical;
4. both are the own voice of one article, or of near-duplicate articles.

What ties two records to a third ties them to each other. Where nobody can be named (a statement without speaker
and without relay, an article without outlet) the origin is unknown, and an unknown origin adds no independence.

The measure of likeness is the Jaccard index of word shingles (Broder 1997, On the resemblance and containment of
documents), as is the containment that finds a cut version of the same words. The thresholds are ours.
"""

import heapq
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import TypeVar

ARTICLE_SHINGLE = 5  # words
ARTICLE_ALIKE = 0.8
# A sentence has few shingles: pairs of words, or one changed word in twelve would already make it another sentence.
SENTENCE_SHINGLE = 2
SENTENCE_ALIKE = 0.6
SENTENCE_CONTAINED = 0.8
# Shingles: below that, a formula such as « notre allié de toujours » would tie speeches together.
CONTAINED_AT_LEAST = 5

Shingles = frozenset[int]
_Who = TypeVar("_Who", bound=Hashable)
# Articles find each other by their least shingles (MinHash): that two which are alike share none of 32 happens once in
# 10^22 (0.2 ** 32); looking up all their shingles would take ten times as long.
_LEAST = 32

_ACCENT = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who stands behind one record, and with which words.

    Attributes:
        article_id, outlet: where it is printed; outlet None if unknown.
        evidence: the words that carry the record.
        own: True where the article itself says it; all that follows is then empty.
        said: the content of the statement.
        speaker, state: name of the speaker and ISO3 of the state spoken for; None if unknown or none.
        relay: who carried it, nearest first.
    """

    article_id: str
    outlet: str | None
    evidence: str
    own: bool = True
    said: str = ""
    speaker: str | None = None
    state: str | None = None
    relay: tuple[str, ...] = ()


def find_origins(voices: Sequence[Voice], texts: Mapping[str, str]) -> tuple[int | None, ...]:
    """Number the origin of each voice, from 1 in order of appearance; None where it is unknown.

    Args:
        voices: of one set of records, such as all that is claimed between two states.
        texts: of their articles, keyed by article id; an article whose text is missing is like no other.
    """
    tied = _Sets(len(voices))
    _tie_articles(voices, texts, tied)
    _tie_sentences(voices, tied)
    known = {tied.find(place) for place, voice in enumerate(voices) if _is_known(voice)}
    numbers: dict[int, int] = {}
    found: list[int | None] = []
    for place in range(len(voices)):
        root = tied.find(place)
        found.append(numbers.setdefault(root, len(numbers) + 1) if root in known else None)
    return tuple(found)


def count_origins(origins: Iterable[int | None]) -> int:
    """Count independent origins: the known ones, or one if there are records and nobody knows whence."""
    found = set(origins)
    return len(found - {None}) or len(found)


def count_speakers(voices: Iterable[Voice]) -> int:
    """Count the speakers who can be told apart; « Lavrov » and « Sergueï Lavrov » are one."""
    people = sorted({_person(voice) for voice in voices if voice.speaker})
    tied = _Sets(len(people))
    _tie_names(people, range(len(people)), tied)
    return len({tied.find(place) for place in range(len(people))})


def fold(text: str) -> list[str]:
    """Return the words of a text without case, accents and punctuation."""
    return _WORD.findall(_ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold())))


def shingles(text: str, size: int) -> Shingles:
    """Return the hashes of all runs of `size` words; a shorter text is one run. They differ from process to process."""
    words = fold(text)
    if len(words) <= size:
        return frozenset([hash(tuple(words))] if words else [])
    return frozenset(map(hash, zip(*(words[start:] for start in range(size)), strict=False)))


def jaccard(left: Shingles, right: Shingles) -> float:
    """Share of the shingles of both that both have: 0..1, 0 where neither has any."""
    shared = len(left & right)
    union = len(left) + len(right) - shared
    return shared / union if union else 0.0


def near_identical(left: Shingles, right: Shingles) -> bool:
    """Whether two sentences are the same words, or one is a cut of the other."""
    if jaccard(left, right) >= SENTENCE_ALIKE:
        return True
    shorter = min(len(left), len(right))
    return shorter >= CONTAINED_AT_LEAST and len(left & right) / shorter >= SENTENCE_CONTAINED


class _Sets:
    """Disjoint sets of the numbers below `size` (union-find with path halving)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def find(self, place: int) -> int:
        above = self._above
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    def tie(self, one: int, other: int) -> None:
        self._above[self.find(one)] = self.find(other)


def _is_known(voice: Voice) -> bool:
    return voice.outlet is not None if voice.own else bool(voice.speaker or voice.relay)


def _tie_articles(voices: Sequence[Voice], texts: Mapping[str, str], tied: _Sets) -> None:
    """Rules 1 and 4: within an article and its near-duplicates, one voice is one origin."""
    cluster_of = _clusters(sorted({voice.article_id for voice in voices}), texts)
    own: dict[int, int] = {}
    spoken: defaultdict[int, list[int]] = defaultdict(list)
    for place, voice in enumerate(voices):
        cluster = cluster_of[voice.article_id]
        if voice.own:
            tied.tie(place, own.setdefault(cluster, place))
        elif voice.speaker:
            spoken[cluster].append(place)
    people = [_person(voice) for voice in voices]
    for places in spoken.values():
        _tie_names(people, places, tied)


def _clusters(ids: Sequence[str], texts: Mapping[str, str]) -> dict[str, int]:
    same = _Sets(len(ids))
    if len(ids) > 1:
        runs = [shingles(texts.get(article_id, ""), ARTICLE_SHINGLE) for article_id in ids]
        least = [frozenset(heapq.nsmallest(_LEAST, run)) for run in runs]
        for one, other in _candidates(least, 0):
            if same.find(one) != same.find(other) and jaccard(runs[one], runs[other]) >= ARTICLE_ALIKE:
                same.tie(one, other)
    return {article_id: same.find(place) for place, article_id in enumerate(ids)}


def _tie_sentences(voices: Sequence[Voice], tied: _Sets) -> None:
    """Rules 2 and 3: the same words by the same speaker, or through the same agency."""
    said = [(voice.said, _person(voice)) for voice in voices]
    _tie_alike(said, _same_person, tied)
    evidence = [(voice.evidence, _carriers(voice)) for voice in voices]
    _tie_alike(evidence, lambda one, other: bool(one[0] & other[1] or other[0] & one[1]), tied)


def _carriers(voice: Voice) -> tuple[frozenset[str], frozenset[str]]:
    """Return who relayed the words, and the same with the outlet that prints them."""
    relayed = frozenset(" ".join(fold(outlet)) for outlet in voice.relay)
    return relayed, relayed | ({" ".join(fold(voice.outlet))} if voice.outlet else set())


def _tie_alike(spoken: Sequence[tuple[str, _Who]], same: Callable[[_Who, _Who], bool], tied: _Sets) -> None:
    """Tie the places whose sentences are near-identical and who are the same in the other respect too."""
    places: defaultdict[str, defaultdict[_Who, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, (sentence, who) in enumerate(spoken):
        if sentence:
            places[sentence][who].append(place)
    distinct = list(places)
    runs = [shingles(sentence, SENTENCE_SHINGLE) for sentence in distinct]
    pairs = [(one, one) for one in range(len(distinct))]
    pairs += [
        (one, other) for one, other in _candidates(runs, SENTENCE_ALIKE) if near_identical(runs[one], runs[other])
    ]
    for left, right in pairs:
        for (who, here), (other, there) in product(places[distinct[left]].items(), places[distinct[right]].items()):
            if same(who, other):
                for place in (*here, *there):
                    tied.tie(here[0], place)


def _candidates(runs: Sequence[Shingles], share: float) -> Iterator[tuple[int, int]]:
    """Yield all pairs of places where `share` of the shingles of either may also be in the other, and some more.

    Of n shingles of which a share must be in the other, any n - ceil(share * n) + 1 hold one that is: the rarest are
    looked up, since few hold those.

    Source: Chaudhuri, Ganti and Kaushik 2006, A primitive operator for similarity joins (prefix filtering).
    """
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for place, run in enumerate(runs):
        for shingle in run:
            holders[shingle].append(place)
    for place, run in enumerate(runs):
        rarest = sorted(run, key=lambda shingle: len(holders[shingle]))
        enough = len(run) - math.ceil(share * len(run)) + 1
        others = {other for shingle in rarest[:enough] for other in holders[shingle]}
        yield from ((place, other) for other in others if other != place)


_Name = tuple[str, ...]
_Person = tuple[_Name, str]  # words of the name, state or ""


def _person(voice: Voice) -> _Person:
    return tuple(fold(voice.speaker or "")), voice.state or ""


def _tie_names(people: Sequence[_Person], places: Sequence[int], tied: _Sets) -> None:
    first: dict[_Person, int] = {}
    for place in places:
        tied.tie(place, first.setdefault(people[place], place))
    # People of one article or of one dossier: few enough to try each pair that shares a word.
    holders: defaultdict[str, list[_Person]] = defaultdict(list)
    for person in first:
        for word in set(person[0]):
            holders[word].append(person)
    for one, other in chain.from_iterable(combinations(sharing, 2) for sharing in holders.values()):
        if _same_person(one, other):
            tied.tie(first[one], first[other])


def _same_person(one: _Person, other: _Person) -> bool:
    """« Lavrov » and « Sergueï Lavrov »; « Sergey Lavrov » and « Sergueï Lavrov »: never for two states.

    Ours: words of one name that are all in the other, or the same last word after the same initial.
    """
    (name, state), (other_name, other_state) = one, other
    if state and other_state and state != other_state:
        return False
    if not name or not other_name:
        return False
    if set(name) <= set(other_name) or set(other_name) <= set(name):
        return True
    return name[-1] == other_name[-1] and name[0][:1] == other_name[0][:1]
