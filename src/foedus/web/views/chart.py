"""Cooperation and conflict over time, counted by class of act, for a chart and the table behind it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from foedus.codes import Code, facts
from foedus.system.series import CONFLICT, COOPERATION, Series

CLASSES = (*COOPERATION, *CONFLICT)
MONTHS_UP_TO = 48
MOST = 120  # periods; what lies before is only counted


def class_of(code: Code) -> str | None:
    """Return the class of a code, one of CLASSES; None of a tie that neither joins nor parts."""
    found = facts(code)
    if found.quad_class is not None:
        return found.quad_class.name.lower()
    return None if not found.sign else "standing_together" if found.sign > 0 else "standing_apart"


def chart(rows: Iterable[tuple[str, Code, int]]) -> dict[str, Any] | None:
    """Count records by period: months where all lie within four years and the month of one is known, else years.

    Args:
        rows: (YYYY-MM or YYYY, code, records); "" where no date is known.

    Returns:
        None where nothing has a date.
    """
    counts: dict[str, Counter[str]] = {}
    undated = 0
    for when, code, records in rows:
        sort = class_of(code)
        if sort is None:
            continue
        if not when[:4].isdigit():
            undated += records
            continue
        counts.setdefault(when[:7], Counter())[sort] += records
    if not counts:
        return None
    first, last = int(min(counts)[:4]), int(max(counts)[:4])
    by_month = (last - first + 1) * 12 <= MONTHS_UP_TO and any(len(when) > len("YYYY") for when in counts)
    periods = _months(min(counts), max(counts)) if by_month else [str(year) for year in range(first, last + 1)]
    held: dict[str, Counter[str]] = {}
    year_only = 0
    for when, found in counts.items():
        period = when if by_month else when[:4]
        if by_month and len(when) == 4:
            year_only += found.total()
        held.setdefault(period, Counter()).update(found)
    shown = periods[-MOST:]
    bins: list[dict[str, Any]] = [
        {"period": period, "covered": True, **{sort: held.get(period, Counter())[sort] for sort in CLASSES}}
        for period in shown
    ]
    return {
        "step": "month" if by_month else "year",
        "unit": "relations",
        "bins": bins,
        "totals": {sort: sum(one[sort] for one in bins) for sort in CLASSES},
        "undated": undated,
        "year_only": year_only,
        "earlier": sum(found.total() for when, found in counts.items() if when[:4] < shown[0][:4]),
    }


def chart_of(series: Series) -> dict[str, Any] | None:
    """Return the chart of a series that counts by class of act; None where nothing is told."""
    if series.empty:
        return None
    values = {line.key: line.values for line in series.lines}
    bins: list[dict[str, Any]] = [
        {
            "period": window,
            "covered": covered,
            **{sort: int(values[sort][place] or 0) if sort in values else 0 for sort in CLASSES},
        }
        for place, (window, covered) in enumerate(zip(series.windows, series.covered, strict=True))
    ]
    told = [place for place, one in enumerate(bins) if any(one[sort] for sort in CLASSES)]
    if not told:
        return None
    end = told[-1] + 1
    start = max(told[0], end - MOST)
    before = sum(one[sort] for one in bins[:start] for sort in CLASSES)
    bins = bins[start:end]
    return {
        "step": series.step,
        "unit": series.unit,
        "bins": bins,
        "totals": {sort: sum(one[sort] for one in bins) for sort in CLASSES},
        "undated": 0,
        "year_only": series.vague,
        "earlier": before,
    }


def _months(first: str, last: str) -> list[str]:
    start = first if len(first) == 7 else f"{first}-01"
    end = last if len(last) == 7 else f"{last}-12"
    every = [f"{year}-{month:02d}" for year in range(int(start[:4]), int(end[:4]) + 1) for month in range(1, 13)]
    return [month for month in every if start <= month <= end]
