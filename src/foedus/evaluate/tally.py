"""Counts of each document, and the figures they add up to, with confidence intervals."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

RESAMPLES = 1000
SEED = 20250701


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure.

    Attributes:
        precision, recall: 0..1; None for a share.
        value: F1, or the share right; 1.0 where there was nothing to find and nothing was found.
        right, predicted, gold: how many; of a share `gold` is what it is a share of.
        low, high: bounds of the value, in 95 of 100 resamples of the documents; None if not asked for.
    """

    precision: float | None
    recall: float | None
    value: float
    right: int
    predicted: int
    gold: int
    low: float | None = None
    high: float | None = None


class Tally:
    """Counts by measure and document."""

    def __init__(self) -> None:
        self._sets: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        self._shares: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)

    def add(
        self, measure: str, document: int, right: int, predicted: int, gold: int, recalled: int | None = None
    ) -> None:
        """Count what was predicted and right, and what gold there was.

        Args:
            measure: its name.
            document: number of the document.
            right: predictions that are right.
            predicted, gold: all of them.
            recalled: gold that was found, where that is not the same number.
        """
        row = self._sets[measure].setdefault(document, [0, 0, 0, 0])
        for place, number in enumerate((right, predicted, right if recalled is None else recalled, gold)):
            row[place] += number

    def share(self, measure: str, document: int, right: bool) -> None:
        """Count one of which it is asked whether it is right."""
        row = self._shares[measure].setdefault(document, [0, 0])
        row[0] += right
        row[1] += 1

    def figures(self, documents: int, *, intervals: bool = False) -> dict[str, Figure]:
        """Return all figures, in the order in which their measures were first counted; those of shares come last."""
        found = {m: _of_set(rows, documents if intervals else 0) for m, rows in self._sets.items()}
        return found | {m: _of_share(rows, documents if intervals else 0) for m, rows in self._shares.items()}


def f1(right: float, predicted: float, recalled: float, gold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1; all 1.0 where there is neither gold nor prediction."""
    if not predicted and not gold:
        return 1.0, 1.0, 1.0
    precision = right / predicted if predicted else 0.0
    recall = recalled / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _of_set(rows: Mapping[int, list[int]], documents: int) -> Figure:
    right, predicted, recalled, gold = (sum(row[place] for row in rows.values()) for place in range(4))
    precision, recall, value = f1(right, predicted, recalled, gold)
    low, high = _interval(rows, documents) if documents else (None, None)
    return Figure(precision, recall, value, recalled, predicted, gold, low, high)


def _of_share(rows: Mapping[int, list[int]], documents: int) -> Figure:
    right, of = (sum(row[place] for row in rows.values()) for place in range(2))
    low, high = _interval(rows, documents) if documents else (None, None)
    return Figure(None, None, right / of, right, of, of, low, high)


def _interval(rows: Mapping[int, list[int]], documents: int) -> tuple[float, float]:
    """Bounds of the middle 95 % of the value over resamples of the documents, drawn with replacement.

    Source: Efron and Tibshirani 1993, An introduction to the bootstrap, ch. 13 (percentile interval). The seed is
    fixed, so that the same counts give the same bounds.
    """
    import numpy as np

    width = len(next(iter(rows.values())))
    counts = np.zeros((documents, width), dtype=np.int64)
    for document, row in rows.items():
        counts[document] = row
    drawn = np.random.default_rng(SEED).integers(0, documents, size=(RESAMPLES, documents))
    sums = counts[drawn].sum(axis=1)
    if width == 4:
        values = [f1(*map(float, row))[2] for row in sums]
    else:
        values = [float(right) / float(of) if of else 1.0 for right, of in sums]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
