"""Every question to the lake, each a named function that returns plain rows.

Years are inclusive. States come back as they were at the date of the row; `system.graph` puts those of one history
together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from foedus.lake.duck import quoted, reading
from foedus.lake.store import Lake
from foedus.lake.summary import require_summary

Row = tuple[object, ...]


def _from(files: list[str]) -> str:
    return "read_parquet([" + ", ".join(quoted(file) for file in files) + "])"


def _ask(lake: Lake, sql: str, bound: list[object]) -> list[Row]:
    with reading(lake.path) as connection:
        return connection.execute(sql, bound).fetchall()


def dyad_years(lake: Lake, key: str, first: int, last: int) -> list[tuple[str, str, str, float]]:
    """Return (state_a, state_b, kinds, value) of every pair with a row in a window: all kinds, greatest value."""
    held = lake.require(key, "dyad_year")
    sql = f"""
        SELECT state_a, state_b, string_agg(DISTINCT kinds, ' '), coalesce(max(value), 0)
        FROM {_from(lake.files(held, "dyad_year"))} WHERE year BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, 2"""
    return [(str(a), str(b), str(kinds or ""), _number(value)) for a, b, kinds, value in _ask(lake, sql, [first, last])]


@dataclass(frozen=True, slots=True)
class PairYear:
    """What a dataset says of a pair in a year; see docs/lake.md for kinds, code and value."""

    year: int
    source_state: str
    target_state: str
    kinds: str
    code: str | None
    value: float | None


def pair_years(lake: Lake, key: str, states: list[str], others: list[str]) -> list[PairYear]:
    """Return the rows of two histories, each given by its states, in order of time."""
    held = lake.require(key, "dyad_year")
    sql = f"""
        SELECT DISTINCT year, source_state, target_state, kinds, code, value
        FROM {_from(lake.files(held, "dyad_year"))}
        WHERE (list_contains(?, state_a) AND list_contains(?, state_b))
            OR (list_contains(?, state_a) AND list_contains(?, state_b)) ORDER BY 1, 2, 3"""
    rows = _ask(lake, sql, [states, others, others, states])
    return [PairYear(int(str(y)), str(s), str(t), str(k or ""), _text(c), _known(v)) for y, s, t, k, c, v in rows]


def capabilities(lake: Lake, first: int, last: int) -> dict[int, dict[str, float]]:
    """Return {year: {state: CINC}}; a state whose CINC is not known is left out."""
    held = lake.require("nmc", "state_year")
    sql = f"""
        SELECT year, state, max(cinc) FROM {_from(lake.files(held, "state_year"))}
        WHERE year BETWEEN ? AND ? AND cinc IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""
    found: dict[int, dict[str, float]] = {}
    for year, state, cinc in _ask(lake, sql, [first, last]):
        found.setdefault(int(str(year)), {})[str(state)] = _number(cinc)
    return found


def votes(lake: Lake, first: int, last: int) -> tuple[list[str], list[list[int | None]]]:
    """Return the states, and for each roll call the vote of each: 1 yes, 2 abstention, 3 no, None for none cast."""
    held = lake.require("un-votes", "vote")
    sql = f"""
        SELECT rollcall, state, any_value(vote) FROM {_from(lake.files(held, "vote"))}
        WHERE year(date) BETWEEN ? AND ? GROUP BY 1, 2"""
    rows = _ask(lake, sql, [first, last])
    names = sorted({str(state) for _, state, _ in rows})
    place = {state: n for n, state in enumerate(names)}
    calls: dict[str, list[int | None]] = {}
    for call, state, vote in rows:
        calls.setdefault(str(call), [None] * len(names))[place[str(state)]] = int(str(vote))
    return names, list(calls.values())


def pair_votes(lake: Lake, states: list[str], others: list[str]) -> list[tuple[int, int, int, int]]:
    """Return (year, vote, vote, roll calls) of what two histories cast together, 1 yes, 2 abstention, 3 no."""
    held = lake.require("un-votes", "vote")
    cast = f"""
        SELECT rollcall, year(date) AS y, any_value(vote) AS v FROM {_from(lake.files(held, "vote"))}
        WHERE state IN (SELECT unnest(?)) GROUP BY 1, 2"""
    sql = f"""
        SELECT x.y, x.v, z.v, count(*) FROM ({cast}) x JOIN ({cast}) z USING (rollcall)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    return [(int(str(y)), int(str(v)), int(str(w)), int(str(n))) for y, v, w, n in _ask(lake, sql, [states, others])]


def state_shares(lake: Lake, states: list[str]) -> list[tuple[int, str, float]]:
    """Return (year, state, CINC) of some states, in order of time."""
    held = lake.require("nmc", "state_year")
    sql = f"""
        SELECT year, state, max(cinc) FROM {_from(lake.files(held, "state_year"))}
        WHERE state IN (SELECT unnest(?)) AND cinc IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""
    return [(int(str(year)), str(state), _number(cinc)) for year, state, cinc in _ask(lake, sql, [states])]


@dataclass(frozen=True, slots=True)
class EventCount:
    """Events between two states: how many that bring together, how many that set apart."""

    state_a: str
    state_b: str
    together: int
    apart: int


def event_pairs(
    lake: Lake, key: str, first: str, last: str, together: list[str], apart: list[str], *, official: bool
) -> list[EventCount]:
    """Return the events of every pair in a window of months ("2014-01" to "2014-12"), counted by sign.

    Args:
        lake: that holds the dataset.
        key: of the dataset.
        first, last: months, inclusive.
        together, apart: the codes of each sign.
        official: only those between states as such.
    """
    summary = require_summary(lake, key)
    sql = f"""
        SELECT state_a, state_b, sum(events) FILTER (WHERE list_contains(?, code)),
            sum(events) FILTER (WHERE list_contains(?, code))
        FROM {_from([summary])}
        WHERE month BETWEEN ? AND ? AND (official OR NOT ?) GROUP BY 1, 2 ORDER BY 1, 2"""
    rows = _ask(lake, sql, [together, apart, f"{first}-01", f"{last}-01", official])
    return [EventCount(str(a), str(b), int(_number(p)), int(_number(n))) for a, b, p, n in rows]


def pair_months(
    lake: Lake, key: str, states: list[str], others: list[str], *, official: bool
) -> list[tuple[str, str | None, int | None, int]]:
    """Return (month, code, quad class, events) between two histories, in order of time."""
    low = {min(pair) for pair in product(states, others)}  # as the rows are sorted, so that little else is read
    high = {max(pair) for pair in product(states, others)}
    sql = f"""
        SELECT strftime(month, '%Y-%m'), code, quad_class, sum(events)
        FROM {_from([require_summary(lake, key)])}
        WHERE state_a IN {_listed(low)} AND state_b IN {_listed(high)} AND (official OR NOT ?)
            AND ((state_a IN {_listed(states)} AND state_b IN {_listed(others)})
                OR (state_a IN {_listed(others)} AND state_b IN {_listed(states)}))
        GROUP BY ALL ORDER BY ALL"""
    rows = _ask(lake, sql, [official])
    return [(str(m), _text(c), None if q is None else int(str(q)), int(_number(n))) for m, c, q, n in rows]


def _listed(states: Iterable[str]) -> str:
    return "(" + ", ".join(quoted(state) for state in states) + ")"


def _number(value: object) -> float:
    return 0.0 if value is None else float(str(value))


def _known(value: object) -> float | None:
    return None if value is None else float(str(value))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
