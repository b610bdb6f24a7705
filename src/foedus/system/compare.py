"""A pair of states in the record, beside what each dataset says of it, each with its coverage.

Three answers: something, nothing, not covered. Nothing is said only where the dataset covers the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from foedus.errors import UsageError
from foedus.lake import queries as lake_queries
from foedus.lake.datasets import datasets
from foedus.lake.numbers import at_year, heir, history
from foedus.lake.store import Holding
from foedus.ledger import system as ledger_queries
from foedus.ledger.system import TieCount, Wanted
from foedus.system.similarity import COMMON_VOTES, Similarity, alliance_similarity, similarity

if TYPE_CHECKING:
    from foedus.lake import Lake
    from foedus.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Spell:
    """Years in a row of which a dataset says the same of a pair.

    Attributes:
        first, last: years, inclusive.
        kinds: of pact; or "dispute", "conflict".
        code: one of foedus's codes, None for none.
        value: highest of the spell, see docs/lake.md.
        states: the two as they were then.
    """

    first: int
    last: int
    kinds: str
    code: str | None
    value: float | None
    states: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What one dataset says of a pair.

    Attributes:
        key: of the dataset.
        held: whether the lake holds it.
        version, coverage: of what is held.
        covered: whether the window lies in the coverage, in part at least.
        until: last day covered.
        spells: for datasets by year, oldest first.
        together, apart: events in the window, for datasets of events.
        likeness: of alliances or votes, with the year it is of.
        power: CINC of the two, with the year.
    """

    key: str
    held: bool
    version: str = ""
    coverage: tuple[tuple[str, str], ...] = ()
    covered: bool = False
    spells: tuple[Spell, ...] = ()
    together: int = 0
    apart: int = 0
    likeness: Similarity | None = None
    power: tuple[float | None, float | None] | None = None
    year: int | None = None

    @property
    def until(self) -> str:
        """Return the last day covered, "" where nothing is."""
        return self.coverage[-1][1] if self.coverage else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The record of a pair beside the datasets.

    Attributes:
        states: as they were asked for.
        since, until: the window; "" where it is open.
        record: what the ledger tells, most records first; None where there is no ledger.
        span: of the ledger's dates.
    """

    states: tuple[str, str]
    since: str
    until: str
    record: tuple[TieCount, ...] | None
    span: tuple[str, str] | None
    found: tuple[Found, ...]


def compare(a: str, b: str, ledger: "Ledger | None", lake: "Lake | None", wanted: Wanted) -> Comparison:
    """Put a pair's record beside the datasets.

    Args:
        a, b: ISO3; the states each continues are looked up too.
        ledger, lake: None where there is none.
        wanted: which records; its window holds for the datasets too.

    Raises:
        UsageError: the two are one history.
    """
    if heir(a) == heir(b):
        raise UsageError(f"{a} and {b} are one history: expected two different states")
    record, span = None, None
    if ledger is not None:
        with ledger.guarded(f"comparing {a} {b}"):
            record = ledger_queries.tie_counts(ledger.connection, a, b, wanted)
            span = ledger_queries.span(ledger.connection)
    since, until = wanted.since or "", wanted.until or ""
    found = tuple(_found(key, a, b, lake, since, until) for key in datasets())
    return Comparison((a, b), since, until, record, span, found)


def _found(key: str, a: str, b: str, lake: "Lake | None", since: str, until: str) -> Found:
    held = lake.holding(key) if lake else None
    if lake is None or held is None:
        return Found(key, held=False)
    covered = held.covers(since or held.coverage[0][0], until or held.coverage[-1][1])
    base = (key, True, ", ".join(held.versions), held.coverage, covered)
    if not covered:
        return Found(*base)
    first = int((since or held.coverage[0][0])[:4])
    last = min(int((until or "9999")[:4]), int(held.coverage[-1][1][:4]))
    lines = ([s.iso3 for s in history(heir(a))], [s.iso3 for s in history(heir(b))])
    shape = held.shape
    if shape == "state_year":
        return _power(base, lake, a, b, last)
    if shape == "vote":
        return _voted(base, lake, a, b, last)
    if shape == "event":
        return _events(base, lake, lines, f"{first:04d}-01", until[:7] or "9999-12")
    spells = tuple(_spells(lake, key, lines, first, last))
    likeness = _alliances(lake, key, held, a, b, last) if "alliance" in key or key == "atop" else None
    return Found(*base, spells=spells, likeness=likeness, year=last if likeness else None)


_Base = tuple[str, bool, str, tuple[tuple[str, str], ...], bool]


def _spells(lake: "Lake", key: str, lines: tuple[list[str], list[str]], first: int, last: int) -> Sequence[Spell]:
    by_year: dict[int, tuple[set[str], str | None, float | None, tuple[str, str]]] = {}
    for row in lake_queries.pair_years(lake, key, *lines):
        if not first <= row.year <= last:
            continue
        pair = (row.source_state, row.target_state)
        ordered = pair if pair[0] in lines[0] else (pair[1], pair[0])
        kinds, code, value, _ = by_year.get(row.year, (set(), None, None, ordered))
        better = row.value is not None and (value is None or row.value > value)
        by_year[row.year] = (
            kinds | set(row.kinds.split()),
            row.code if better or code is None else code,
            row.value if better else value,
            ordered,
        )
    found: list[Spell] = []
    # Years whose number grows as fast as their place stand in a row.
    ordered_years = sorted(by_year)
    keys = [(" ".join(sorted(by_year[y][0])), by_year[y][1], by_year[y][3], y - n) for n, y in enumerate(ordered_years)]
    for (kinds, code, states, _), group in groupby(zip(keys, ordered_years, strict=True), key=lambda pair: pair[0]):
        years = [year for _, year in group]
        values = [value for year in years if (value := by_year[year][2]) is not None]
        if code or kinds in ("organisations", "conflict"):
            found.append(Spell(years[0], years[-1], kinds, code, max(values, default=None), states))
    return found


def _alliances(lake: "Lake", key: str, held: Holding, a: str, b: str, year: int) -> Similarity:
    ranks = [(one, other, value) for one, other, _, value in lake_queries.dyad_years(lake, key, year, year)]
    if lake.holding("nmc"):
        members = list(lake_queries.capabilities(lake, year, year).get(year, {}))
    else:
        members = sorted({state for one, other, _ in ranks for state in (one, other)})
    return alliance_similarity(ranks, members, at_year(heir(a), year), at_year(heir(b), year))


def _voted(base: _Base, lake: "Lake", a: str, b: str, last: int) -> Found:
    """Compare votes in the last year in which the two cast enough of them together; a session may end in January."""
    for year in (last, last - 1):
        names, calls = lake_queries.votes(lake, year, year)
        one, other = (at_year(heir(state), year) for state in (a, b))
        if one not in names or other not in names:
            continue
        places = names.index(one), names.index(other)
        cast = [(call[places[0]], call[places[1]]) for call in calls]
        both = [(float(x), float(y)) for x, y in cast if x is not None and y is not None]
        if len(both) >= COMMON_VOTES:
            found = similarity([x for x, _ in both], [y for _, y in both], widest=2)
            return Found(*base, likeness=found, year=year)
    return Found(*base, year=last)


def _power(base: _Base, lake: "Lake", a: str, b: str, last: int) -> Found:
    cinc = lake_queries.capabilities(lake, last, last).get(last, {})
    one, other = (cinc.get(at_year(heir(state), last)) for state in (a, b))
    return Found(*base, power=(one, other), year=last)


def _events(base: _Base, lake: "Lake", lines: tuple[list[str], list[str]], first: str, last: str) -> Found:
    from foedus.codes import Code, facts

    together = apart = 0
    for month, code, _, events in lake_queries.pair_months(lake, base[0], *lines, official=True):
        if code and first <= month <= last:
            sign = facts(Code(code)).sign
            together += events if sign > 0 else 0
            apart += events if sign < 0 else 0
    return Found(*base, together=together, apart=apart)
