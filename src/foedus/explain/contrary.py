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
    """Which records of a dossier contest which: of one act, on one ground as far as grounds are told, by two voices."""

    def __init__(self, columns: Columns, grounds: Numbers, speakers: Numbers) -> None:
        """Take the columns of a dossier.

        Args:
            columns: its records.
            grounds: a number for the ground each one tells or denies, 0 for none.
            speakers: a number for the person who speaks, 0 for nobody named.
        """
        self._dates, facets, of_facet = columns.dates, columns.facets, columns.of_facet
        self._grounds = grounds
        # Persons, or below 0 the articles that say it themselves; 0 is anybody.
        self._voices = np.where(speakers, speakers, np.where(columns.statements, 0, -columns.articles))
        told = [None if facet.mood is Mood.NEGATED else act_of(facet) for facet in facets]
        denied = [denied_act(facet) for facet in facets]
        numbers: dict[Act | None, int] = {None: _NONE}
        for act in [*told, *denied]:
            numbers.setdefault(act, len(numbers))
        self._told = np.array([numbers[act] for act in told], dtype=np.int64)[of_facet]
        self._denied = np.array([numbers[act] for act in denied], dtype=np.int64)[of_facet]
        self._sides: dict[tuple[bool, int], Numbers] = {}
        self._found: dict[tuple[bool, int, int, int], Numbers] = {}

    def against(self, place: int, most: int) -> tuple[list[int], int]:
        """Return the places of the best records in which others contest one, both ways, and how many there are."""
        sides = [self._others(deny, place) for deny in (True, False)]
        best = {int(other) for side in sides for other in side[:most]}
        return sorted(best)[:most], sum(map(len, sides))

    def _others(self, deny: bool, place: int) -> Numbers:
        """Return the places where another voice denies what is told in one, or tells what it denies."""
        act = int((self._told if deny else self._denied)[place])
        found = self._those(deny, act, int(self._dates[place]), int(self._grounds[place]))
        voices, voice = self._voices[found], self._voices[place]
        others: Numbers = found[(voices != voice) | (voices == 0)]
        return others

    def _those(self, deny: bool, act: int, date: int, ground: int) -> Numbers:
        """Return the places of those who deny, or tell, an act of that date on that ground."""
        if act == _NONE:
            return np.empty(0, dtype=np.int64)
        asked = (deny, act, date, ground)
        if asked not in self._found:
            if (deny, act) not in self._sides:
                self._sides[deny, act] = np.flatnonzero((self._denied if deny else self._told) == act)
            side = self._sides[deny, act]
            side = side[may_be_one_day(date, self._dates[side])]
            self._found[asked] = side[self._on_ground(ground, side)]
        return self._found[asked]

    def _on_ground(self, ground: int, places: Numbers) -> Mask:
        """Whether places tell or deny that ground, or none in particular."""
        grounds = self._grounds[places]
        found: Mask = (grounds == ground) | (grounds == 0) | (ground == 0)
        return found

    def any_contested(self, places: Numbers) -> bool:
        """Whether another voice denies what one of these records tells, or tells what it denies."""
        everyone = np.arange(len(self._dates))
        here = np.zeros(len(everyone), dtype=np.bool_)
        here[places] = True
        return any(
            here[self._others(False, place)].any() for place in self._each(self.denials_of(places, everyone))
        ) or any(len(self._others(False, place)) for place in self._each(self.denials_of(everyone, places)))

    def _each(self, denials: Numbers) -> list[int]:
        """Return one place for all that deny the same with the same voice."""
        columns = (self._denied, self._dates, self._grounds, self._voices)
        _, first = np.unique(np.stack([column[denials] for column in columns]), axis=1, return_index=True)
        found: list[int] = denials[np.sort(first)].tolist()
        return found

    def denials_of(self, told: Numbers, denials: Numbers) -> Numbers:
        """Return those of some places that deny what is told in others, by whomever."""
        told, denials = told[self._told[told] != _NONE], denials[self._denied[denials] != _NONE]
        found = np.zeros(len(denials), dtype=np.bool_)
        for ground in np.unique(self._grounds[denials]).tolist():
            those = self._grounds[denials] == ground
            found[those] = self._denied_in(told[self._on_ground(ground, told)], denials[those])
        denying: Numbers = denials[found]
        return denying

    def _denied_in(self, told: Numbers, denials: Numbers) -> Mask:
        """Whether each of some denials is one of an act, and date, that is told."""
        acts, dates = self._told[told], self._dates[told]
        denied, when = self._denied[denials], self._dates[denials]
        # Nearly every act is told without a date too, which any denial of it may mean.
        at_any_time = np.isin(denied, acts[dates == 0])
        at_some_time = np.isin(denied, acts)
        found: Mask = at_any_time | ((when == 0) & at_some_time)
        left = np.flatnonzero(~found & at_some_time)
        if len(left):
            these = np.unique(acts * _DATES + dates)
            those = denied[left] * _DATES + when[left]
            for unit in _UNITS:
                # Whichever is the more precise may lie within the other.
                found[left] |= np.isin(those, these // unit * unit) | np.isin(those // unit * unit, these)
        return found
