"""Where states are drawn: on the map by their place on earth, in the network at one place for all years.

The network's places come from all years of a source together, so that a state stays where it is when the year moves:
those that stand together draw each other near (Fruchterman and Reingold 1991), and no two are so near that they hide
each other.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from foedus.errors import LexiconError
from foedus.lake.numbers import heir
from foedus.language.registry import states
from foedus.system.blocs import Blocs
from foedus.system.graph import SignedGraph
from foedus.tables import read_table

WIDE, HIGH, MARGIN = 1000.0, 640.0, 24.0
COLOURS = 8
_ROUNDS = 400  # of the layout: it settles well before
Place = tuple[float, float]


@cache
def on_earth() -> tuple[dict[str, Any], ...]:
    """Return for each state there is its key in the atlas and its middle, degrees east and north.

    Raises:
        LexiconError: a row of data/web/map.tsv names no state.
    """
    rows = []
    for row in read_table("web/map.tsv", ("state", "atlas", "lon", "lat")):
        if row["state"] not in states():
            raise LexiconError(f"{row.where}: {row['state']!r} is no state")
        rows.append({"state": row["state"], "atlas": row["atlas"], "lon": float(row["lon"]), "lat": float(row["lat"])})
    return tuple(rows)


def placed(graph: SignedGraph) -> dict[str, Place]:
    """Return the place of each history of a graph, by its heir, in a frame of WIDE by HIGH; the same for the same."""
    import igraph

    names = sorted({heir(state) for state in graph.tied})
    number = {name: n for n, name in enumerate(names)}
    near: dict[tuple[int, int], float] = {}
    for edge in graph.edges:
        a, b = sorted((number[heir(edge.state_a)], number[heir(edge.state_b)]))
        if a != b:
            # What stands apart draws a little too: it is about each other, and pieces would drift out of the frame.
            near[a, b] = max(near.get((a, b), 0.0), edge.weight if edge.weight > 0 else 0.08)
    if not names:
        return {}
    start = [[math.cos(2 * math.pi * n / len(names)), math.sin(2 * math.pi * n / len(names))] for n in number.values()]
    igraph.set_random_number_generator(random.Random(0))  # it shakes the states a little: let it be the same each time
    try:
        made = igraph.Graph(len(names), list(near)).layout_fruchterman_reingold(
            weights=list(near.values()) or None, seed=start, niter=_ROUNDS, grid="nogrid"
        )
    finally:
        igraph.set_random_number_generator(random)
    return dict(zip(names, _apart(_framed([tuple(point) for point in made])), strict=True))


def _framed(points: Sequence[Sequence[float]]) -> list[Place]:
    """Fill the frame: far-off points come nearer, a crowded middle spreads, each kept in its order."""

    def spread(values: Sequence[float], size: float) -> list[float]:
        order = sorted(range(len(values)), key=lambda n: values[n])
        low, high = min(values), max(values)
        out = [0.0] * len(values)
        for rank, n in enumerate(order):
            by_rank = rank / max(1, len(values) - 1)
            by_value = (values[n] - low) / (high - low) if high > low else 0.5
            out[n] = MARGIN + (0.5 * by_rank + 0.5 * by_value) * (size - 2 * MARGIN)
        return out

    xs, ys = zip(*points, strict=True)
    return list(zip(spread(xs, WIDE), spread(ys, HIGH), strict=True))


def _apart(points: Sequence[Place], rounds: int = 60) -> list[Place]:
    """Move points that are nearer than a disc is wide away from each other."""
    import numpy as np

    least = min(46.0, 0.8 * math.sqrt(WIDE * HIGH / max(1, len(points))))
    at = np.array(points)
    for _ in range(rounds):
        gap = at[:, None, :] - at[None, :, :]
        far = np.hypot(gap[..., 0], gap[..., 1])
        np.fill_diagonal(far, least)
        push = np.clip(least - far, 0, None) / 2
        if not push.any():
            break
        at = at + (gap / np.maximum(far, 1e-6)[..., None] * push[..., None]).sum(axis=1) * 0.6
        at = np.clip(at, MARGIN, [WIDE - MARGIN, HIGH - MARGIN])
    return [(round(float(x), 1), round(float(y), 1)) for x, y in at]


def in_year(places: Mapping[str, Place], there: Iterable[str]) -> dict[str, Place]:
    """Return the places of the states there are, those of one history beside each other; unknown ones at the foot."""
    found: dict[str, Place] = {}
    taken: dict[str, int] = {}
    lost = 0
    for state in sorted(there):
        history = heir(state)
        if history in places:
            x, y = places[history]
            found[state] = x + 30.0 * taken.get(history, 0), y
            taken[history] = taken.get(history, 0) + 1
        else:
            found[state] = MARGIN + 40.0 * (lost % 23), HIGH - MARGIN + 34.0 * (lost // 23)
            lost += 1
    return found


def coloured(blocs: Blocs, whole: Blocs) -> dict[int, int]:
    """Return a colour, 1 to COLOURS, for each bloc: that of the bloc of all years it shares most states with.

    So the colour of a bloc stays with it while the year moves; 0 beyond the number of colours.
    """
    shared = sorted(
        (-len({heir(s) for s in one.states} & {heir(s) for s in other.states}), other.number, one.number)
        for one in blocs.blocs
        for other in whole.blocs
    )
    colours: dict[int, int] = {}
    for less, other, one in shared:
        if less and other <= COLOURS and one not in colours and other not in colours.values():
            colours[one] = other
    free = [colour for colour in range(1, COLOURS + 1) if colour not in colours.values()]
    for bloc in blocs.blocs:
        if bloc.number not in colours:
            colours[bloc.number] = free.pop(0) if free else 0
    return colours
