"""Structural balance: which triads hold together, and how far the whole is from two camps.

Sources: Cartwright and Harary 1956, Structural Balance, Psychological Review 63(5), 277-293; the frustration index as
line index of balance, Harary 1959, Behavioral Science 4(4), 316-323; its computation after Aref, Mason and Wilson 2020,
A modeling and computational study of the frustration index in signed networks, Networks 75(1), 95-110.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from foedus.system.graph import SignedGraph

EXACT_UP_TO = 60  # states in one piece
SECONDS = 20.0  # for the solver, in all
_TRIADS = ("+++", "+--", "++-", "---")


@dataclass(frozen=True, slots=True)
class Triads:
    """The closed triads of a graph, counted by their signs.

    Attributes:
        counts: of +++ and +-- (balanced), ++- and --- (not).
        balanced: share whose signs multiply to +1; None where there is no closed triad.
    """

    counts: dict[str, int]
    balanced: float | None


@dataclass(frozen=True, slots=True)
class Frustration:
    """How many edges would have to change sign, or go, for the graph to fall into two camps without contradiction.

    Attributes:
        lower, upper: bounds on the index; the same where it is exact.
        camps: a division into two with `upper` edges against it.
        against: those edges.
        normalised: 1 - 2 * upper / edges: 1 balanced, 0 as far from it as can be; None without edges.
    """

    lower: int
    upper: int
    camps: tuple[tuple[str, ...], tuple[str, ...]]
    against: tuple[tuple[str, str], ...]
    normalised: float | None

    @property
    def exact(self) -> bool:
        """Whether the index is known, and not only its bounds."""
        return self.lower == self.upper


def triads(graph: SignedGraph) -> Triads:
    """Return the closed triads of a graph by their signs.

    Example:
        >>> triads(signed("FRA+DEU", "DEU+ITA", "FRA+ITA")).balanced
        1.0
    """
    import numpy as np

    place = {state: n for n, state in enumerate(graph.states)}
    plus, minus = np.zeros((2, len(place), len(place)))
    for edge in graph.edges:
        matrix = plus if edge.weight > 0 else minus
        a, b = place[edge.state_a], place[edge.state_b]
        matrix[a, b] = matrix[b, a] = 1
    counts = {
        "+++": np.trace(plus @ plus @ plus) / 6,
        "+--": np.trace(plus @ minus @ minus) / 2,
        "++-": np.trace(plus @ plus @ minus) / 2,
        "---": np.trace(minus @ minus @ minus) / 6,
    }
    whole = {kind: round(float(counts[kind])) for kind in _TRIADS}
    total = sum(whole.values())
    return Triads(whole, (whole["+++"] + whole["+--"]) / total if total else None)


def frustration(graph: SignedGraph, *, exact_up_to: int = EXACT_UP_TO, seconds: float = SECONDS) -> Frustration:
    """Return the frustration index, exact where it can be had.

    The graph is cut into its biconnected pieces, whose indices add up. A piece of at most `exact_up_to` states is
    solved as an integer programme by HiGHS; where time runs out, and for larger pieces, bounds are given: below the
    number of unbalanced triads that share no edge, above the best division found.

    Args:
        graph: weights count by their sign alone.
        exact_up_to: states in a piece.
        seconds: for the solver, over all pieces.
    """
    import igraph

    states = list(graph.tied)
    place = {state: n for n, state in enumerate(states)}
    ends = [(place[edge.state_a], place[edge.state_b]) for edge in graph.edges]
    signs = {pair: edge.sign for pair, edge in zip(ends, graph.edges, strict=True)}
    clusters = [sorted(cluster) for cluster in igraph.Graph(len(states), ends).biconnected_components()]
    lower = upper = 0
    sides: list[dict[int, int]] = []
    for cluster in clusters:
        inside = {pair: signs[pair] for pair in combinations(cluster, 2) if pair in signs}
        low, high, side = _piece(cluster, inside, exact_up_to, seconds / len(clusters))
        lower, upper = lower + low, upper + high
        sides.append(side)
    joined = _joined(len(states), clusters, sides)
    against = tuple((states[a], states[b]) for (a, b), sign in signs.items() if (joined[a] == joined[b]) != (sign > 0))
    first, second = (tuple(state for state in states if joined[place[state]] == side) for side in (0, 1))
    normalised = 1 - 2 * upper / len(ends) if ends else None
    return Frustration(lower, upper, (first, second), against, normalised)


_Pair = tuple[int, int]
_Signs = dict[_Pair, int]


def _piece(cluster: Sequence[int], signs: _Signs, exact_up_to: int, seconds: float) -> tuple[int, int, dict[int, int]]:
    """Return lower bound, upper bound and a division of one piece."""
    side = _descend(cluster, signs)
    upper = _cost(signs, side)
    lower = _disjoint_triads(cluster, signs)
    if lower < upper and len(cluster) <= exact_up_to:
        from foedus.system.solver import solve_frustration

        low, better = solve_frustration(cluster, signs, seconds)
        if better is not None and _cost(signs, better) < upper:
            side, upper = better, _cost(signs, better)
        lower = max(lower, min(low, upper))
    return lower, upper, side


def _cost(signs: _Signs, side: dict[int, int]) -> int:
    return sum((side[a] == side[b]) != (sign > 0) for (a, b), sign in signs.items())


def _descend(cluster: Sequence[int], signs: _Signs, starts: int = 20) -> dict[int, int]:
    """Return a good division: from several starts, move states over as long as that helps."""
    import random

    dice = random.Random(0)
    around: dict[int, list[tuple[int, int]]] = {node: [] for node in cluster}
    for (a, b), sign in signs.items():
        around[a].append((b, sign))
        around[b].append((a, sign))
    best: dict[int, int] = dict.fromkeys(cluster, 0)
    for start in range(starts):
        side = {node: 0 if start == 0 else dice.randint(0, 1) for node in cluster}
        moved = True
        while moved:
            moved = False
            for node in cluster:
                if sum(sign * (1 if side[other] == side[node] else -1) for other, sign in around[node]) < 0:
                    side[node] ^= 1
                    moved = True
        if _cost(signs, side) < _cost(signs, best):
            best = side
    return best


def _disjoint_triads(cluster: Sequence[int], signs: _Signs) -> int:
    """Return how many unbalanced triads can be taken without using an edge twice: each needs an edge to go."""
    near: dict[int, set[int]] = {node: set() for node in cluster}
    for a, b in signs:
        near[a].add(b)
        near[b].add(a)
    used: set[_Pair] = set()
    for a, b in sorted(signs):
        if (a, b) in used:
            continue
        for c in sorted(near[a] & near[b]):
            others = {(min(a, c), max(a, c)), (min(b, c), max(b, c))}
            first, second = others
            if not others & used and signs[(a, b)] * signs[first] * signs[second] < 0:
                used |= {(a, b), *others}
                break
    return len(used) // 3


def _joined(size: int, clusters: Sequence[Sequence[int]], sides: Sequence[dict[int, int]]) -> list[int]:
    """Put the divisions of pieces together: two that share a state are turned so that they agree on it."""
    joined: dict[int, int] = {}
    left = set(range(len(clusters)))
    while left:
        number = next((n for n in sorted(left) if any(node in joined for node in clusters[n])), min(left))
        left.remove(number)
        shared = next((node for node in clusters[number] if node in joined), None)
        turn = 0 if shared is None else joined[shared] ^ sides[number][shared]
        for node in clusters[number]:
            joined.setdefault(node, sides[number][node] ^ turn)
    return [joined.get(node, 0) for node in range(size)]
