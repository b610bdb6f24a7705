"""How alike the portfolios of two states are: S of Signorino and Ritter, Scott's pi, Cohen's kappa.

A portfolio is what a state has with each state of the system, itself included: for alliances the rank 0 to 3, with
itself 3; for votes 1 to 3 on each roll call that both cast.

Sources: Signorino and Ritter 1999, Tau-b or Not Tau-b, International Studies Quarterly 43(1), 115-144. Häge 2011,
Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement, Political Analysis 19(3),
287-305, whose chance-corrected measures these are, with squared distances.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Portfolio = Sequence[float] | NDArray[np.float64]

COMMON_VOTES = 10  # below that two states' votes are not compared


@dataclass(frozen=True, slots=True)
class Similarity:
    """The three measures for a pair.

    Attributes:
        s: -1 (opposite) to 1 (the same); None for empty portfolios.
        pi, kappa: 1 the same, 0 as alike as chance, negative less; None where neither portfolio varies.
        size: how many entries the portfolios have.
    """

    s: float | None
    pi: float | None
    kappa: float | None
    size: int


def signorino_ritter(one: "Portfolio", other: "Portfolio", *, widest: float) -> float | None:
    """Return S = 1 - 2 * sum |a - b| / (n * widest), each entry weighing the same.

    Args:
        one, other: portfolios of the same n entries.
        widest: the greatest distance there can be, 3 for alliances, 2 for votes.

    Returns:
        -1..1, None for n = 0.

    Example:
        >>> signorino_ritter([3, 3, 0, 0], [3, 3, 0, 3], widest=3)
        0.5

    Source: Signorino and Ritter 1999, with absolute distances.
    """
    import numpy as np

    a, b = np.asarray(one, float), np.asarray(other, float)
    return None if not a.size else float(1 - 2 * np.abs(a - b).sum() / (a.size * widest))


def scott_pi(one: "Portfolio", other: "Portfolio") -> float | None:
    """Return 1 - sum (a-b)^2 / (sum (a-m)^2 + sum (b-m)^2), m the mean of both portfolios.

    Returns:
        at most 1, None where all entries of both are the same number.

    Source: Häge 2011, Scott's (1955) pi with squared distances.
    """
    import numpy as np

    a, b = np.asarray(one, float), np.asarray(other, float)
    mean = (a.mean() + b.mean()) / 2 if a.size else 0.0
    chance = ((a - mean) ** 2).sum() + ((b - mean) ** 2).sum()
    return None if chance == 0 else float(1 - ((a - b) ** 2).sum() / chance)


def cohen_kappa(one: "Portfolio", other: "Portfolio") -> float | None:
    """Return 1 - sum (a-b)^2 / (sum (a-mean a)^2 + sum (b-mean b)^2 + n (mean a - mean b)^2).

    Returns:
        at most 1, None where all entries of both are the same number.

    Source: Häge 2011, Cohen's (1960) kappa with squared distances.
    """
    import numpy as np

    a, b = np.asarray(one, float), np.asarray(other, float)
    if not a.size:
        return None
    apart = a.size * (a.mean() - b.mean()) ** 2
    chance = ((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum() + apart
    return None if chance == 0 else float(1 - ((a - b) ** 2).sum() / chance)


def similarity(one: "Portfolio", other: "Portfolio", *, widest: float) -> Similarity:
    """Return the three measures of two portfolios."""
    s = signorino_ritter(one, other, widest=widest)
    return Similarity(s, scott_pi(one, other), cohen_kappa(one, other), len(one))


def alliance_similarity(ranks: Iterable[tuple[str, str, float]], states: Sequence[str], a: str, b: str) -> Similarity:
    """Return how alike the alliances of two states are.

    Args:
        ranks: (state, state, rank 0 to 3) of the pairs that have one, either order.
        states: the members of the system.
        a, b: two of them.
    """
    members = list(dict.fromkeys([*states, a, b]))
    place = {state: n for n, state in enumerate(members)}
    rows = {a: [0.0] * len(members), b: [0.0] * len(members)}
    for one, other, rank in ranks:
        for state, partner in ((one, other), (other, one)):
            if state in rows and partner in place:
                rows[state][place[partner]] = max(rows[state][place[partner]], rank)
    for state in (a, b):
        rows[state][place[state]] = 3.0
    return similarity(rows[a], rows[b], widest=3)
