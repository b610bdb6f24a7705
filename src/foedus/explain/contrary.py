"""Who says the contrary of what: a denial and what it denies stand side by side, neither takes the other away."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from foedus.codes import Code
from foedus.ledger.dossiers import Columns, Facet
from foedus.model import Mood

Act = tuple[Code, str]  # the code, and which of the two states does it to the other

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
        here = set(columns.facets)
        acts = {act for key in here for act in self.denies[key]} & {self.tells[key] for key in here & set(self.tells)}
        #: Acts that someone tells and someone denies.
        self.disputed = frozenset(acts)

    @cached_property
    def _told(self) -> dict[Act, list[int]]:
        keys = {key for key, act in self.tells.items() if act in self.disputed}
        return self._places(keys, {key: (self.tells[key],) for key in keys})

    @cached_property
    def _denied(self) -> dict[Act, list[int]]:
        keys = {key for key, acts in self.denies.items() if self.disputed.intersection(acts)}
        return self._places(keys, self.denies)

    def _places(self, keys: set[int], acts_of: dict[int, tuple[Act, ...]]) -> dict[Act, list[int]]:
        found: defaultdict[Act, list[int]] = defaultdict(list)
        for place, key in enumerate(self.columns.facets):
            if key in keys:
                for act in acts_of[key]:
                    found[act].append(place)
        return found

    @cached_property
    def denied_dates(self) -> dict[Act, set[str | None]]:
        """For each disputed act the dates on which it is denied."""
        dates = self.columns.dates
        return {act: {dates[place] for place in places} for act, places in self._denied.items()}

    def is_contested(self, facet_key: int, date: str | None) -> bool:
        """Whether somebody denies what such a record tells, or tells what it denies."""
        act = self.tells.get(facet_key)
        if act in self.disputed and self._any(date, self.denied_dates[act]):
            return True
        return any(
            may_be_one_day(date, self.columns.dates[place])
            for denied in self.denies[facet_key]
            if denied in self.disputed
            for place in self._told[denied]
        )

    @staticmethod
    def _any(date: str | None, dates: Iterable[str | None]) -> bool:
        return any(may_be_one_day(date, other) for other in dates)

    def against(self, place: int) -> list[int]:
        """Return the places of the records that contest one, both ways."""
        if not self.disputed:
            return []
        key, date = self.columns.facets[place], self.columns.dates[place]
        found: set[int] = set()
        act = self.tells.get(key)
        if act in self.disputed:
            found.update(self._denied[act])
        for denied in self.denies[key]:
            if denied in self.disputed:
                found.update(self._told[denied])
        dates = self.columns.dates
        return sorted(other for other in found if may_be_one_day(date, dates[other]))

    def denials_of(self, told: set[tuple[int, str | None]], facet_keys: set[int]) -> list[int]:
        """Return the places of negations, of the facets given, that contest any of what is told.

        Args:
            told: pairs of a facet and a date of the act.
            facet_keys: of the denials wanted.
        """
        dates_of: defaultdict[Act, set[str | None]] = defaultdict(set)
        for key, date in told:
            act = self.tells.get(key)
            if act in self.disputed:
                dates_of[act].add(date)
        dates = self.columns.dates
        places = {place for act in dates_of for place in self._denied[act] if self.columns.facets[place] in facet_keys}
        return sorted(
            place
            for place in places
            if any(self._any(dates[place], dates_of[act]) for act in self.denies[self.columns.facets[place]])
        )
