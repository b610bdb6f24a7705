"""All records of a ledger as columns of small numbers, to count pairs of states by: read once, asked in milliseconds.

`system.pair_counts` asks the ledger itself; with a million records that takes as long as reading these columns, which
then answer for every year and every filter. Whoever keeps them asks for them anew when the ledger has changed.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.codes import Code, facts
from foedus.ledger.parts import Word
from foedus.ledger.queries import snapshot
from foedus.ledger.system import PairCount, Wanted, span
from foedus.model import Mood

Numbers = NDArray[np.int32]
_PAIRS = "SELECT state_a, state_b, count(*) FROM dossier GROUP BY 1, 2 ORDER BY 1, 2"
_ROWS = """
SELECT facet_key, CAST(substr(filed_under, 1, 4) AS INTEGER), coalesce(origin, -1), carrier_key, spoken_for
FROM dossier ORDER BY state_a, state_b, rank, filed_under, digits"""
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class PairColumns:
    """The records of a ledger that bring two states together or set them apart.

    Attributes:
        pairs: the pairs of states, sorted; `pair` counts from 0 on.
        pair, sign, year, mood, is_third, origin, carrier, spoken: one place a record, by year; year 0 and origin -1
            are not known, mood is the place in Mood, spoken that in `spoken_for`.
        spoken_for: ISO3 of the states that are spoken for, blank between.
        carriers: the outlets of each carrier key, who prints first.
        span: the first and last date anything is filed under; None where nothing has one.
    """

    pairs: tuple[tuple[str, str], ...]
    pair: Numbers
    sign: Numbers
    year: Numbers
    mood: Numbers
    is_third: NDArray[np.bool_]
    origin: Numbers
    carrier: Numbers
    spoken: Numbers
    spoken_for: tuple[str, ...]
    carriers: dict[int, tuple[str, ...]]
    span: tuple[str, str] | None

    def counts(self, wanted: Wanted) -> tuple[PairCount, ...]:
        """Return what `system.pair_counts` returns.

        Args:
            wanted: its window in whole years.
        """
        window = self._window(wanted)
        kept = self._kept(wanted, window)
        pair, is_apart, origin = self.pair[window][kept], self.sign[window][kept] < 0, self.origin[window][kept]
        size = len(self.pairs)
        records = np.bincount(pair, minlength=size)
        sums = [_origins(pair[side], origin[side], size) for side in (~is_apart, is_apart)]
        return tuple(
            PairCount(*self.pairs[n], int(sums[0][n]), int(sums[1][n]), int(records[n]))
            for n in np.flatnonzero(records)
        )

    def years(self) -> list[int]:
        """Return the years under which anything is filed, in order."""
        return [int(year) for year in np.unique(self.year) if year]

    def _window(self, wanted: Wanted) -> slice:
        """Return where the records of a window lie: all are in order of their years, those without one first."""
        first = int(wanted.since[:4]) if wanted.since else 1 if wanted.until else 0
        last = int(wanted.until[:4]) if wanted.until else 9999
        start, end = np.searchsorted(self.year, [first, last + 1])
        return slice(int(start), int(end))

    def _kept(self, wanted: Wanted, window: slice) -> NDArray[np.bool_]:
        moods = list(Mood)
        kept = _among(self.mood[window], [moods.index(mood) for mood in wanted.moods])
        if wanted.third_party:
            kept &= self.is_third[window]
        if wanted.on_word_of:
            spoken = [n for n, states in enumerate(self.spoken_for) if wanted.on_word_of in states.split()]
            kept &= _among(self.spoken[window], spoken)
        if wanted.without:
            kept &= ~_among(self.carrier[window], self._carried_by(wanted.without))
        return kept

    def _carried_by(self, by: Callable[[str], bool]) -> list[int]:
        return [key for key, names in self.carriers.items() if any(map(by, names))]


def _among(numbers: Numbers, wanted: list[int]) -> NDArray[np.bool_]:
    """Return which numbers are wanted: looked up, which is quicker than to search."""
    table = np.zeros(int(max(numbers.max(initial=0), max(wanted, default=0))) + 1, dtype=np.bool_)
    table[wanted] = True
    found: NDArray[np.bool_] = table[numbers]
    return found


def _origins(pair: Numbers, origin: Numbers, size: int) -> Numbers:
    """Return how many origins each pair has: those not known count as one where none is known."""
    known = origin >= 0
    both = np.unique(pair[known].astype(np.int64) << 32 | origin[known])
    counted = np.bincount((both >> 32).astype(np.int64), minlength=size)
    some = np.bincount(pair, minlength=size) > 0
    return np.where((counted == 0) & some, 1, counted).astype(np.int32)


def pair_columns(connection: sqlite3.Connection) -> PairColumns:
    """Read the columns."""
    with snapshot(connection):
        pairs = connection.execute(_PAIRS).fetchall()
        facets = {key: tuple(row) for key, *row in connection.execute("SELECT key, code, mood, word FROM facet")}
        carriers = connection.execute("SELECT key, names FROM carrier").fetchall()
        dates = span(connection)
        rows = connection.execute(_ROWS)
        spoken_for: dict[str, int] = {}
        parts = []
        while some := rows.fetchmany(_AT_ONCE):
            numbers = [(*row[:4], spoken_for.setdefault(row[4], len(spoken_for))) for row in some]
            parts.append(np.array(numbers, dtype=np.int32))
    table = np.concatenate(parts) if parts else np.zeros((0, 5), dtype=np.int32)
    of_pair = np.repeat(np.arange(len(pairs), dtype=np.int32), [count for *_, count in pairs])
    facet, year, origin, carrier, spoken = table.T
    moods = list(Mood)
    signs = _by_key(facets, lambda code, mood, word: facts(Code(code)).sign)[facet]
    signed = np.flatnonzero(signs)
    signed = signed[np.argsort(year[signed], kind="stable")]
    return PairColumns(
        pairs=tuple((a, b) for a, b, _ in pairs),
        pair=of_pair[signed],
        sign=signs[signed],
        year=year[signed],
        mood=_by_key(facets, lambda code, mood, word: moods.index(Mood(mood)))[facet][signed],
        is_third=_by_key(facets, lambda code, mood, word: word == Word.THIRD_PARTY)[facet][signed] > 0,
        origin=origin[signed],
        carrier=carrier[signed],
        spoken=spoken[signed],
        spoken_for=tuple(spoken_for),
        carriers={key: tuple(filter(None, json.loads(names))) for key, names in carriers},
        span=dates,
    )


def _by_key(facets: dict[int, tuple[str, ...]], value: Callable[[str, str, str], int]) -> Numbers:
    """Return a value for each facet, at the place of its key."""
    found = np.zeros(max(facets, default=0) + 1, dtype=np.int32)
    for key, facet in facets.items():
        found[key] = value(*facet)
    return found
