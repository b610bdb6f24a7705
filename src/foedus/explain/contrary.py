"""Who says the contrary of what: a denial and what it denies stand side by side, neither takes the other away."""

import numpy as np
from numpy.typing import NDArray

from foedus.codes import Code
from foedus.ledger.dossiers import Columns, Facet, Numbers
from foedus.model import Mood

Act = tuple[Code, str]  # the code, and which of the two states does it to the other
Mask = NDArray[np.bool_]

_BACK = {">": "<", "<": ">", "=": "="}
_NONE = -1  # number of no act
_UNITS = (1, 100, 10_000)  # by which a date is cut to its day, month and year
_DATES = 100_000_000  # more than any date as a number


def act_of(facet: Facet) -> Act:
    """Who does what to whom; for codes that hold both ways the order of the states says nothing."""
    return facet.code, facet.direction


def denied_act(facet: Facet) -> Act | None:
    """Return the act that a record contests: what it negates, and for a rejection the other side's accusation."""
    if facet.mood is Mood.NEGATED:
        return act_of(facet)
    if facet.code is Code.REJECT and facet.mood is Mood.ASSERTED:
        return Code.ACCUSE, _BACK[facet.direction]
    return None


def may_be_one_day(date: int, others: Numbers) -> Mask:
    """Whether a date and others, as precise as known, may be the same: two acts whose dates differ are two acts.

    Args:
        date, others: as in `Columns`.
    """
    unit = next((unit for unit in reversed(_UNITS) if date % unit == 0), 1)
    same: Mask = (others == 0) | (others // unit == date // unit) if date else np.ones(len(others), dtype=bool)
    for coarser in _UNITS:
        same |= others == date // coarser * coarser
    return same


class Contrary:
    """Which records of a dossier contest which."""

    def __init__(self, columns: Columns) -> None:
        self._dates, facets, of_facet = columns.dates, columns.facets, columns.of_facet
        told = [None if facet.mood is Mood.NEGATED else act_of(facet) for facet in facets]
        denied = [denied_act(facet) for facet in facets]
        numbers: dict[Act | None, int] = {None: _NONE}
        for act in [*told, *denied]:
            numbers.setdefault(act, len(numbers))
        self._told = np.array([numbers[act] for act in told], dtype=np.int64)[of_facet]
        self._denied = np.array([numbers[act] for act in denied], dtype=np.int64)[of_facet]
        self._sides: dict[tuple[bool, int], Numbers] = {}
        self._found: dict[tuple[bool, int, int], Numbers] = {}

    def against(self, place: int, most: int) -> tuple[list[int], int]:
        """Return the places of the best records that contest one, both ways, and how many there are."""
        date = int(self._dates[place])
        sides = (self._those(True, int(self._told[place]), date), self._those(False, int(self._denied[place]), date))
        best = {int(other) for side in sides for other in side[:most]}
        return sorted(best)[:most], sum(map(len, sides))

    def _those(self, deny: bool, act: int, date: int) -> Numbers:
        """Return the places of those who deny, or tell, an act of that date."""
        if act == _NONE:
            return np.empty(0, dtype=np.int64)
        if (deny, act, date) not in self._found:
            if (deny, act) not in self._sides:
                self._sides[deny, act] = np.flatnonzero((self._denied if deny else self._told) == act)
            side = self._sides[deny, act]
            self._found[deny, act, date] = side[may_be_one_day(date, self._dates[side])]
        return self._found[deny, act, date]

    def any_contested(self, places: Numbers) -> bool:
        """Whether somebody denies what one of these records tells, or tells what it denies."""
        everyone = np.arange(len(self._dates))
        return len(self.denials_of(places, everyone)) > 0 or len(self.denials_of(everyone, places)) > 0

    def denials_of(self, told: Numbers, denials: Numbers) -> Numbers:
        """Return those of some places that deny what is told in others."""
        told, denials = told[self._told[told] != _NONE], denials[self._denied[denials] != _NONE]
        acts, dates = self._told[told], self._dates[told]
        denied, when = self._denied[denials], self._dates[denials]
        # Nearly every act is told without a date too, which any denial of it may mean.
        at_any_time = np.isin(denied, acts[dates == 0])
        found: Mask = at_any_time | ((when == 0) & np.isin(denied, acts))
        left = np.flatnonzero(~found & np.isin(denied, acts))
        if len(left):
            these = np.unique(acts * _DATES + dates)
            those = denied[left] * _DATES + when[left]
            for unit in _UNITS:
                # Whichever is the more precise may lie within the other.
                found[left] |= np.isin(those, these // unit * unit) | np.isin(those // unit * unit, these)
        denying: Numbers = denials[found]
        return denying
