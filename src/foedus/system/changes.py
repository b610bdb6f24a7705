"""Change points: where the level of a series shifts.

The series is cut so that the sum of squared distances from the mean of each stretch, and a penalty for each cut, is
least; the least is found exactly, by dynamic programming. The penalty is 2 s^2 ln n (Schwarz), s the spread of the
noise told from the differences of neighbours, which a shift hardly touches: s = median |x(t+1) - x(t)| / 0.954, or,
where most neighbours are alike, the root of half their mean square.

Sources: Jackson et al. 2005, An Algorithm for Optimal Partitioning of Data on an Interval, IEEE Signal Processing
Letters 12(2), 105-108; Yao 1988 for the penalty; von Neumann 1941 for the mean square of differences.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_MEDIAN_OF_DIFFERENCES = 0.954  # of two independent normal values with spread 1: sqrt(2) * 0.6745


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a series with one level.

    Attributes:
        start, end: places in the series, end exclusive.
        level: mean.
    """

    start: int
    end: int
    level: float


def stretches(values: Sequence[float], *, shortest: int = 2, penalty: float | None = None) -> tuple[Stretch, ...]:
    """Cut a series where its level shifts.

    Args:
        values: in order of time, none missing.
        shortest: values in a stretch at least.
        penalty: of a cut; the one above if None.

    Returns:
        in order; one stretch where nothing shifts, none for an empty series.

    Example:
        >>> [stretch.start for stretch in stretches([0.0, 0.1, 0.0, 5.0, 5.1, 5.0])]
        [0, 3]
    """
    n = len(values)
    if n == 0:
        return ()
    cost_of_cut = _penalty(values) if penalty is None else penalty
    sums, squares = [0.0], [0.0]
    for value in values:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def cost(start: int, end: int) -> float:
        total = sums[end] - sums[start]
        return max(0.0, squares[end] - squares[start] - total * total / (end - start))

    best = [-cost_of_cut] + [math.inf] * n
    before = [0] * (n + 1)
    for end in range(min(shortest, n), n + 1):
        for start in [0, *range(shortest, end - shortest + 1)]:
            found = best[start] + cost(start, end) + cost_of_cut
            if found < best[end] - 1e-12:
                best[end], before[end] = found, start
    cuts = [n]
    while cuts[-1]:
        cuts.append(before[cuts[-1]])
    cuts.reverse()
    return tuple(Stretch(start, end, (sums[end] - sums[start]) / (end - start)) for start, end in pairwise(cuts))


def counted(values: Sequence[float], *, shortest: int = 2) -> tuple[Stretch, ...]:
    """Cut a series of counts where its level shifts.

    A count spreads as far as it is high, so the cuts are found on 2 sqrt(x + 3/8), whose spread is 1 (Anscombe 1948);
    where neighbours differ more than chance would have it, more is asked of a shift. Levels are means of the counts.

    Example:
        >>> [(part.start, part.level) for part in counted([0, 1, 0, 0, 9, 12, 10, 11])]
        [(0, 0.25), (4, 10.5)]
    """
    steady = [2 * math.sqrt(value + 0.375) for value in values]
    least = 2 * math.log(len(values)) if values else 0.0
    found = stretches(steady, shortest=shortest, penalty=max(least, _penalty(steady)))
    return tuple(
        Stretch(part.start, part.end, sum(values[part.start : part.end]) / (part.end - part.start)) for part in found
    )


def shifts(values: Sequence[float]) -> tuple[Stretch, ...]:
    """Cut a series at every change, for what is known without noise, such as which pact is in force.

    Example:
        >>> [part.start for part in shifts([0.0, 3.0, 3.0, 0.0])]
        [0, 1, 3]
    """
    starts = [place for place, value in enumerate(values) if place == 0 or value != values[place - 1]]
    return tuple(Stretch(start, end, values[start]) for start, end in pairwise([*starts, len(values)]))


def _penalty(values: Sequence[float]) -> float:
    steps = sorted(abs(b - a) for a, b in pairwise(values))
    if not steps:
        return math.inf
    middle = steps[len(steps) // 2] / _MEDIAN_OF_DIFFERENCES
    squares = middle**2 or sum(step * step for step in steps) / len(steps) / 2
    return 2 * squares * math.log(len(values)) or 1e-9
