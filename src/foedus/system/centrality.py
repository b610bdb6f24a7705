"""How central each state is: by its ties, by what runs through it, by the weight of its friends.

Sources: Freeman 1978, Centrality in Social Networks, Social Networks 1(3), 215-239 (degree, betweenness); Bonacich 1972
(eigenvector). Computed by igraph.
"""

from dataclasses import dataclass

from foedus.system.graph import SignedGraph


@dataclass(frozen=True, slots=True)
class Centrality:
    """One state's place in the graph.

    Attributes:
        friends, foes: states it stands together with, apart from.
        strength: sum of its weights, either sign.
        betweenness: share of the pairs of other states whose shortest paths over ties of friends run through it, a tie
            of weight w being 1/w long: 0..1; None for fewer than three states.
        eigenvector: over ties of friends, 1 for the highest; None outside the largest piece they hold together.
    """

    state: str
    friends: int
    foes: int
    strength: float
    betweenness: float | None
    eigenvector: float | None


def centralities(graph: SignedGraph) -> tuple[Centrality, ...]:
    """Return every state that has a tie, the one with most friends first."""
    import igraph

    states = graph.tied
    place = {state: n for n, state in enumerate(states)}
    friends = igraph.Graph(len(states), [(place[edge.state_a], place[edge.state_b]) for edge in graph.positive])
    weights = [edge.weight for edge in graph.positive]
    friends.es["weight"] = weights
    between: list[float | None] = [None] * len(states)
    vector: list[float | None] = [None] * len(states)
    if len(states) > 2:
        pairs = (len(states) - 1) * (len(states) - 2) / 2
        lengths = [1 / weight for weight in weights]
        between = [value / pairs for value in friends.betweenness(weights=lengths or None)]
    if weights:
        piece = max(friends.connected_components(), key=len)
        largest = friends.induced_subgraph(piece)
        inside = largest.eigenvector_centrality(weights=largest.es["weight"])
        for n, value in zip(piece, inside, strict=True):
            vector[n] = value
    strength = dict.fromkeys(states, 0.0)
    counts = {state: [0, 0] for state in states}
    for edge in graph.edges:
        for state in edge.pair:
            strength[state] += edge.weight
            counts[state][edge.weight < 0] += 1
    found = [
        Centrality(state, counts[state][0], counts[state][1], strength[state], between[n], vector[n])
        for n, state in enumerate(states)
    ]
    return tuple(sorted(found, key=lambda one: (-one.strength, one.state)))
