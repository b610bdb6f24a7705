"""Marks: what a statement or an article may be filtered by, as words of the indexes of its words.

So one look at an index finds what has both the words and the marks, however common either are. The schema's 0008 tells
how marks are written.
"""

import sqlite3
from collections.abc import Iterable

_YEAR, _MONTH, _DAY = 4, 7, 10  # characters of an ISO date as precise as that


def marks(
    *,
    states: Iterable[str | None],
    codes: Iterable[str],
    kind: str | None,
    outlet: str | None,
    published: str | None,
) -> str:
    """Return the marks of one record, as its column has them: sorted, a blank between two.

    Args:
        states: ISO3 of the states spoken for, and of both ends of its relations.
        codes: of its relations.
        kind: of a statement; None for an article.
        outlet: name of who prints it; its case does not matter.
        published: ISO date, as precise as known.
    """
    found = {_mark("s", state) for state in states if state} | {_mark("c", code) for code in codes}
    if kind:
        found.add(_mark("k", kind))
    if outlet:
        found.add(_outlet(outlet))
    if published:
        found.update(_dated(published[:_DAY]))
    return " ".join(sorted(found))


def wanted(
    connection: sqlite3.Connection,
    *,
    state: str | None,
    code: str | None,
    kind: str | None,
    outlet: str | None,
    since: str | None,
    until: str | None,
) -> str | None:
    """Return what FTS5 is asked for so that all of these hold; "" where nothing must, None where nothing can.

    Args:
        connection: of the ledger, whose articles tell which years there are to look into.
        state, code, kind, outlet: as in `marks`; None: any.
        since, until: ISO dates, as precise as wanted, both included. A date known less well fits if it may lie within.
    """
    parts = [_mark(letter, value) for letter, value in (("s", state), ("c", code), ("k", kind)) if value]
    if outlet:
        parts.append(_outlet(outlet))
    if since or until:
        dates = [date for year in _years(connection) for date in _within(year, (since or "")[:_DAY], until or "9999")]
        if not dates:
            return None
        parts.append(f"({' OR '.join(dates)})")
    return " AND ".join(parts)


def _mark(letter: str, value: str) -> str:
    return letter + "".join(filter(str.isalnum, value)).lower()


def _outlet(name: str) -> str:
    return _mark("o", name.casefold().encode().hex())


def _dated(published: str) -> set[str]:
    found = {_mark("d", published[:length]) for length in (_YEAR, _MONTH, _DAY)}
    return found if len(published) == _DAY else found | {_mark("e", published)}


def _years(connection: sqlite3.Connection) -> Iterable[str]:
    sql = "SELECT (SELECT min(published) FROM article), (SELECT max(published) FROM article)"
    first, last = connection.execute(sql).fetchone()
    return [f"{year:04}" for year in range(int(first[:_YEAR]), int(last[:_YEAR]) + 1)] if first else []


def _within(date: str, since: str, until: str) -> list[str]:
    """Return the marks of all dates within a year, month or day and within a window."""
    length = len(date)
    if date < since[:length] or date[: len(until)] > until[:length]:
        return []
    if (length >= len(since) or date > since[:length]) and (length >= len(until) or date < until[:length]):
        return [_mark("d", date)]
    parts = range(1, 13) if length == _YEAR else range(1, 32)
    closer = [one for part in parts for one in _within(f"{date}-{part:02}", since, until)]
    return [_mark("e", date), *closer]
