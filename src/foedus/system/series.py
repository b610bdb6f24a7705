"""A pair of states over time: what the record and each dataset tell of it, window by window, and where that shifts.

    for one in timeline("RUS", "PRK", ["record", "atop"], ledger, lake, Wanted()): ...

Every series has its own unit and its own coverage. Within the coverage nothing told is 0; outside it, and in years in
which one of the two states was not there, a value is None. What a line counts:

    record                    independent origins by quad class, standing ties apart
    gdelt, icews, polecat     events by quad class, between states as such
    cow-alliances, atop       the rank of the strongest pact in force, 0 to 3
    mid, ucdp                 the highest hostility, 0 to 5; intensity, 0 to 2
    igo                       organisations of which both are members
    un-votes                  Scott's pi of the votes both cast
    nmc                       the share of each in the world's capabilities
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from foedus.codes import Code, facts
from foedus.errors import LakeError, UsageError
from foedus.lake import queries as lake_queries
from foedus.lake.datasets import datasets, find_dataset
from foedus.lake.numbers import heir, history, was_there
from foedus.ledger import system as ledger_queries
from foedus.ledger.system import Wanted
from foedus.system.changes import Stretch, counted, shifts, stretches
from foedus.system.graph import RECORD
from foedus.system.similarity import COMMON_VOTES, scott_pi

if TYPE_CHECKING:
    from foedus.lake import Lake
    from foedus.ledger import Ledger

YEAR, MONTH = "year", "month"
COOPERATION = ("verbal_cooperation", "material_cooperation", "standing_together")
CONFLICT = ("verbal_conflict", "material_conflict", "standing_apart")
QUADS = dict(zip((1, 2, 3, 4), (*COOPERATION[:2], *CONFLICT[:2]), strict=True))
COUNTS = ("origins", "events")  # units of what is counted by quad class
LEVEL = "level"
_UNITS = {"cow-alliances": "rank", "atop": "rank", "mid": "hostility", "ucdp": "intensity", "igo": "organisations"}
_Rows = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a series: its key and a value for each window; None where the window is not covered."""

    key: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A window from which on a level is another.

    Attributes:
        of: "cooperation", "conflict" or "level".
        at: first window of the new level.
        since, until: first window of the level before, last one of the new.
        before, after: the two levels, means a window.
    """

    of: str
    at: str
    since: str
    until: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Series:
    """What one source tells of a pair over time.

    Attributes:
        source: "record" or the key of a dataset.
        unit: "origins", "events", "rank", "hostility", "intensity", "organisations", "agreement" or "share".
        step: "year" or "month".
        windows: "2014" or "2014-03", without a gap, the same for all series of a step.
        lines: their values stand beside `windows`.
        changes: in order of time.
        version, coverage, cite: of the source.
        vague: records told only by the year, which a series by month has no place for.
        partial: windows of which only a part is covered.
    """

    source: str
    unit: str
    step: str
    windows: tuple[str, ...]
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    version: str = ""
    coverage: tuple[tuple[str, str], ...] = ()
    cite: str = ""
    vague: int = 0
    partial: tuple[str, ...] = ()

    @property
    def covered(self) -> tuple[bool, ...]:
        """Return for each window whether the source covers it."""
        return tuple(any(line.values[place] is not None for line in self.lines) for place in range(len(self.windows)))

    @property
    def empty(self) -> bool:
        """Return whether nothing but zeros and what is not covered stands in it."""
        return not any(value for line in self.lines for value in line.values)


@dataclass(frozen=True, slots=True)
class _Raw:
    """Values as a source gives them, before the windows are known.

    Attributes:
        rows: {window: {line: value}}.
        covers: whether a window is covered, as far as dates go.
        nought: what a covered window without a row means: 0, or None for what is then unknown.
    """

    source: str
    unit: str
    step: str
    keys: tuple[str, ...]
    rows: _Rows
    covers: Callable[[str], bool]
    nought: float | None = 0.0
    version: str = ""
    coverage: tuple[tuple[str, str], ...] = ()
    cite: str = ""
    vague: int = 0


def timeline(
    a: str,
    b: str,
    sources: Sequence[str],
    ledger: "Ledger | None",
    lake: "Lake | None",
    wanted: Wanted,
    step: str = YEAR,
) -> tuple[Series, ...]:
    """Return what each source tells of a pair, over the window wanted or all that any of them has something of.

    Args:
        a, b: ISO3; the states each continues are looked up too.
        sources: "record" or keys of datasets.
        ledger, lake: None where there is none.
        wanted: which records; its window holds for datasets too.
        step: "year" or "month"; sources that are by year stay so.

    Raises:
        UsageError: the two are one history, or there is no such source.
        LakeError: the lake does not hold a dataset.
    """
    if heir(a) == heir(b):
        raise UsageError(f"{a} and {b} are one history: expected two different states")
    raws = [_raw(source, a, b, ledger, lake, wanted, step) for source in dict.fromkeys(sources)]
    first, last = _extent(raws, wanted)
    return tuple(_finished(raw, a, b, first, last) for raw in raws)


def sources_of_pairs(lake: "Lake | None") -> tuple[str, ...]:
    """Return the datasets that a lake holds, in the order of datasets.toml; all of them have something of a pair."""
    return tuple(held.dataset.key for held in lake.holdings()) if lake else ()


# -- what each source has ----------------------------------------------------------------------------------------------


def _raw(source: str, a: str, b: str, ledger: "Ledger | None", lake: "Lake | None", wanted: Wanted, step: str) -> _Raw:
    if source == RECORD:
        if ledger is None:
            raise UsageError("there is no ledger, and so no record: `foedus read` fills one")
        return _record(ledger, a, b, wanted, step)
    if source not in datasets():
        raise UsageError(f"unknown source {source!r}: expected {RECORD} or one of {', '.join(datasets())}")
    dataset = find_dataset(source)
    held = lake.holding(source) if lake else None
    if lake is None or held is None:
        raise LakeError(f"the lake holds no {source}: import it with `foedus import {source} FILE`")
    lines = [s.iso3 for s in history(heir(a))], [s.iso3 for s in history(heir(b))]
    shape = held.shape
    if shape == "event":
        unit, by, rows = "events", step, _events(lake, source, lines, step)
    elif shape == "vote":
        unit, by, rows = "agreement", YEAR, _votes(lake, lines)
    elif shape == "state_year":
        unit, by, rows = "share", YEAR, _capabilities(lake, a, b, lines)
    else:
        unit, by, rows = _UNITS[source], YEAR, _levels(lake, source, lines)
    return _Raw(
        source,
        unit,
        by,
        _keys(unit, rows, (a, b)),
        rows,
        lambda window: held.covers(window, window),
        None if unit in ("agreement", "share") else 0.0,
        ", ".join(held.versions),
        held.coverage,
        dataset.cite,
    )


def _keys(unit: str, rows: _Rows, pair: tuple[str, str]) -> tuple[str, ...]:
    """Return the lines of a series, those of standing ties only where there are any."""
    if unit == "share":
        return pair
    if unit not in COUNTS:
        return (LEVEL,)
    used = {key for row in rows.values() for key in row}
    return tuple(key for key in (*COOPERATION, *CONFLICT) if key in used or not key.startswith("standing"))


def _record(ledger: "Ledger", a: str, b: str, wanted: Wanted, step: str) -> _Raw:
    classes = {code.value: _class_of(code) for code in Code}
    width = 7 if step == MONTH else 4
    rows: _Rows = {}
    vague = 0
    with ledger.guarded(f"reading the timeline of {a} {b}"):
        span = ledger_queries.span(ledger.connection)
        for one in history(heir(a)):
            for other in history(heir(b)):
                found = ledger_queries.pair_classes(ledger.connection, one.iso3, other.iso3, wanted, classes, width)
                vague += found.vague
                for window, key, origins in found.counts:
                    row = rows.setdefault(window, {})
                    row[key] = row.get(key, 0.0) + origins

    def covers(window: str) -> bool:
        return span is not None and span[0][: len(window)] <= window <= span[1][: len(window)]

    keys = _keys("origins", rows, (a, b))
    return _Raw(RECORD, "origins", step, keys, rows, covers, coverage=(span,) if span else (), vague=vague)


def _class_of(code: Code) -> str:
    quad = facts(code).quad_class
    if quad is not None:
        return QUADS[quad]
    return COOPERATION[2] if facts(code).sign > 0 else CONFLICT[2]


_Lines = tuple[list[str], list[str]]


def _events(lake: "Lake", key: str, lines: _Lines, step: str) -> _Rows:
    rows: _Rows = {}
    for month, _, quad, events in lake_queries.pair_months(lake, key, *lines, official=True):
        if quad in QUADS:
            row = rows.setdefault(month if step == MONTH else month[:4], {})
            row[QUADS[quad]] = row.get(QUADS[quad], 0.0) + events
    return rows


def _levels(lake: "Lake", key: str, lines: _Lines) -> _Rows:
    rows: _Rows = {}
    for row in lake_queries.pair_years(lake, key, *lines):
        value = row.value or 0.0
        if key == "mid" and value <= 1:  # no militarised action
            value = 0.0
        known = rows.setdefault(str(row.year), {LEVEL: 0.0})
        known[LEVEL] = max(known[LEVEL], value)
    return rows


def _votes(lake: "Lake", lines: _Lines) -> _Rows:
    cast: dict[int, tuple[list[float], list[float]]] = {}
    for year, one, other, calls in lake_queries.pair_votes(lake, *lines):
        votes = cast.setdefault(year, ([], []))
        votes[0].extend([one] * calls)
        votes[1].extend([other] * calls)
    alike = {year: scott_pi(one, other) for year, (one, other) in cast.items() if len(one) >= COMMON_VOTES}
    return {str(year): {LEVEL: value} for year, value in alike.items() if value is not None}


def _capabilities(lake: "Lake", a: str, b: str, lines: _Lines) -> _Rows:
    rows: _Rows = {}
    for year, state, cinc in lake_queries.state_shares(lake, [*lines[0], *lines[1]]):
        rows.setdefault(str(year), {})[a if state in lines[0] else b] = cinc
    return rows


# -- windows -----------------------------------------------------------------------------------------------------------


def _extent(raws: Sequence[_Raw], wanted: Wanted) -> tuple[str, str]:
    """Return the first and last year or month shown: as asked for, else what the sources cover.

    What lies before anything is told is left out, but for a tenth of the time shown, so that a beginning is seen.
    """
    told = sorted(when for raw in raws for when, row in raw.rows.items() if raw.unit != "share" and any(row.values()))
    days = sorted(day for raw in raws for stretch in raw.coverage for day in stretch)
    if not days and not (wanted.since and wanted.until):
        raise LakeError("nothing has a date: there is no time to lay it out over")
    last = wanted.until or days[-1]
    if wanted.since or not told:
        return (wanted.since or days[0])[:7], last[:7]
    before = max(1, (int(last[:4]) - int(told[0][:4])) // 10) if len(told[0]) == 4 else 0
    earlier = f"{int(told[0][:4]) - before:04d}" if before else told[0]
    return max(earlier, days[0][: len(earlier)]), last[:7]


def windows_between(first: str, last: str, step: str) -> tuple[str, ...]:
    """Return the years or months from one date to another, both as precise as known and inclusive."""
    years = [f"{year:04d}" for year in range(int(first[:4]), int(last[:4]) + 1)]
    if step == YEAR:
        return tuple(years)
    months = [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    start, end = (date if len(date) > 4 else f"{date}-{month}" for date, month in ((first, "01"), (last, "12")))
    return tuple(month for month in months if start[:7] <= month <= end[:7])


def _finished(raw: _Raw, a: str, b: str, first: str, last: str) -> Series:
    windows = windows_between(first, last, raw.step)
    columns = [_values(raw, window, a, b) for window in windows]
    lines = tuple(Line(key, tuple(column[place] for column in columns)) for place, key in enumerate(raw.keys))
    known = [window for window, column in zip(windows, columns, strict=True) if set(column) != {None}]
    partial = tuple(window for window in known if _in_part(raw, window))
    return Series(
        raw.source, raw.unit, raw.step, windows, lines, _changes(raw.unit, windows, lines, raw.step),
        raw.version, raw.coverage, raw.cite, raw.vague, partial,
    )  # fmt: skip


def _in_part(raw: _Raw, window: str) -> bool:
    """Return whether a source covers a window, but not all of its days; 28 stands for the end of any month."""
    first, last = (f"{window}{rest}"[:10] for rest in (("-01", "-28") if len(window) == 7 else ("-01-01", "-12-28")))
    whole = any(since <= first[: len(since)] and until >= last[: len(until)] for since, until in raw.coverage)
    return raw.covers(window) and not whole


def _values(raw: _Raw, window: str, a: str, b: str) -> list[float | None]:
    row: Mapping[str, float] = raw.rows.get(window, {})
    there = raw.covers(window) and (bool(row) or (was_there(a, int(window[:4])) and was_there(b, int(window[:4]))))
    return [row.get(key, raw.nought) if there else None for key in raw.keys]


# -- changes -----------------------------------------------------------------------------------------------------------


def _changes(unit: str, windows: Sequence[str], lines: Sequence[Line], step: str) -> tuple[Change, ...]:
    """Return where a series shifts. What drifts from year to year, as shares and organisations do, never does."""
    if unit in ("share", "organisations"):
        return ()
    if unit not in COUNTS:
        cut = shifts if unit == "rank" else partial(stretches, shortest=5 if unit == "agreement" else 3)
        return tuple(_cuts(LEVEL, windows, lines[0].values, cut))
    found = []
    for of, keys in (("cooperation", COOPERATION), ("conflict", CONFLICT)):
        found += _cuts(of, windows, _summed(lines, keys), partial(counted, shortest=6 if step == MONTH else 3))
    return tuple(sorted(found, key=lambda change: change.at))


def _summed(lines: Sequence[Line], keys: Collection[str]) -> tuple[float | None, ...]:
    parts = [line.values for line in lines if line.key in keys]
    return tuple(None if None in column else sum(filter(None, column)) for column in zip(*parts, strict=True))


def _cuts(
    of: str, windows: Sequence[str], values: Sequence[float | None], cut: Callable[[Sequence[float]], Sequence[Stretch]]
) -> list[Change]:
    found: list[Change] = []
    start = 0
    while start < len(values):
        end = start
        known: list[float] = []
        while end < len(values) and (value := values[end]) is not None:
            known.append(value)
            end += 1
        for before, after in pairwise(cut(known)):
            at, since, until = (windows[start + n] for n in (after.start, before.start, after.end - 1))
            found.append(Change(of, at, since, until, before.level, after.level))
        start = max(end, start + 1)
    return found
