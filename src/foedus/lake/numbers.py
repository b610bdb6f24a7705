"""Which state a number, code or name of a dataset means in a year, and the states that one history runs through."""

from collections.abc import Mapping
from functools import cache

from foedus.errors import UnknownState
from foedus.language.registry import State, find_state, in_force, states


def state_in_year(system: str, number: int, year: int) -> str | None:
    """Return the state that bore a number in a year; None if no state of ours ever bore it.

    Of two states in one year it is the one that began later: 345 in 2003 is Serbia and Montenegro. In years in which
    no bearer was there by our dates the number means an earlier spell of the one there is today (345 in 1914 is
    Serbia, 366 in 1930 Estonia), or else of the last one that bore it.

    Args:
        system: "cow" or "gw".
        number: of the list named.
        year: of the row.
    """
    bearers = _bearers(system).get(number, ())
    there = [state for state in bearers if in_force(state.since, state.until, str(year))]
    if there:
        return max(there, key=lambda state: state.since).iso3
    living = [state for state in bearers if state.until is None]
    last = living or sorted(bearers, key=lambda state: state.until or "")[-1:]
    return last[0].iso3 if last else None


@cache
def _bearers(system: str) -> Mapping[int, tuple[State, ...]]:
    found: dict[int, list[State]] = {}
    for state in states().values():
        for number in state.numbers(system):
            if number is not None:
                found.setdefault(number, []).append(state)
    return {number: tuple(bearers) for number, bearers in found.items()}


def named(name: str, codes: Mapping[str, str], *, by_code: bool = False) -> str | None:
    """Return the ISO3 that a dataset's name or code of a state means; "" if it is no state, None if unknown.

    Args:
        name: as it stands in the file.
        codes: the names and codes that are the dataset's own.
        by_code: take ISO3 and the dataset's own codes only.
    """
    if name in codes:
        return codes[name]
    if by_code:
        return name if name in states() else None
    try:
        return find_state(name)
    except UnknownState:
        return None


def at_year(iso3: str, year: int) -> str:
    """Return which state of a history was there in a year; the one asked for if none was."""
    if iso3 not in states():  # a ledger may hold what a table of its user's own once named
        return iso3
    there = [state for state in history(iso3) if in_force(state.since, state.until, str(year))]
    return max(there, key=lambda state: state.since).iso3 if there else iso3


def was_there(iso3: str, year: int) -> bool:
    """Return whether a state, or one whose history it has, was there in a year; 1816 means "or earlier"."""
    return any(
        in_force("" if state.since == "1816-01-01" else state.since, state.until, str(year))
        for state in history(heir(iso3))
    )


@cache
def history(iso3: str) -> tuple[State, ...]:
    """Return the states of one history, latest first: the one asked for and those it continues.

    A state continues those before it that bear a number of its own, in COW or Gleditsch-Ward, and have it, or a state
    of the history, as successor: Russia the Soviet Union (365), Serbia Yugoslavia (345), Vietnam the North (816),
    Yemen the North (678), Germany Prussia (255) as well as the Federal Republic, which is Germany by our dates. What
    was taken in without its number lent to the whole, as the German Democratic Republic was, is a history of its own:
    `forerunners` has it.
    """
    first = states()[iso3]
    line = [first]
    gone = (state for state in states().values() if state.until is not None and state is not first)
    for state in sorted(gone, key=lambda s: s.until or "", reverse=True):
        if any(_shares_number(state, later) for later in line) and _leads_to(state, line):
            line.append(state)
    return tuple(line)


def forerunners(iso3: str) -> tuple[State, ...]:
    """Return the states that a history took in or came out of and that had numbers of their own, latest first."""
    line = history(iso3)
    found = [s for s in states().values() if s.until and s not in line and _leads_to(s, list(line))]
    return tuple(sorted(found, key=lambda state: state.until or "", reverse=True))


def heir(iso3: str) -> str:
    """Return the latest state of the history that a state belongs to: RUS for SUN, SRB for YUG, DDR for itself."""
    state = states().get(iso3)
    while state and state.successor and _shares_number(state, states()[state.successor]):
        state = states()[state.successor]
    return state.iso3 if state else iso3


def _shares_number(one: State, other: State) -> bool:
    def borne(state: State, system: str) -> set[int]:
        return {number for number in state.numbers(system) if number is not None}

    return any(borne(one, system) & borne(other, system) for system in ("cow", "gw"))


def _leads_to(state: State, line: list[State]) -> bool:
    return state.successor in {later.iso3 for later in line}
