"""What may stand in an address after the question mark, checked."""

import datetime
from collections.abc import Collection, Mapping
from typing import Protocol

from foedus.errors import UsageError
from foedus.language.registry import find_state

MOST = 100  # of a list, at a time


class Params(Protocol):
    """Names with one or more values each, such as Starlette's query."""

    def get(self, name: str, default: str, /) -> str:
        """Return the last value of a name."""

    def getlist(self, name: str, /) -> list[str]:
        """Return all values of a name."""


class Plain:
    """Params of a dict, for those who ask from Python."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})

    def get(self, name: str, default: str = "", /) -> str:
        """Return the value of a name."""
        return self.values.get(name, default)

    def getlist(self, name: str, /) -> list[str]:
        """Return the value of a name in a list."""
        return [self.values[name]] if name in self.values else []


def text(params: Params, name: str, most: int = 300) -> str | None:
    """Return a text; None where it is blank.

    Raises:
        UsageError: it is longer than anyone would write, or has characters that nobody writes.
    """
    value = params.get(name, "").strip()
    if any(ord(sign) < 32 for sign in value):
        raise UsageError(f"{name}: control characters are not expected")
    if len(value) > most:
        raise UsageError(f"{name}: {len(value)} characters: expected at most {most}")
    return value or None


def date(params: Params, name: str) -> str | None:
    """Return an ISO date as precise as given; None where there is none.

    Raises:
        UsageError: it is no date.
    """
    value = text(params, name)
    if value is None:
        return None
    parts = value.split("-")
    try:
        datetime.date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        parts = []
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        raise UsageError(f"{name}: {value!r} is no date: expected YYYY, YYYY-MM or YYYY-MM-DD")
    return value


def window(params: Params) -> tuple[str | None, str | None]:
    """Return `since` and `until`.

    Raises:
        UsageError: one is no date, or they are the wrong way round.
    """
    since, until = date(params, "since"), date(params, "until")
    if since and until and since[: len(until)] > until[: len(since)]:
        raise UsageError(f"since {since} comes after until {until}: give the earlier date first")
    return since, until


def state(params: Params, name: str) -> str | None:
    """Return ISO3 of a state in any of its names; None where none is given.

    Raises:
        UnknownState: no state bears the name.
    """
    value = text(params, name)
    return find_state(value) if value else None


def choices(params: Params, name: str, allowed: Collection[str]) -> tuple[str, ...] | None:
    """Return values of a closed list, sorted; None where none is given.

    Raises:
        UsageError: one is not in the list.
    """
    values = {value for value in params.getlist(name) if value}
    for value in sorted(values):
        if value not in allowed:
            raise UsageError(f"{name}: {value!r} does not exist: expected one of {', '.join(allowed)}")
    return tuple(sorted(values)) or None


def flag(params: Params, name: str) -> bool:
    """Whether something is asked for."""
    return params.get(name, "").lower() in ("1", "true", "yes", "on", "oui")


def number(params: Params, name: str, default: int, most: int) -> int:
    """Return a whole number from 0 up to `most`.

    Raises:
        UsageError: it is none, or too large.
    """
    value = text(params, name) or str(default)
    if not (value.isascii() and value.isdigit()) or len(value) > 16 or int(value) > most:
        raise UsageError(f"{name}: {value[:20]!r}: expected a number from 0 to {most}")
    return int(value)


def page(params: Params, size: int = 20) -> tuple[int, int]:
    """Return `limit` and `offset` of a list.

    Raises:
        UsageError: one is no number, or too large.
    """
    return max(1, number(params, "limit", size, MOST)), number(params, "offset", 0, 999_999_999)
