"""What a ledger tells of all pairs of states at once, counted by independent origins."""

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from foedus.codes import Code, facts
from foedus.model import Mood


@dataclass(frozen=True, slots=True)
class PairCount:
    """What is told of two states.

    Attributes:
        state_a, state_b: ISO3, sorted.
        together, apart: independent origins that tell of something that brings the two together or sets them apart;
            records whose origin is not known count as one between them.
        records: how many records that is, of either sort.
    """

    state_a: str
    state_b: str
    together: int
    apart: int
    records: int


@dataclass(frozen=True, slots=True)
class TieCount:
    """A code told of two states: how many records, independent origins, and which of the two spoke for it."""

    code: Code
    mood: Mood
    records: int
    origins: int
    spoken_for: tuple[str, ...]


_WINDOW = """
    AND (:since IS NULL OR (d.filed_under <> '~' AND d.filed_under >= substr(:since, 1, length(d.filed_under))))
    AND (:until IS NULL OR (d.filed_under <> '~' AND substr(d.filed_under, 1, length(:until)) <= :until))
    AND f.mood IN (SELECT value FROM json_each(:moods))
    AND (:on_word_of IS NULL OR ' ' || d.spoken_for || ' ' LIKE '% ' || :on_word_of || ' %')
    AND (NOT :third_party OR f.word = 'third party')
    AND d.carrier_key NOT IN (SELECT value FROM json_each(:carriers))
"""
# An origin that is not known is no origin more: `min(1, ...)` lets all such records count as one.
_ORIGINS = """count(DISTINCT CASE WHEN {which} THEN d.origin END)
    + CASE WHEN count(DISTINCT CASE WHEN {which} THEN d.origin END) = 0 THEN min(1, total({which})) ELSE 0 END"""
# What a facet says of a pair is looked up once for each of the few hundred there are, not for each record.
_PAIRS = f"""
WITH f AS MATERIALIZED (
    SELECT key, word, mood, (SELECT CAST(value AS INTEGER) FROM json_each(:signs) s WHERE s.key = facet.code) AS sign
    FROM facet WHERE code IN (SELECT key FROM json_each(:signs))
)
SELECT d.state_a, d.state_b,
    CAST({_ORIGINS.format(which="f.sign > 0")} AS INTEGER), CAST({_ORIGINS.format(which="f.sign < 0")} AS INTEGER),
    count(*)
FROM dossier d JOIN f ON f.key = d.facet_key
WHERE 1 {_WINDOW}
GROUP BY d.state_a, d.state_b ORDER BY d.state_a, d.state_b
"""
_MONTHLY = """
WITH s AS MATERIALIZED (SELECT key AS code, CAST(value AS INTEGER) AS sign FROM json_each(:signs))
SELECT state_a, state_b, sum(max(0, sign) * count), sum(max(0, -sign) * count), sum(count)
FROM dyad_month JOIN s USING (code)
WHERE mood IN (SELECT value FROM json_each(:moods))
    AND (:since IS NULL OR (month <> '' AND month >= substr(:since, 1, length(month))))
    AND (:until IS NULL OR (month <> '' AND substr(month, 1, length(:until)) <= :until))
GROUP BY 1, 2 ORDER BY 1, 2
"""
_TIES = f"""
SELECT f.code, f.mood, count(*), count(DISTINCT d.origin), group_concat(DISTINCT d.spoken_for)
FROM dossier d JOIN facet f ON f.key = d.facet_key
WHERE d.state_a = :a AND d.state_b = :b {_WINDOW}
GROUP BY f.code, f.mood ORDER BY 3 DESC, 1, 2
"""
_CLASSES = f"""
WITH f AS MATERIALIZED (
    SELECT facet.key, facet.word, facet.mood, c.value AS class
    FROM facet JOIN json_each(:classes) c ON c.key = facet.code
    WHERE facet.mood IN (SELECT value FROM json_each(:moods)) AND (NOT :third_party OR facet.word = 'third party')
)
SELECT substr(d.filed_under, 1, :width), f.class, CAST({_ORIGINS.format(which="1")} AS INTEGER), count(*)
FROM dossier d JOIN f ON f.key = d.facet_key
WHERE d.state_a = :a AND d.state_b = :b AND d.filed_under <> '~' {_WINDOW}
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are wanted; the fields are those of `dossiers.Filters`."""

    since: str | None = None
    until: str | None = None
    moods: tuple[Mood, ...] = (Mood.ASSERTED,)
    on_word_of: str | None = None
    third_party: bool = False
    without: Callable[[str], bool] | None = None


def pair_counts(connection: sqlite3.Connection, wanted: Wanted) -> tuple[PairCount, ...]:
    """Return every pair of which something that has a sign is told, sorted, counted by independent origins."""
    bound = _bound(connection, wanted) | {"signs": _signs()}
    return tuple(PairCount(*row) for row in connection.execute(_PAIRS, bound))


def pair_records(connection: sqlite3.Connection, wanted: Wanted) -> tuple[PairCount, ...]:
    """Return the same counted by records, reprints and all, from the monthly summary: a first look at a large ledger.

    Windows are of whole months, and of the filters of `wanted` only moods hold.
    """
    bound = {name: _bound(connection, wanted)[name] for name in ("since", "until", "moods")} | {"signs": _signs()}
    bound["until"] = wanted.until and wanted.until[:7]
    return tuple(PairCount(*row) for row in connection.execute(_MONTHLY, bound))


def _signs() -> str:
    """Return the codes that have a sign, with it, as JSON."""
    return json.dumps({code.value: facts(code).sign for code in Code if facts(code).sign})


def tie_counts(connection: sqlite3.Connection, a: str, b: str, wanted: Wanted) -> tuple[TieCount, ...]:
    """Return what is told of a pair by code and mood, most records first."""
    first, second = sorted((a, b))
    bound = _bound(connection, wanted) | {"a": first, "b": second}
    return tuple(
        TieCount(Code(code), Mood(mood), records, origins, _parties(spoken, (a, b)))
        for code, mood, records, origins, spoken in connection.execute(_TIES, bound)
    )


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """What is told of a pair over time.

    Attributes:
        counts: (month or year, class, independent origins), in order of time.
        vague: records whose date is less precise than asked for; they are not counted.
    """

    counts: tuple[tuple[str, str, int], ...]
    vague: int


def pair_classes(
    connection: sqlite3.Connection, a: str, b: str, wanted: Wanted, classes: Mapping[str, str], width: int
) -> ClassCounts:
    """Return what is told of a pair by month or year and class of act; what has no date is left out.

    Args:
        a, b: ISO3, in any order.
        wanted: which records.
        classes: the class of each code.
        width: of the dates counted by, 4 for years and 7 for months.
    """
    first, second = sorted((a, b))
    bound = _bound(connection, wanted) | {"a": first, "b": second, "classes": json.dumps(dict(classes)), "width": width}
    rows = connection.execute(_CLASSES, bound).fetchall()
    counts = tuple((window, key, origins) for window, key, origins, _ in rows if len(window) == width)
    return ClassCounts(counts, sum(records for window, _, _, records in rows if len(window) < width))


def span(connection: sqlite3.Connection, *, by_month: bool = False) -> tuple[str, str] | None:
    """Return the first and last date under which anything is filed, or month, which is quicker; None if none is."""
    dates = """SELECT (SELECT min(filed_under) FROM relation WHERE filed_under IS NOT NULL),
        (SELECT max(filed_under) FROM relation WHERE filed_under IS NOT NULL)"""
    months = "SELECT min(month), max(month) FROM dyad_month WHERE month <> ''"
    first, last = connection.execute(months if by_month else dates).fetchone()
    return (first, last) if first else None


def _parties(spoken: str | None, pair: Collection[str]) -> tuple[str, ...]:
    named = set((spoken or "").replace(",", " ").split())
    return tuple(sorted(named & set(pair)))


def _bound(connection: sqlite3.Connection, wanted: Wanted) -> dict[str, object]:
    carriers: list[int] = []
    if wanted.without is not None:
        rows = connection.execute("SELECT key, names FROM carrier")
        carriers = [key for key, names in rows if any(name and wanted.without(name) for name in json.loads(names))]
    return {
        "since": wanted.since,
        "until": wanted.until,
        "moods": json.dumps([mood.value for mood in wanted.moods]),
        "on_word_of": wanted.on_word_of,
        "third_party": wanted.third_party,
        "carriers": json.dumps(carriers),
    }
