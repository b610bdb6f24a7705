"""The signed, weighted graph of states in a window of time, and how each of its weights is made.

Every weight is made by one of the formulas of `FORMULAS`, which stands in what is printed: there is no other. A
weight is positive where two states stand together, negative where they stand apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

RECORD = "record"

FORMULAS: Mapping[str, str] = {
    "told": "w = (P - N) / (P + N + k); P, N: independent origins that tell of what brings together, sets apart",
    "recorded": "w = (P - N) / (P + N + k); P, N: records, reprints among them, of what brings together, sets apart",
    "events": "w = (P - N) / (P + N + k); P, N: events that bring together, set apart",
    "pacts": "w = greatest weight of a kind of pact in force in the window, either way",
    "disputes": "w = - (highest hostility in the window) / 5",
    "conflicts": "w = - (intensity: 2 war, 1 minor conflict) / 2",
    "organisations": "w = organisations shared / most shared by any pair in the window",
    "votes": "w = Scott's pi of the votes both cast in the window, 1 yes, 2 abstention, 3 no (Häge 2011)",
}
SUM = "w = sum of the weights of the sources, each by its own formula"


@dataclass(frozen=True, slots=True)
class Edge:
    """Two states that have something between them.

    Attributes:
        state_a, state_b: ISO3, sorted.
        weight: by the formula of the graph; never 0.
        inputs: what went into it, by name: {"P": 4, "N": 1}.
    """

    state_a: str
    state_b: str
    weight: float
    inputs: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def sign(self) -> int:
        """Return +1 or -1."""
        return 1 if self.weight > 0 else -1

    @property
    def pair(self) -> tuple[str, str]:
        """Return the two states."""
        return self.state_a, self.state_b


@dataclass(frozen=True, slots=True)
class Made:
    """How the weights of a graph were made.

    Attributes:
        source: `RECORD` or the key of a dataset.
        formula: key of `FORMULAS`.
        parameters: by name.
        coverage: what the source covers, stretches of ISO dates; empty where nothing is known of it.
        covered: whether the window lies in the coverage, in part at least; None where it is not known.
        version: of the dataset.
        cite: what to cite.
    """

    source: str
    formula: str
    parameters: Mapping[str, object]
    coverage: tuple[tuple[str, str], ...] = ()
    covered: bool | None = None
    version: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class SignedGraph:
    """States and what stands between them, undirected, at most one edge a pair.

    Attributes:
        since, until: the window, ISO dates as precise as asked for; "" where it is open.
        states: ISO3, sorted, all that have an edge and perhaps more.
        edges: sorted by their two states.
        made: how the weights were made, one entry a source.
    """

    since: str
    until: str
    states: tuple[str, ...]
    edges: tuple[Edge, ...]
    made: tuple[Made, ...]

    @property
    def tied(self) -> tuple[str, ...]:
        """Return the states that have an edge."""
        ends = {state for edge in self.edges for state in edge.pair}
        return tuple(state for state in self.states if state in ends)

    @property
    def positive(self) -> tuple[Edge, ...]:
        """Return the edges of states that stand together."""
        return tuple(edge for edge in self.edges if edge.weight > 0)

    @property
    def negative(self) -> tuple[Edge, ...]:
        """Return the edges of states that stand apart."""
        return tuple(edge for edge in self.edges if edge.weight < 0)

    @property
    def not_covered(self) -> tuple[str, ...]:
        """Return the sources whose coverage the window lies outside of."""
        return tuple(made.source for made in self.made if made.covered is False)


def signed(*pairs: str, since: str = "2000", until: str = "2000") -> SignedGraph:
    """Return a graph given by hand: signed("FRA+DEU", "DEU-ITA", "FRA+ITA=0.5").

    Raises:
        ValueError: a pair stands there twice.
    """
    edges = []
    for pair in pairs:
        names, _, size = pair.partition("=")
        sign = "+" if "+" in names else "-"
        a, b = sorted(names.split(sign))
        edges.append(Edge(a, b, (1 if sign == "+" else -1) * float(size or 1)))
    return assembled(edges, (), since, until, ())


def assembled(
    edges: Iterable[Edge], states: Iterable[str], since: str, until: str, made: tuple[Made, ...]
) -> SignedGraph:
    """Put a graph together: sorted, without edges of weight 0.

    Raises:
        ValueError: a pair stands there twice.
    """
    kept = sorted((edge for edge in edges if edge.weight != 0), key=lambda edge: edge.pair)
    for pair, same in groupby(kept, key=lambda edge: edge.pair):
        if len(list(same)) > 1:
            raise ValueError(f"the pair {pair[0]} {pair[1]} stands there twice")
    named = {state for edge in kept for state in edge.pair} | set(states)
    return SignedGraph(since, until, tuple(sorted(named)), tuple(kept), made)


def added(graphs: tuple[SignedGraph, ...]) -> SignedGraph:
    """Return one graph whose weights are the sums of those given; one graph alone comes back as it is."""
    if len(graphs) == 1:
        return graphs[0]
    sums: dict[tuple[str, str], Edge] = {}
    for graph in graphs:
        label = graph.made[0].source if graph.made else ""
        for edge in graph.edges:
            before = sums.get(edge.pair, Edge(*edge.pair, 0.0))
            inputs = {**before.inputs, label: round(edge.weight, 4)}
            sums[edge.pair] = replace(before, weight=before.weight + edge.weight, inputs=inputs)
    made = tuple(made for graph in graphs for made in graph.made)
    states = {state for graph in graphs for state in graph.states}
    return assembled(sums.values(), states, graphs[0].since, graphs[0].until, made)
