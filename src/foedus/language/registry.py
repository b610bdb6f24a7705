"""States and organisations: what they are, when they were there, and which state a name stands for."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from foedus.errors import LexiconError, UnknownState
from foedus.language.name_forms import bare, former, written
from foedus.tables import LANGUAGES, read_toml

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class State:
    """One state.

    Attributes:
        iso3: the key used everywhere.
        cow, gw: Correlates of War and Gleditsch-Ward numbers; None where the list leaves the state out.
        since: first day, ISO; "1816-01-01" means "or earlier".
        until, successor: last day and the state that took its place; None for a state there is.
        same_capital: of a state that is gone, whether its capital is still its successor's.
    """

    iso3: str
    iso2: str | None
    fr: str
    en: str
    cow: int | None
    gw: int | None
    since: str
    until: str | None
    successor: str | None
    cow_also: tuple[int, ...] = ()
    gw_also: tuple[int, ...] = ()
    same_capital: bool = False

    def name(self, language: str) -> str:
        """Return the name to print in "fr" or "en"."""
        return self.fr if language == "fr" else self.en

    def numbers(self, system: str) -> tuple[int | None, ...]:
        """Return the numbers borne in "cow" or "gw"."""
        return (self.cow, *self.cow_also) if system == "cow" else (self.gw, *self.gw_also)


@dataclass(frozen=True, slots=True)
class Membership:
    """A state in an organisation, first and last day as precise as known; until is None for a member of today."""

    iso3: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation or bloc; `members` is empty where membership is not recorded."""

    key: str
    fr: str
    en: str
    members: tuple[Membership, ...]

    def members_at(self, date: str) -> frozenset[str]:
        """Return the ISO3 of the members at a date ("1975", "1975-08" or a day: any day of it counts)."""
        return frozenset(m.iso3 for m in self.members if in_force(m.since, m.until, date))


def in_force(since: str, until: str | None, date: str) -> bool:
    """Return whether any day of a date lies between two dates; all three as precise as known."""
    if since and since[: len(date)] > date[: len(since)]:
        return False
    return not until or until[: len(date)] >= date[: len(until)]


# -- states -----------------------------------------------------------------------------------------------------------


@cache
def states_file() -> dict[str, Any]:
    """Return data/states.toml as it stands."""
    return read_toml("states.toml")


def state_tables() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the key and the raw table of every state."""
    return ((key, table) for key, table in states_file().items() if key != "ambiguous")


@cache
def states() -> Mapping[str, State]:
    """Return every state by ISO3, in the order of the file: those there are, then those that are gone.

    Raises:
        LexiconError: a date or a successor in states.toml is wrong, or a key is not three capitals.
    """
    known = {key: _state(key, table) for key, table in state_tables()}
    for state in known.values():
        if (state.until is None) != (state.successor is None) or (state.successor and state.successor not in known):
            raise LexiconError(
                f"data/states.toml [{state.iso3}]: successor {state.successor!r} is not a state of the file; "
                "a state that is gone has both until and successor"
            )
    return MappingProxyType(known)


def _state(key: str, table: dict[str, Any]) -> State:
    where = f"data/states.toml [{key}]"
    if not re.fullmatch("[A-Z]{3}", key):
        raise LexiconError(f"{where}: the key is not three capital letters")
    for field in ("fr", "en", "from"):
        if not table.get(field):
            raise LexiconError(f"{where}: {field} is missing")
    since, until = table["from"], table.get("until")
    check_dates(where, since, until)
    return State(
        key,
        table.get("iso2"),
        table["fr"],
        table["en"],
        table.get("cow"),
        table.get("gw"),
        since,
        until,
        table.get("successor"),
        tuple(table.get("cow_also", ())),
        tuple(table.get("gw_also", ())),
        table.get("same_capital", False),
    )


def check_dates(where: str, since: str, until: str | None) -> None:
    """Refuse dates that are none, or that run backwards.

    Raises:
        LexiconError: naming the place in the data.
    """
    for date in (since, until):
        if date and not _DATE.fullmatch(date):
            raise LexiconError(f"{where}: {date!r} is not a date like 1991, 1991-12 or 1991-12-25")
    if since and until and not in_force(since, until, since):
        raise LexiconError(f"{where}: until {until} comes before from {since}")


def state_of_number(system: str, number: int, date: str) -> str | None:
    """Return the state that bore a number at a date; of two, the one that began later (365 in 1950 is SUN, not RUS).

    Args:
        system: "cow" or "gw".
        date: ISO, as precise as known.
    """
    bearers = [s for s in states().values() if number in s.numbers(system) and in_force(s.since, s.until, date)]
    return max(bearers, key=lambda state: state.since).iso3 if bearers else None


def _folded(name: str) -> str:
    words = re.sub(r"[\s\-‐‑–_.’'ʼ()]+", " ", bare(name).casefold()).strip()
    return re.sub(r"^(?:la|le|les|l|the) (?=.)", "", words)


@cache
def _names_of_states() -> Mapping[str, frozenset[str]]:
    """Return {folded name: states}; codes and names come before capitals, which only fill what is left."""
    first: dict[str, set[str]] = {}
    last: dict[str, set[str]] = {}
    for key, table in state_tables():
        names = [key, table.get("iso2", ""), table.get("iso_also", ""), table["fr"], table["en"]]
        for language in LANGUAGES:
            names += [w.name for w in written(table.get(f"names_{language}", ""))]
            names += former(table.get(f"former_{language}", ""))
            for capital in written(table.get(f"capital_{language}", "")):
                last.setdefault(_folded(capital.name), set()).add(key)
        for name in filter(None, names):
            first.setdefault(_folded(name), set()).add(key)
    for group in states_file()["ambiguous"]:
        for name in written(group.get("names", "")):
            if group.get("default") is None:
                first.setdefault(_folded(name.name), set()).update(k for k in group["cues"] if k in states())
    return {name: frozenset(keys) for name, keys in (last | first).items()}


def find_state(name: str) -> str:
    """Return the ISO3 of a state given by code, name, former name or capital in either language.

    Case, accents, hyphens and a leading article do not count: "coree du nord", "L'Ukraine", "kp".

    Raises:
        UnknownState: no state or more than one bears the name; says which ones come near.
    """
    known = _names_of_states()
    found = known.get(_folded(name), frozenset())
    if len(found) == 1:
        return next(iter(found))
    near = list(found) or [
        key for close in difflib.get_close_matches(_folded(name), known, n=3, cutoff=0.6) for key in known[close]
    ]
    guesses = " or ".join(f"{key} ({states()[key].en})" for key in sorted(dict.fromkeys(near)))
    problem = "ambiguous" if found else "unknown"
    hint = f"; did you mean {guesses}?" if guesses else "; a name in French or English will do"
    raise UnknownState(f"{problem} state {name!r}: expected an ISO 3166 code or the name of a state{hint}")


# -- organisations ----------------------------------------------------------------------------------------------------


@cache
def organisations_file() -> dict[str, dict[str, Any]]:
    """Return data/organisations.toml as it stands."""
    return read_toml("organisations.toml")


@cache
def organisations() -> Mapping[str, Organisation]:
    """Return every organisation by key.

    Raises:
        LexiconError: a key is a state's, a member is no state, or a date is wrong.
    """
    known = {}
    for key, table in organisations_file().items():
        where = f"data/organisations.toml [{key}]"
        if key in states():
            raise LexiconError(f"{where}: {key} is a state; choose another key")
        members = tuple(m for line in table.get("members", ()) for m in _memberships(where, line))
        known[key] = Organisation(key, table["fr"], table["en"], members)
    return MappingProxyType(known)


def _memberships(where: str, line: str) -> Iterator[Membership]:
    dates, *members = line.split()
    since, _, until = dates.partition("/")
    check_dates(where, since, until or None)
    for member in members:
        if member not in states():
            raise LexiconError(f"{where}: member {member!r} is not a state of states.toml")
        yield Membership(member, since, until or None)
