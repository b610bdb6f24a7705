"""Who says the contrary of what: a denial and what it denies stand side by side, neither takes the other away."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice

from foedus.codes import Code
from foedus.ledger.dossiers import Columns, Facet
from foedus.model import Mood

Act = tuple[Code, str]  # the code, and which of the two states does it to the other

_DAY = len("2025-07-28")
_BACK = {">": "<", "<": ">", "=": "="}


def act_of(facet: Facet) -> Act:
    """Who does what to whom; for codes that hold both ways the order of the states says nothing."""
    return facet.code, facet.direction


def denied_acts(facet: Facet) -> tuple[Act, ...]:
    """Return the acts that a record contests: what it negates, and for a rejection the other side's accusation."""
    if facet.mood is Mood.NEGATED:
        return (act_of(facet),)
    if facet.code is Code.REJECT and facet.mood is Mood.ASSERTED:
        return ((Code.ACCUSE, _BACK[facet.direction]),)
    return ()


def may_be_one_day(one: str | None, other: str | None) -> bool:
    """Whether two dates, as precise as known, may be the same: two acts whose dates differ are two acts."""
    return one is None or other is None or one.startswith(other) or other.startswith(one)


class Contrary:
    """Which records of a dossier contest which: places in the columns, best evidence first."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        facets = columns.facet_of
        self.denies = {key: denied_acts(facet) for key, facet in facets.items()}
        self.tells = {key: act_of(facet) for key, facet in facets.items() if facet.mood is not Mood.NEGATED}
        #: Acts that someone tells and someone denies.
        self.disputed = {act for acts in self.denies.values() for act in acts} & set(self.tells.values())
        self._told = self._sides({key: (act,) for key, act in self.tells.items()})
        self._denied = self._sides(self.denies)

    def _sides(self, acts_of: dict[int, tuple[Act, ...]]) -> dict[Act, "_Side"]:
        wanted = {key: acts for key, acts in acts_of.items() if self.disputed.intersection(acts)}
        found: defaultdict[Act, list[int]] = defaultdict(list)
        if wanted:
            here = map(wanted.__contains__, self.columns.facets)
            for place in compress(range(len(self.columns)), here):
                for act in wanted[self.columns.facets[place]]:
                    found[act].append(place)
        return {act: _Side(places, self.columns.dates) for act, places in found.items() if act in self.disputed}

    def _against(self, facet_key: int) -> Iterator["_Side"]:
        """Yield those who say the contrary of records with a facet."""
        act = self.tells.get(facet_key)
        if act in self._denied:
            yield self._denied[act]
        for denied in self.denies[facet_key]:
            if denied in self._told:
                yield self._told[denied]

    def is_contested(self, facet_key: int, date: str | None) -> bool:
        """Whether somebody denies what such a record tells, or tells what it denies."""
        return any(side.dates_like(date) for side in self._against(facet_key))

    def against(self, place: int, most: int) -> tuple[list[int], int]:
        """Return the places of the best records that contest one, both ways, and how many there are."""
        date = self.columns.dates[place]
        found: list[int] = []
        total = 0
        for side in self._against(self.columns.facets[place]):
            dates = side.dates_like(date)
            total += sum(side.counts[one] for one in dates)
            found += islice((other for other in side.places if self.columns.dates[other] in dates), most)
        return sorted(set(found))[:most], total

    def denials_of(self, told: Iterable[tuple[int, str | None]], facet_keys: set[int]) -> list[int]:
        """Return the places of negations, of the facets given, that contest any of what is told.

        Args:
            told: pairs of a facet and a date of the act.
            facet_keys: of the denials wanted.
        """
        dates_of: defaultdict[Act, set[str | None]] = defaultdict(set)
        for key, date in told:
            act = self.tells.get(key)
            if act in self._denied:
                dates_of[act].add(date)
        places: set[int] = set()
        for act, dates in dates_of.items():
            side = self._denied[act]
            like = {one for date in dates for one in side.dates_like(date)}
            places.update(
                place
                for place in side.places
                if self.columns.facets[place] in facet_keys and self.columns.dates[place] in like
            )
        return sorted(places)


class _Side:
    """Those who tell an act, or those who deny it: their places, best first, and how many there are of each date."""

    def __init__(self, places: list[int], dates: Sequence[str | None]) -> None:
        self.places = places
        self.counts = Counter(map(dates.__getitem__, places))
        self._like: dict[str | None, frozenset[str | None]] = {}

    def dates_like(self, date: str | None) -> frozenset[str | None]:
        """Return the dates of these that may be the same day as a date."""
        if date not in self._like:
            if date is not None and len(date) == _DAY:
                # A day is like itself, its month, its year, and what is not known.
                like = self.counts.keys() & {date, date[:7], date[:4], None}
            else:
                like = {other for other in self.counts if may_be_one_day(date, other)}
            self._like[date] = frozenset(like)
        return self._like[date]
