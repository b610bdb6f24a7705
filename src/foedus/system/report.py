"""The system in a window of time, measured: one record with everything that is printed of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.lake import queries as lake_queries
from foedus.system.balance import EXACT_UP_TO, SECONDS, Frustration, Triads, frustration, triads
from foedus.system.blocs import RESOLUTION, SEEDS, Blocs, find_blocs
from foedus.system.centrality import Centrality, centralities
from foedus.system.graph import FORMULAS, SUM, SignedGraph
from foedus.system.polarity import Capabilities, Ties, from_capabilities, from_ties

if TYPE_CHECKING:
    from foedus.lake import Lake

SCHEMA = "foedus/system/1"


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure: seeds and resolution of blocs, size and time for the exact frustration index."""

    seeds: int = SEEDS
    resolution: float = RESOLUTION
    exact_up_to: int = EXACT_UP_TO
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class System:
    """What was measured on one graph.

    Attributes:
        capabilities: None where the lake holds no NMC; its year is the last one known within the window.
        capabilities_note: why there are none: "not held", "not covered", or "".
    """

    graph: SignedGraph
    blocs: Blocs
    triads: Triads
    frustration: Frustration
    ties: Ties
    centralities: tuple[Centrality, ...]
    capabilities: Capabilities | None
    capabilities_note: str
    options: Options

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON would have it; names are added to, never changed."""
        graph = self.graph
        formula = SUM if len(graph.made) > 1 else None
        return {
            "schema": SCHEMA,
            "window": {"since": graph.since or None, "until": graph.until or None},
            "sources": [_made(graph, place) for place in range(len(graph.made))],
            "formula": formula or (FORMULAS[graph.made[0].formula] if graph.made else None),
            "states": list(graph.states),
            "edges": [
                {"a": e.state_a, "b": e.state_b, "weight": round(e.weight, 6), "inputs": dict(e.inputs)}
                for e in graph.edges
            ],
            "blocs": _blocs(self.blocs),
            "balance": {
                "triads": self.triads.counts,
                "balanced": self.triads.balanced,
                "frustration": {
                    "lower": self.frustration.lower,
                    "upper": self.frustration.upper,
                    "exact": self.frustration.exact,
                    "normalised": self.frustration.normalised,
                    "camps": [list(camp) for camp in self.frustration.camps],
                    "against": [list(pair) for pair in self.frustration.against],
                },
            },
            "polarity": {"capabilities": _capabilities(self), "ties": _ties(self.ties)},
            "centrality": [
                {
                    "state": one.state,
                    "friends": one.friends,
                    "foes": one.foes,
                    "strength": one.strength,
                    "betweenness": one.betweenness,
                    "eigenvector": one.eigenvector,
                }
                for one in self.centralities
            ],
        }


def measure(graph: SignedGraph, lake: "Lake | None" = None, options: Options = Options()) -> System:
    """Measure a graph.

    Args:
        graph: of any source.
        lake: for capabilities, where it holds NMC.
        options: how.
    """
    blocs = find_blocs(graph, seeds=options.seeds, resolution=options.resolution)
    capabilities, note = _capabilities_of(graph, lake)
    return System(
        graph,
        blocs,
        triads(graph),
        frustration(graph, exact_up_to=options.exact_up_to, seconds=options.seconds),
        from_ties(graph, blocs),
        centralities(graph),
        capabilities,
        note,
        options,
    )


def _capabilities_of(graph: SignedGraph, lake: "Lake | None") -> tuple[Capabilities | None, str]:
    held = lake.holding("nmc") if lake else None
    if lake is None or held is None:
        return None, "not held"
    first = int(graph.since[:4]) if graph.since else 1816
    last = int(graph.until[:4]) if graph.until else 9999
    found = lake_queries.capabilities(lake, first, last)
    if not found:
        return None, "not covered"
    year = max(found)
    return from_capabilities(year, found[year]), ""


def _made(graph: SignedGraph, place: int) -> dict[str, object]:
    made = graph.made[place]
    return {
        "source": made.source,
        "version": made.version or None,
        "formula": FORMULAS[made.formula],
        "parameters": dict(made.parameters),
        "coverage": [list(stretch) for stretch in made.coverage],
        "covered": made.covered,
        "cite": made.cite or None,
    }


def _blocs(blocs: Blocs) -> dict[str, object]:
    return {
        "blocs": [
            {"number": b.number, "states": list(b.states), "cohesion": b.cohesion, "inside": b.inside}
            for b in blocs.blocs
        ],
        "alone": list(blocs.alone),
        "between": [
            {
                "state": b.state,
                "bloc": b.bloc,
                "own": b.own,
                "other": b.other,
                "with_other": b.with_other,
                "pull": b.pull,
            }
            for b in blocs.between
        ],
        "quality": blocs.quality,
        "seeds": blocs.seeds,
        "agreement": blocs.agreement,
        "resolution": blocs.resolution,
        "resolutions": [{"gamma": r.gamma, "blocs": r.blocs, "likeness": r.likeness} for r in blocs.resolutions],
    }


def _capabilities(system: System) -> dict[str, object]:
    found = system.capabilities
    if found is None:
        return {"note": system.capabilities_note}
    return {
        "year": found.year,
        "shares": dict(found.shares),
        "cinc": dict(found.world),
        "con": found.con,
        "kind": found.kind,
        "poles": list(found.poles),
        "missing": list(found.missing),
    }


def _ties(ties: Ties) -> dict[str, object]:
    return {
        "shares": {str(number): share for number, share in ties.shares},
        "effective": ties.effective,
        "two": ties.two,
        "bipolarity": ties.bipolarity,
    }
