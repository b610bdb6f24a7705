"""A pair of states over time, and its record beside the datasets."""

from dataclasses import asdict
from typing import Any

from foedus.errors import LakeError, UsageError
from foedus.intake.outlet import is_state_media
from foedus.ledger.system import Wanted
from foedus.model import Mood
from foedus.system.compare import Comparison
from foedus.system.compare import compare as put_beside
from foedus.system.graph import RECORD
from foedus.system.series import LEVEL, MONTH, YEAR, Series, sources_of_pairs, timeline
from foedus.web.room import Room
from foedus.web.views.chart import CLASSES, MONTHS_UP_TO, chart_of
from foedus.web.views.pair import PairQuery

SCHEMA = "foedus/comparison/1"


def wanted_of(query: PairQuery, moods: tuple[Mood, ...]) -> Wanted:
    """Return which records of a pair are wanted; `moods` where the query names none."""
    return Wanted(
        since=query.since,
        until=query.until,
        moods=tuple(map(Mood, query.moods)) if query.moods else moods,
        on_word_of=query.on_word_of,
        third_party=query.third_party,
        without=is_state_media if query.without_state_media else None,
    )


def pair_chart(room: Room, query: PairQuery) -> dict[str, Any] | None:
    """Return what is asserted of a pair by month, where it all lies within four years, or by year; None if nothing is.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    key = ("chart", query.a, query.b, wanted_of(query, (Mood.ASSERTED,)))
    return room.kept.get(key, lambda: _chart(room, query))


def _chart(room: Room, query: PairQuery) -> dict[str, Any] | None:
    wanted = wanted_of(query, (Mood.ASSERTED,))

    def by(step: str) -> dict[str, Any] | None:
        try:
            (series,) = timeline(query.a, query.b, [RECORD], room.ledger, None, wanted, step)
        except (LakeError, UsageError):  # nothing has a date, or both are one history
            return None
        return chart_of(series)

    found = by(YEAR)
    if found is None or len(found["bins"]) * 12 > MONTHS_UP_TO:
        return found
    return by(MONTH) or found


def comparison(room: Room, query: PairQuery) -> Comparison:
    """Put the record of a pair beside the datasets.

    Raises:
        UsageError: the two are one history.
    """
    wanted = wanted_of(query, tuple(Mood))
    key = ("compare", query.a, query.b, wanted)
    return room.kept.get(key, lambda: put_beside(query.a, query.b, room.ledger, room.lake, wanted))


def strips(room: Room, query: PairQuery) -> dict[str, dict[str, Any]]:
    """Return for each dataset held what it has of a pair year by year, as heights of 0 to 1; None: not covered."""
    wanted = wanted_of(query, (Mood.ASSERTED,))
    key = ("strips", query.a, query.b, query.since, query.until)
    sources = tuple(source for source in sources_of_pairs(room.lake) if source != "nmc")
    if not sources:
        return {}
    found = room.kept.get(key, lambda: timeline(query.a, query.b, sources, None, room.lake, wanted, YEAR))
    return {series.source: _strip(series) for series in found if series.windows}


def _strip(series: Series) -> dict[str, Any]:
    lines = {line.key: line.values for line in series.lines}
    if LEVEL in lines:
        values = list(lines[LEVEL])
    else:
        rows = zip(*(lines[sort] for sort in CLASSES if sort in lines), strict=True)
        values = [
            sum(value or 0 for value in row) if is_covered else None
            for row, is_covered in zip(rows, series.covered, strict=True)
        ]
    most = max((abs(value) for value in values if value is not None), default=0) or 1
    return {
        "first": series.windows[0],
        "last": series.windows[-1],
        "heights": [None if value is None else round(value / most, 3) for value in values],
        "is_conflict": series.source in ("mid", "ucdp"),
    }


def compared(room: Room, query: PairQuery) -> dict[str, Any]:
    """Return the record of a pair beside the datasets, as data."""
    return {"schema": SCHEMA, **asdict(comparison(room, query))}
